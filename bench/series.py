"""Measures indicator series at size: pages, lists and sums over two million points.

    python bench/series.py [--series 20000] [--periods 100] [--runs 7]

Makes an installation of its own in the database that HUIZHI_DATABASE_URL names, SQLite in a
temporary folder without it, and drops its tables' rows only with the folder: give it an empty
database. Prints a table in Markdown: medians of server time over the runs. See bench/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

FIRST = dt.date(2018, 1, 1)
COUNTIES = 10
AT_A_TIME = 500
DAILY_POINTS = 2_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--series", type=int, default=20_000)
    parser.add_argument("--periods", type=int, default=100)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huizhi-bench-") as folder:
        os.environ["HUIZHI_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "huizhi.config.settings"
        import django

        django.setup()
        measure(options)


def measure(options: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from huizhi.partners.models import Point

    call_command("migrate", verbosity=0)
    office, clerk = make_records(options.series)
    insert = timed(lambda: insert_points(options.periods))
    refresh = timed(refresh_all)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    points = Point.objects.count()
    print(
        f"{connection.vendor}, Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f}, {dt.datetime.now(dt.UTC):%Y-%m-%d}\n"
    )
    print(
        f"{points:,} points in {options.series:,} series; inserted in {insert:.0f} s, "
        f"all summaries worked out in {refresh:.0f} s\n"
    )
    print("| what | wall (ms) | processor (ms) | worst wall (ms) | queries |")
    print("|---|---:|---:|---:|---:|")
    for name, action in actions(office, clerk).items():
        action()  # the first one fills caches of templates and connections
        spent = [spend(action) for _ in range(options.runs)]
        walls, processors = zip(*spent, strict=True)
        figures = statistics.median(walls), statistics.median(processors), max(walls)
        shown = " | ".join(f"{figure * 1000:.0f}" for figure in figures)
        print(f"| {name} | {shown} | {queries_of(action)} |")


def make_records(number: int) -> tuple[Any, Any]:
    """Make users, projects, bases and series, half of each kind; return office and clerk."""
    from django.utils import timezone

    from huizhi.kernel.models import Region, User
    from huizhi.partners.models import Base, Indicator, Project, Series

    city = Region.objects.create(code="140200", name="大同市", name_en="Datong")
    counties = [
        Region.objects.create(code=f"1402{code}", name=f"县{code}", name_en="x", parent=city)
        for code in range(12, 12 + COUNTIES)
    ]
    office = User.objects.create(username="bench", role="programme_office")
    clerk = User.objects.create(username="clerk", role="county", county=counties[0])
    now = timezone.now()
    half = number // 2
    for model, kind in ((Project, {"kind": "research"}), (Base, {"kind_id": "internship"})):
        model.objects.bulk_create(
            [
                model(
                    name=f"{model.__name__} {index}",
                    reference=f"{model.__name__}-{index}",
                    **kind,
                    state="planned" if model is Project else "signed",
                    county=counties[index % COUNTIES],
                    source="bench",
                    created_at=now,
                )
                for index in range(half)
            ],
            batch_size=2_000,
        )
    indicators = list(Indicator.objects.exclude(value_type="money"))
    rows = [
        Series(
            indicator=indicators[index % len(indicators)],
            granularity="month",
            target_per="year",
            starts_on=FIRST,
            source="bench",
            created_at=now,
            **owner,
        )
        for index, owner in enumerate(
            [{"project_id": pk} for pk in Project.objects.values_list("pk", flat=True)]
            + [{"base_id": pk} for pk in Base.objects.values_list("pk", flat=True)]
        )
    ]
    Series.objects.bulk_create(rows, batch_size=2_000)
    return office, clerk


def months(number: int) -> list[dt.date]:
    """Return the first days of so many months."""
    return [dt.date(FIRST.year + index // 12, index % 12 + 1, 1) for index in range(number)]


def insert_points(periods: int) -> None:
    """Insert a point for each series and month in one statement, and the targets."""
    from django.db import connection, transaction

    from huizhi.kernel import audit
    from huizhi.partners.models import Series, Target

    with transaction.atomic(), connection.cursor() as cursor:
        entry = audit.append(actor=None, action="bench", subject_kind="series", subject_id="")
        values = ", ".join(f"('{month}', {index})" for index, month in enumerate(months(periods)))
        day = "CAST(p.column1 AS date)" if connection.vendor == "postgresql" else "p.column1"
        cursor.execute(
            "INSERT INTO partners_point (series_id, period, value, source, recorded_id) "
            f"SELECT s.id, {day}, ((s.id * 37 + p.column2 * 13) % 1000) * 10000, 'bench', "
            f"{entry.pk} FROM partners_series s CROSS JOIN (VALUES {values}) AS p"
        )
        last = months(periods)[-1].replace(month=1)
        Target.objects.bulk_create(
            [
                Target(series_id=pk, starts_on=last, value=Decimal(2_000), source="bench")
                for pk in Series.objects.values_list("pk", flat=True)
            ],
            batch_size=2_000,
        )


def refresh_all() -> None:
    """Work out the summaries, as the services do, five hundred at a time."""
    from django.db import transaction

    from huizhi.partners.models import Series
    from huizhi.partners.series.summaries import refresh

    numbers = list(Series.objects.values_list("pk", flat=True))
    for first in range(0, len(numbers), AT_A_TIME):
        part = numbers[first : first + AT_A_TIME]
        with transaction.atomic():
            refresh(Series.objects.select_related("indicator").filter(pk__in=part))


def actions(office: Any, clerk: Any) -> dict[str, Callable[[], Any]]:
    """Return what is measured: pages through Django's client, and the recording of points."""
    from django.db.models import Sum
    from django.test import Client

    from huizhi.partners.models import Project, Series
    from huizhi.partners.series import queries
    from huizhi.partners.series.points import NewPoint, record_points

    project = Project.objects.order_by("pk").first()
    series = Series.objects.filter(project=project).get()
    daily = Series.objects.filter(base__isnull=False).order_by("pk").first()
    Series.objects.filter(pk=daily.pk).update(granularity="day")
    start = dt.date(2019, 1, 2)
    record_points(
        actor=office,
        points=[
            NewPoint(
                series=daily.pk,
                period=(start + dt.timedelta(days=day)).isoformat(),
                value=Decimal(day % 50),
            )
            for day in range(DAILY_POINTS)
        ],
    )
    numbers = list(Series.objects.exclude(pk=daily.pk).values_list("pk", flat=True)[:AT_A_TIME])
    turn = iter(range(10**6))

    def page(user: Any, address: str) -> Callable[[], Any]:
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)

        def get() -> None:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)

        return get

    def record() -> None:
        value = Decimal(next(turn) % 90 + 1)
        points = [NewPoint(series=pk, period="2018-05", value=value) for pk in numbers]
        made = record_points(actor=office, points=points)
        assert all(one.outcome in {"replaced", "unchanged"} for one in made)

    def sums() -> None:
        rows = queries.indicators_with_totals(office)
        assert sum(one.series_count for one in rows) == Series.objects.count()
        Series.objects.aggregate(Sum("point_count"))

    return {
        "page of a project": page(office, f"/office/project/{project.pk}/"),
        "page of a series (100 values)": page(office, f"/office/series/{series.pk}/"),
        "page of a series (2,100 values)": page(office, f"/office/series/{daily.pk}/"),
        "list of series": page(office, "/office/series/?p=1"),
        "list of series, county clerk": page(clerk, "/office/series/?p=1"),
        "list of series, behind target": page(office, "/office/series/?standing=behind"),
        "list of series, search": page(office, "/office/series/?q=Project+77"),
        "indicators with their sums": page(office, "/office/indicator/?p=1"),
        "indicators with their sums, county clerk": page(clerk, "/office/indicator/?p=1"),
        "sums per indicator (query)": sums,
        "record 500 corrections in 500 series": record,
    }


def timed(action: Callable[[], Any]) -> float:
    """Return the seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def spend(action: Callable[[], Any]) -> tuple[float, float]:
    """Return seconds on the wall and of this process's processor; a server's are its own."""
    start = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def queries_of(action: Callable[[], Any]) -> int:
    """Return how many queries an action makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


if __name__ == "__main__":
    main()
