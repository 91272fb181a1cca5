"""Measures the proof of decision tables: gaps, overlaps, dead and superfluous rules.

    python bench/tables.py [--rules 50 200] [--runs 5]

Draws tables of 8 columns from a fixed seed, proves each in this process, and prints a table in
Markdown: medians of the time, and what was found. See bench/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Iterator

from huizhi.feel import (
    BOOLEAN,
    DATE,
    NUMBER,
    HitPolicy,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    Scope,
    StringType,
    TableDefinition,
    compile_table,
)
from huizhi.feel.tables.proof.proving import Proof, prove
from huizhi.feel.tables.structure import DecisionTable

SEED = 20210726
DEGREES = ("博士", "硕士", "学士", "无")
SCHOOLS = ("九八五", "二一一", "双一流", "其他")
TITLES = ("正高级", "副高级", "中级", "初级", "无")
EMPLOYERS = ("机关", "事业", "企业", "无单位")
SCOPE = Scope(
    {
        "学位": StringType(DEGREES),
        "院校": StringType(SCHOOLS),
        "职称": StringType(TITLES),
        "单位": StringType(EMPLOYERS),
        "年龄": NUMBER,
        "社保月数": NUMBER,
        "入职日期": DATE,
        "在岗": BOOLEAN,
    }
)
# How the values of a column can be told apart: each value meets one test of a line.
CUTS = {
    "学位": [[f'"{degree}"' for degree in DEGREES], ['"博士"', '"硕士", "学士"', '"无"']],
    "院校": [[f'"{school}"' for school in SCHOOLS], ['"九八五", "二一一"', '"双一流", "其他"']],
    "职称": [[f'"{title}"' for title in TITLES], ['"正高级", "副高级"', '"中级", "初级", "无"']],
    "单位": [[f'"{employer}"' for employer in EMPLOYERS], ['"企业"', '"机关", "事业", "无单位"']],
    "年龄": [["<= 35", "(35..45]", "> 45"], ["< 30", "[30..40)", "[40..55]", "> 55"]],
    "社保月数": [["< 6", ">= 6"], ["< 12", "[12..36)", "[36..60)", ">= 60"]],
    "入职日期": [
        ['< date("2021-07-26")', '>= date("2021-07-26")'],
        ['< date("2018-01-01")', '[date("2018-01-01")..date("2022-12-31")]', '> @"2022-12-31"'],
    ],
    "在岗": [["true", "false"]],
}
COLUMNS = list(CUTS)
Rule = tuple[str, ...]


def cut(draw: random.Random, count: int) -> list[Rule]:
    """Return so many rules of which every case meets exactly one."""
    rules: list[Rule] = [("-",) * len(COLUMNS)]
    while len(rules) < count:
        number = draw.randrange(len(rules))
        free = [at for at, cell in enumerate(rules[number]) if cell == "-"]
        if not free:
            continue
        at = draw.choice(free)
        line = draw.choice(CUTS[COLUMNS[at]])
        if len(rules) + len(line) - 1 > count:
            continue
        rule = rules.pop(number)
        rules += [(*rule[:at], cell, *rule[at + 1 :]) for cell in line]
    return rules


def flawed(draw: random.Random, count: int) -> list[Rule]:
    """Return such rules with five taken out, five made wider and five that nothing meets."""
    rules = cut(draw, count)
    draw.shuffle(rules)
    for number in range(5):
        at = draw.choice([at for at, cell in enumerate(rules[number]) if cell != "-"])
        rules[number] = (*rules[number][:at], "-", *rules[number][at + 1 :])
        rules[-1 - number] = (*rules[-1 - number][:4], "[40..30]", *rules[-1 - number][5:])
    return rules


def loose(draw: random.Random, count: int) -> list[Rule]:
    """Return rules of three tests each, the last of them for everything: to be read in order."""
    rules = []
    for _ in range(count - 1):
        tested = draw.sample(range(len(COLUMNS)), 3)
        cells = [
            draw.choice(draw.choice(CUTS[column])) if at in tested else "-"
            for at, column in enumerate(COLUMNS)
        ]
        rules.append(tuple(cells))
    return [*rules, ("-",) * len(COLUMNS)]


DRAWN: dict[str, tuple[HitPolicy, Callable[[random.Random, int], list[Rule]]]] = {
    "cut": ("U", cut),
    "flawed": ("U", flawed),
    "loose": ("F", loose),
    "loose, all count": ("C", loose),
}


def table(policy: HitPolicy, rules: list[Rule], draw: random.Random) -> DecisionTable:
    """Return the table of some rules, with one of five amounts for each."""
    definition = TableDefinition(
        tuple(InputDefinition(column) for column in COLUMNS),
        (OutputDefinition("金额"),),
        tuple(RuleDefinition(rule, (str(draw.randint(1, 5) * 1000),)) for rule in rules),
        policy,
    )
    return compile_table(definition, SCOPE).structure


def measure(whole: DecisionTable, runs: int) -> tuple[float, Proof]:
    """Return the median of the seconds that a proof takes, and the proof."""
    times = []
    for _ in range(runs):
        prove.cache_clear()
        begun = time.perf_counter()
        proof = prove(whole)
        times.append(time.perf_counter() - begun)
    return statistics.median(times), proof


def machine() -> str:
    """Return on what this was measured, and how busy it was at the start."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f} at the start, {time.strftime('%Y-%m-%d')}"
    )


def rows(sizes: list[int], runs: int) -> Iterator[str]:
    """Yield the lines of the table as they are measured."""
    yield "| table | rules | columns | proof (ms) | gaps | overlaps | dead | superfluous |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, (policy, drawn) in DRAWN.items():
        for count in sizes:
            draw = random.Random(SEED)
            whole = table(policy, drawn(draw, count), draw)
            seconds, proof = measure(whole, runs)
            more = "+" if proof.more_gaps else ""
            yield (
                f"| {name} | {len(whole.rules)} | {len(whole.inputs)} | {seconds * 1000:,.0f} "
                f"| {len(proof.gaps)}{more} | {len(proof.overlaps):,} | {len(proof.dead)} "
                f"| {len(proof.superfluous)} |"
            )
            if proof.too_large:
                yield f"| {name}, {count} rules: not all was proved | | | | | | | |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rules", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    print(f"{machine()}\n", flush=True)
    for line in rows(chosen.rules, chosen.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
