"""Times the lists and the search of the cooperation at the server, on a large registry.

Makes 300 universities, 5,000 agreements, 10,000 bases and 10,000 projects with their index in a
database of its own, then asks for each list through Django's test client as a clerk of the
programme office and as a county's, and prints the median of several requests: by the clock, and in
processor time of the server's process, which a busy machine does not blur (SQLite works inside it,
PostgreSQL beside it). SQLite in a temporary folder; with HUIZHI_DATABASE_URL, PostgreSQL, in a
database `huizhi_bench` beside the one named.

    .venv/bin/python bench/search.py
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

UNIVERSITIES, AGREEMENTS, BASES, PROJECTS = 300, 5_000, 10_000, 10_000
TARGET_MS = 200
COUNTIES = (
    ("140213", "平城区", "Pingcheng"),
    ("140215", "云州区", "Yunzhou"),
    ("140221", "阳高县", "Yanggao"),
    ("140223", "广灵县", "Guangling"),
    ("140225", "浑源县", "Hunyuan"),
)
FIELDS = (
    "新能源",
    "光伏",
    "储能",
    "云冈石窟",
    "通用航空",
    "食用菌",
    "杂粮",
    "黄花",
    "大数据",
    "医药",
)
WORKS = ("联合研究", "成果转化", "技术攻关", "人才培养", "实习实训", "数字化保护", "智库咨询")
PLACES = ("大同市", "平城区", "云州区", "阳高县", "广灵县", "浑源县", "灵丘县", "左云县")
Times = tuple[float, float]  # milliseconds by the clock, and of the processor
LISTS = ("organisation", "agreement", "base", "project")
QUERIES = {
    "organisation": ("大学", "校0123", "gxdx", "学", "university", "10123"),
    "agreement": ("攻关", "协议", "云冈石窟", "新能源联合研究", "xny", "agreement-42", "学"),
    "base": ("基地", "实习", "广灵县食用菌", "sjd", "base-4242", "母"),
    "project": ("项目", "光伏", "通用航空技术攻关", "tyhk", "project-7", "不存在的词"),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5, help="requests for each figure")
    runs = arguments.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="huizhi-bench-") as folder:
        start_django(Path(folder))
        make_database()
        started = time.perf_counter()
        make_registry()
        print(f"registry and index: {time.perf_counter() - started:.1f} s")
        report(runs)


def start_django(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
    os.environ["HUIZHI_DATA_DIR"] = str(folder)
    import django

    django.setup()


def make_database() -> None:
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS huizhi_bench")
            cursor.execute("CREATE DATABASE huizhi_bench")
        connection.close()
        connection.settings_dict["NAME"] = "huizhi_bench"
    call_command("migrate", verbosity=0, interactive=False)
    print(f"{connection.vendor}, load {os.getloadavg()[0]:.1f}")


def make_registry() -> None:
    from django.db import connection

    from huizhi.kernel import clock
    from huizhi.kernel.models import Region
    from huizhi.organisations import indexing as organisations
    from huizhi.partners import indexing as partners

    city = Region.objects.create(code="140200", name="大同市", name_en="Datong")
    counties = [
        Region.objects.create(code=code, name=name, name_en=name_en, parent=city)
        for code, name, name_en in COUNTIES
    ]
    drawn = random.Random(20210726)
    universities = add_universities(clock.now())
    add_records(drawn, counties, universities, clock.now())
    organisations.index_all()
    partners.index_all()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def add_universities(now: object) -> list[object]:
    from huizhi.organisations.models import Organisation
    from huizhi.organisations.names import name_key

    rows = []
    for number in range(UNIVERSITIES):
        name = f"高校{number:04d}{FIELDS[number % len(FIELDS)]}大学"
        row = Organisation(kind="university", nature="university", name=name, created_at=now)
        row.name_key = name_key(name)
        row.name_en = f"University No. {number}"
        row.short_name = f"校{number:04d}"
        row.ministry_code = str(10_000 + number)
        row.source, row.synthetic = "测量用（虚构）", True
        rows.append(row)
    return list(Organisation.objects.bulk_create(rows))


def add_records(drawn: random.Random, counties: list, universities: list, now: object) -> None:
    from huizhi.partners.models import Agreement, Base, Funding, Project

    def make(model, count: int, word: str, **fields: object) -> list:
        kind = model.__name__
        rows = [
            model(
                name=f"{places[number]}{drawn.choice(FIELDS)}{drawn.choice(WORKS)}{word}{number}",
                name_en=f"{kind} No. {number}",
                reference=f"{kind.lower()}-{number}",
                county=drawn.choice(counties),
                host=drawn.choice(universities),
                source="测量用（虚构）",
                synthetic=True,
                created_at=now,
                **fields,
            )
            for places in [drawn.choices(PLACES, k=count)]
            for number in range(count)
        ]
        made = model.objects.bulk_create(rows, batch_size=1000)
        link = model.partners.through
        pairs = [
            link(**{f"{kind.lower()}_id": row.pk, "organisation_id": one.pk})
            for row in made
            for one in drawn.sample(universities, 2)
        ]
        link.objects.bulk_create(pairs, batch_size=1000)
        return made

    make(Agreement, AGREEMENTS, "协议", state="signed")
    bases = make(Base, BASES, "基地", state="running", kind_id="internship")
    for base in bases:
        base.longitude, base.latitude = drawn.uniform(112.6, 114.5), drawn.uniform(39.2, 40.6)
    Base.objects.bulk_update(bases, ["longitude", "latitude"], batch_size=1000)
    projects = make(Project, PROJECTS, "项目", state="under_way", kind="research")
    parts = [
        Funding(project=project, source="city", amount=number + 1)
        for number, project in enumerate(projects)
    ]
    Funding.objects.bulk_create(parts, batch_size=1000)


def clients() -> Iterator[tuple[str, object]]:
    from django.test import Client

    from huizhi.kernel.models import Region, User
    from huizhi.kernel.roles import Role

    for name, role, county in (
        ("office", Role.PROGRAMME_OFFICE, None),
        ("county", Role.COUNTY, Region.objects.get(code="140213")),
    ):
        user = User.objects.create(username=name, first_name=name, role=role, county=county)
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        yield name, client


def report(runs: int) -> None:
    from django.urls import reverse

    print(f"\n{'who':8}{'list':14}{'asked':24}{'rows':>8}{'ms':>8}{'processor':>11}")
    slow = 0
    for who, client in clients():
        for records in LISTS:
            asks = [("", ""), *(("q", text) for text in QUERIES[records])]
            if records != "organisation":
                asks.append(("state", "signed"))
            asks.append(("county", "140213"))
            for name, text in asks:
                params = {"p": "1"} | ({name: text} if name else {})
                rows, taken = ask(client, reverse(f"{records}:index"), params, runs)
                slow += show(who, records, f"{name} {text}".strip() or "(all)", rows, taken)
        for text in ("大学", "gx", ""):
            rows, taken = ask(client, reverse("organisation:pick"), {"q": text}, runs)
            slow += show(who, "pick", text or "(all)", rows, taken)
        for page in ("base:map", "agreement:add"):
            rows, taken = ask(client, reverse(page), {"p": "1"}, runs)
            slow += show(who, "page", page, rows, taken)
    print(f"\n{slow} of them over {TARGET_MS} ms")


def ask(client, address: str, params: dict[str, str], runs: int) -> tuple[str, Times]:
    rows = count_rows(client, address, params)
    taken, worked = [], []
    for _ in range(runs):
        started, before = time.perf_counter(), time.process_time()
        client.get(address, params)
        taken.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - before) * 1000)
    return rows, (statistics.median(taken), statistics.median(worked))


def count_rows(client, address: str, params: dict[str, str]) -> str:
    """Ask once with templates that tell their context, which takes time of its own."""
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    response = client.get(address, params)
    teardown_test_environment()
    assert response.status_code == 200, (address, params, response.status_code)
    context = response.context
    page = context.get("page_obj") if context else None
    return str(page.paginator.count) if page else "—"


def show(who: str, records: str, asked: str, rows: str, times: Times) -> bool:
    taken, worked = times
    mark = "" if taken < TARGET_MS else "  over"
    print(f"{who:8}{records:14}{asked:24}{rows:>8}{taken:>8.0f}{worked:>11.0f}{mark}")
    return taken >= TARGET_MS


if __name__ == "__main__":
    main()
