"""Measures `huizhi entitle`, each run a process of its own from start to finish.

    python bench/entitle.py [--people 10000 100000] [--packs taiyuan datong bench] [--runs 3]

Draws synthetic facts into a temporary folder, runs the command, and prints a table in Markdown:
medians of wall time, processor time and peak memory. See bench/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
PACKS = {
    "taiyuan": (ROOT / "packs" / "taiyuan", dt.date(2021, 7, 26)),
    "datong": (ROOT / "packs" / "datong", dt.date(2021, 7, 26)),
    "bench": (ROOT / "bench" / "pack", dt.date(2025, 6, 30)),
}
SEED = 20210726
PEOPLE_PER_EMPLOYER = 20
ABSENT = "无"


@dataclass(frozen=True)
class Measured:
    """One run: seconds on the wall and on the processors, peak memory in bytes, rows written."""

    wall: float
    processor: float
    memory: int
    results: int


class Draw:
    """Draws values for columns; each column has its own share of cells that nobody filled in."""

    def __init__(self, rows: int, as_of: dt.date) -> None:
        self.rows = rows
        self.as_of = as_of
        self.random = random.Random(SEED)

    def choice(self, shares: dict[Any, float], unknown: float = 0.0) -> list[Any]:
        drawn = self.random.choices(list(shares), list(shares.values()), k=self.rows)
        return self._with_gaps(drawn, unknown)

    def number(self, least: int, most: int, unknown: float = 0.0) -> list[int | None]:
        drawn = [self.random.randint(least, most) for _ in range(self.rows)]
        return self._with_gaps(drawn, unknown)

    def date(self, first: int, last: int, unknown: float = 0.0) -> list[dt.date | None]:
        """Return days between `first` and `last`, in days before the as-of date."""
        ages = (self.random.randint(last, first) for _ in range(self.rows))
        drawn = [self.as_of - dt.timedelta(days=age) for age in ages]
        return self._with_gaps(drawn, unknown)

    def text_or_absent(self, values: Sequence[Any], absent: float) -> list[str | None]:
        """Return the values as text, part of them known to be absent."""
        texts = (None if value is None else str(value) for value in values)
        return [ABSENT if self.random.random() < absent else text for text in texts]

    def _with_gaps(self, drawn: list[Any], unknown: float) -> list[Any]:
        if not unknown:
            return drawn
        return [None if self.random.random() < unknown else value for value in drawn]


def people_of_a_city(count: int, as_of: dt.date) -> dict[str, list[Any]]:
    """Return columns of people for the packs of Taiyuan and Datong."""
    draw = Draw(count, as_of)
    employers = max(1, count // PEOPLE_PER_EMPLOYER)
    return {
        "id": list(range(1, count + 1)),
        "birth_date": draw.date(65 * 365, 22 * 365),
        "degree": draw.choice({"博士": 8, "硕士": 22, "学士": 45, ABSENT: 25}, unknown=0.03),
        "education": draw.choice(
            {"博士研究生": 8, "硕士研究生": 22, "大学本科": 45, "大学专科": 25}
        ),
        "study_mode": draw.choice({"全日制": 85, "非全日制": 15}, unknown=0.05),
        "university_double_first_class": draw.choice({"是": 35, "否": 65}, unknown=0.05),
        "university_world_rank": draw.text_or_absent(draw.number(1, 1000, unknown=0.05), 0.6),
        "graduation_date": draw.date(20 * 365, 30),
        "employer": draw.number(1, employers, unknown=0.01),
        "employed_since": draw.date(12 * 365, 0, unknown=0.02),
        "recruitment_mode": draw.choice({"全职": 80, "柔性": 20}, unknown=0.02),
        "recruitment_channel": draw.choice({"公开招聘": 90, "百名博士引进": 10}, unknown=0.02),
        "in_post": draw.choice({"是": 92, "否": 8}, unknown=0.01),
        "sanjin_class": draw.choice({ABSENT: 90, "高端领军": 1, "拔尖骨干": 3, "青年优秀": 6}),
        "sanjin_date": draw.date(6 * 365, 0),
        "annual_reviews": draw.choice(
            {"合格、合格、优秀": 90, "合格、不合格、合格": 10}, unknown=0.05
        ),
        "recent_results": draw.choice({"是": 80, "否": 20}, unknown=0.05),
        "honours": draw.choice(
            {ABSENT: 97, "国家万人计划": 1, "中国科学院院士": 1, "国务院特殊津贴": 1}
        ),
        "homes_owned": draw.number(0, 2, unknown=0.05),
        "home_purchase_date": draw.text_or_absent(draw.date(6 * 365, 0, unknown=0.05), 0.5),
        "renting": draw.choice({"是": 40, "否": 60}, unknown=0.05),
        "tuition": draw.number(8_000, 90_000),
    }


def employers_of_a_city(count: int, as_of: dt.date) -> dict[str, list[Any]]:
    """Return columns of the employers of so many people."""
    draw = Draw(max(1, count // PEOPLE_PER_EMPLOYER), as_of)
    return {
        "id": list(range(1, draw.rows + 1)),
        "nature": draw.choice({"企业": 60, "事业单位": 25, "高校": 5, "机关": 10}, unknown=0.02),
        "enterprise_size": draw.choice({"大型": 5, "中型": 20, "小型": 40, "微型": 35}),
        "dishonest": draw.choice({"否": 98, "是": 2}, unknown=0.05),
        "services_bought": draw.number(0, 400_000, unknown=0.05),
        "energy_honour": draw.choice({"否": 99, "是": 1}),
    }


def people_of_the_bench_pack(count: int, as_of: dt.date) -> dict[str, list[Any]]:
    """Return columns of people for bench/pack."""
    draw = Draw(count, as_of)
    return {
        "id": list(range(1, count + 1)),
        "birth_date": draw.date(66 * 365, 18 * 365),
        "degree": draw.choice({"博士": 8, "硕士": 22, "学士": 45, ABSENT: 25}, unknown=0.02),
        "university_class": draw.choice(
            {"九八五": 8, "二一一": 12, "双一流": 15, "其他": 65}, unknown=0.03
        ),
        "title_rank": draw.choice({"无": 50, "初级": 20, "中级": 17, "副高级": 9, "正高级": 4}),
        "honour_rank": draw.choice(
            {ABSENT: 95.5, "院士": 0.05, "国家级": 0.45, "省级": 1.5, "市级": 2.5}
        ),
        "employer_class": draw.choice({"机关": 15, "事业": 25, "企业": 45, "无单位": 15}),
        "employed_since": draw.date(12 * 365, 0, unknown=0.01),
        "works_flexibly": draw.choice({"是": 10, "否": 90}),
        "insurance_months": draw.number(0, 120, unknown=0.01),
        "household_owns_home": draw.choice({"是": 45, "否": 55}, unknown=0.03),
        "area_number": draw.number(1, 10),
        "paid_before": [
            paid if paid is None else max(0, paid) for paid in draw.number(-375_000, 250_000, 0.1)
        ],
    }


def write_facts(folder: Path, pack: str, count: int) -> Path:
    """Write the facts of so many people for a pack; return what to give as FACTS."""
    target = folder / f"{pack}-{count}"
    target.mkdir()
    _folder, as_of = PACKS[pack]
    if pack == "bench":
        tables = {"people": people_of_the_bench_pack(count, as_of)}
    else:
        tables = {
            "people": people_of_a_city(count, as_of),
            "organisations": employers_of_a_city(count, as_of),
        }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), target / f"{name}.parquet")
    return target


def measure(pack: str, facts: Path, out: Path) -> Measured:
    """Run `huizhi entitle` once and wait for it. Errors: `SystemExit` where it fails."""
    folder, as_of = PACKS[pack]
    command = [sys.executable, "-m", "huizhi", "entitle", str(folder), str(facts)]
    command += ["--as-of", as_of.isoformat(), "--out", str(out)]
    log = out.with_suffix(".log")
    begun = time.monotonic()
    with log.open("wb") as said:
        actions = [(os.POSIX_SPAWN_DUP2, said.fileno(), number) for number in (1, 2)]
        process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _process, status, used = os.wait4(process, 0)
    wall = time.monotonic() - begun
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{log.read_text(encoding='utf-8')[-3000:]}")
    return Measured(
        wall,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss * 1024,
        pq.read_metadata(out).num_rows,
    )


def medians(runs: Sequence[Measured]) -> Measured:
    """Return the median of each figure over runs."""
    return Measured(
        statistics.median(run.wall for run in runs),
        statistics.median(run.processor for run in runs),
        int(statistics.median(run.memory for run in runs)),
        runs[0].results,
    )


def machine() -> str:
    """Return on what this was measured, and how busy it was at the start."""
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return (
        f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f} at the start, {time.strftime('%Y-%m-%d')}"
    )


def rows(packs: Sequence[str], sizes: Sequence[int], runs: int) -> Iterator[str]:
    """Yield the lines of the table as they are measured."""
    yield "| pack | people | results | wall (s) | processor (s) | peak memory (MB) | people/s |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for pack in packs:
            for count in sizes:
                facts = write_facts(folder, pack, count)
                out = folder / "results.parquet"
                found = medians([measure(pack, facts, out) for _ in range(runs)])
                yield (
                    f"| {pack} | {count:,} | {found.results:,} | {found.wall:.1f} "
                    f"| {found.processor:.1f} | {found.memory / 1e6:,.0f} "
                    f"| {count / found.wall:,.0f} |"
                )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--packs", nargs="+", choices=list(PACKS), default=list(PACKS))
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(f"{machine()}\n", flush=True)
    for line in rows(chosen.packs, chosen.people, chosen.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
