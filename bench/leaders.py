"""Measures the leaders' page at the server, over a programme of thousands of synthetic records.

    python bench/leaders.py [--universities 300] [--agreements 5000] [--bases 10000]
                            [--projects 10000] [--visits 3000] [--people 5000] [--runs 20]

Rows are inserted in bulk into a database of its own (a file in a temporary folder, or one
beside that of HUIZHI_DATABASE_URL), which is removed afterwards. Each number is the median of the
runs: the page from request to answer, as the office and as a county, and some lists behind numbers.
`--processor` counts this process's processor time, for a machine that others use too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SEED = 20210726
ON = dt.date(2021, 7, 26)
COUNTIES = [f"1402{number}" for number in (12, 13, 14, 15, 21, 22, 23, 24, 25, 26)]


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
        os.environ["HUIZHI_DATA_DIR"] = folder
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        file = str(Path(folder) / "bench.sqlite3")
        own = file if connection.vendor == "sqlite" else "huizhi_bench_leaders"
        connection.settings_dict["TEST"]["NAME"] = own
        made = setup_databases(verbosity=0, interactive=False)
        try:
            fill(options)
            report(options, connection)
        finally:
            teardown_databases(made, verbosity=0)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (
        ("universities", 300),
        ("agreements", 5_000),
        ("bases", 10_000),
        ("projects", 10_000),
        ("visits", 3_000),
        ("people", 5_000),
        ("runs", 20),
    ):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--processor", action="store_true")
    return parser.parse_args()


def fill(options: argparse.Namespace) -> None:
    from django.utils import timezone

    from huizhi.kernel.models import Region
    from huizhi.organisations.models import Organisation
    from huizhi.people.models import Person

    now = timezone.now()
    city = Region.objects.create(code="140200", name="某市", name_en="City")
    Region.objects.bulk_create(
        Region(code=code, name=f"县{code}", name_en=f"County {code}", parent=city)
        for code in COUNTIES
    )
    Organisation.objects.bulk_create(
        Organisation(
            kind="university",
            name=f"第{n}大学",
            name_key=f"第{n}大学",
            source="bench",
            created_at=now,
        )
        for n in range(options.universities)
    )
    Person.objects.bulk_create(
        [
            Person(name=f"人{n}", county_id=COUNTIES[n % 10], created_at=now)
            for n in range(options.people)
        ],
        batch_size=2_000,
    )
    fill_cooperation(options, now)


def fill_cooperation(options: argparse.Namespace, now: dt.datetime) -> None:
    from django.db import connection

    from huizhi.organisations.models import Organisation
    from huizhi.partners.models import (
        Agreement,
        Base,
        Funding,
        FundingSource,
        Project,
        RecordKind,
        Step,
        Visit,
    )
    from huizhi.partners.queries import base_kind_names
    from huizhi.partners.states import AgreementState, BaseState, ProjectState
    from huizhi.rules.money import Money

    draw = random.Random(SEED)
    universities = list(Organisation.objects.values_list("pk", flat=True))

    def day() -> dt.date | None:
        return ON - dt.timedelta(days=draw.randrange(-60, 1500)) if draw.random() < 0.9 else None

    def shared(kind: str, number: int, states: list[str]) -> dict[str, object]:
        return {
            "name": f"{kind}{number}",
            "state": draw.choice(states),
            "county_id": draw.choice(COUNTIES),
            "source": "bench",
            "created_at": now,
        }

    agreements = Agreement.objects.bulk_create(
        [
            Agreement(
                signed_on=day(),
                ends_on=ON + dt.timedelta(days=draw.randrange(-400, 900)),
                **shared("协议", n, AgreementState.values),
            )
            for n in range(options.agreements)
        ],
        batch_size=2_000,
    )
    kinds = list(base_kind_names())
    bases = Base.objects.bulk_create(
        [
            Base(
                kind_id=draw.choice(kinds),
                agreement=draw.choice(agreements),
                signed_on=day(),
                unveiled_on=day(),
                intern_capacity=draw.randrange(0, 100),
                interns_this_year=draw.randrange(0, 60),
                **shared("基地", n, BaseState.values),
            )
            for n in range(options.bases)
        ],
        batch_size=2_000,
    )
    Step.objects.bulk_create(
        [
            Step(
                record_kind=RecordKind.BASE,
                record_id=base.pk,
                state=base.state,
                happened_on=ON - dt.timedelta(days=draw.randrange(900)),
                entered_at=now,
            )
            for base in bases
            for _step in range(2)
        ],
        batch_size=2_000,
    )
    projects = Project.objects.bulk_create(
        [
            Project(
                kind="research",
                agreement=draw.choice(agreements),
                starts_on=day(),
                people=draw.randrange(0, 200),
                **shared("项目", n, ProjectState.values),
            )
            for n in range(options.projects)
        ],
        batch_size=2_000,
    )
    Funding.objects.bulk_create(
        [
            Funding(
                project=project,
                source=draw.choice(FundingSource.values),
                amount=Money(draw.randrange(1, 10**9)),
            )
            for project in projects
            for _part in range(2)
        ],
        batch_size=2_000,
    )
    visits = Visit.objects.bulk_create(
        [
            Visit(
                starts_on=day(), people=draw.randrange(1, 100), **shared("来访", n, ["completed"])
            )
            for n in range(options.visits)
        ],
        batch_size=2_000,
    )
    for model, records in (
        (Agreement, agreements),
        (Base, bases),
        (Project, projects),
        (Visit, visits),
    ):
        through = model.partners.through
        column = f"{model._meta.model_name}_id"
        through.objects.bulk_create(
            [
                through(**{column: record.pk, "organisation_id": draw.choice(universities)})
                for record in records
            ],
            batch_size=5_000,
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def report(options: argparse.Namespace, connection: object) -> None:
    from django.test import Client

    from huizhi.kernel.models import Region, User
    from huizhi.kernel.roles import Role

    office = User.objects.create(username="office", role=Role.PROGRAMME_OFFICE)
    county = Region.objects.get(code=COUNTIES[1])
    clerk = User.objects.create(username="clerk", role=Role.COUNTY, county=county)
    print(
        f"{options.universities} universities, {options.agreements} agreements, "
        f"{options.bases} bases, {options.projects} projects, {options.visits} visits; "
        f"{connection.vendor}; load {os.getloadavg()[0]:.1f}\n"  # type: ignore[attr-defined]
    )
    print("| page | queries | median ms | slowest ms |")
    print("|---|---|---|---|")
    pages = (
        ("leaders' page, office", office, "/office/leaders/?on=2021-07-26"),
        ("leaders' page, county", clerk, "/office/leaders/?on=2021-07-26"),
        (
            "bases behind a number",
            office,
            "/office/base/?behind=base.standing~2021-07-26~~",
        ),
        (
            "agreements with results",
            office,
            "/office/agreement/?behind=agreement.reached~2021-07-26~results~",
        ),
        ("money behind a number", office, "/office/funding/?behind=funding.begun~2021-07-26~~"),
    )
    for label, user, address in pages:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user)
        queries, times = measure(lambda c=client, a=address: c.get(a), options, connection)
        print(f"| {label} | {queries} | {statistics.median(times):.0f} | {max(times):.0f} |")


def measure(
    get: Callable[[], object], options: argparse.Namespace, connection: object
) -> tuple[int, list[float]]:
    from django.test.utils import CaptureQueriesContext

    assert get().status_code == 200  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as captured:
        get()
        queries = len(captured)  # the next request forgets them
    clock = time.process_time if options.processor else time.perf_counter
    times = []
    for _run in range(options.runs):
        start = clock()
        get()
        times.append((clock() - start) * 1000)
    return queries, times


if __name__ == "__main__":
    main()
