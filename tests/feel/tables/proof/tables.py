"""Tables to be proved: written down, or drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from huizhi.feel import (
    BOOLEAN,
    DATE,
    DAYS_DURATION,
    NUMBER,
    STRING,
    YEARS_DURATION,
    FeelType,
    HitPolicy,
    InputDefinition,
    ListType,
    OutputDefinition,
    RuleDefinition,
    Scope,
    StringType,
    Table,
    TableDefinition,
    Value,
    YearsMonthsDuration,
    compile_table,
)
from huizhi.feel.tables.proof.proving import Proof, prove

TYPES: dict[str, FeelType] = {
    "学历": StringType(("博士", "硕士", "学士")),
    "年龄": NUMBER,
    "在岗": BOOLEAN,
    "入职日期": DATE,
    "服务": YEARS_DURATION,
    "等待": DAYS_DURATION,
    "单位": STRING,
    "荣誉": ListType(STRING),
}
SCOPE = Scope(TYPES)


def table(policy: HitPolicy, columns: str, *rules: str, default: str = "") -> Table:
    """A table with its columns and cells parted by `|`, the last cell of a rule its output."""
    rows = [[cell.strip() for cell in rule.split("|")] for rule in rules]
    return compile_table(
        TableDefinition(
            tuple(InputDefinition(column.strip()) for column in columns.split("|")),
            (OutputDefinition("金额", None, ("3", "2", "1"), default),),
            tuple(RuleDefinition(tuple(row[:-1]), (row[-1],)) for row in rows),
            policy,
        ),
        SCOPE,
    )


def proof_of(
    policy: HitPolicy, columns: str, *rules: str, whole: frozenset[int] = frozenset()
) -> Proof:
    """The proof of such a table."""
    return prove(table(policy, columns, *rules).structure, whole)


def without(whole: Table, rules: set[int]) -> Table:
    """The table without some rules, which count from 1."""
    structure = whole.structure
    return compile_table(
        TableDefinition(
            tuple(InputDefinition(clause.text) for clause in structure.inputs),
            tuple(
                OutputDefinition(clause.name, None, tuple(cell.text for cell in clause.priorities))
                for clause in structure.outputs
            ),
            tuple(
                RuleDefinition(
                    tuple(cell.text for cell in rule.tests),
                    tuple(cell.text for cell in rule.outputs),
                )
                for number, rule in enumerate(structure.rules, start=1)
                if number not in rules
            ),
            structure.hit_policy,
        ),
        SCOPE,
    )


def matching(whole: Table, facts: Mapping[str, Value]) -> list[int]:
    """The rules that match, from 1, as the interpreter finds them."""
    _, trace = whole.explain(facts)
    return [rule.rule for rule in trace.rules if rule.outcome == "true"]


# Few constants, so that cells touch, overlap and leave gaps; the values lie on and between them.
CELLS: dict[str, list[str]] = {
    "学历": ['"博士"', '"硕士", "学士"', 'not("博士")', "null", "not(null)", '? != "学士"'],
    "年龄": [
        "< 18", "<= 18", "> 18", ">= 40", "[18..40)", "(18..40]", "[40..18]", "18", "not(18)",
        "18, 40", "? > 18 and ? < 40", "? between 18 and 40", "not([18..40])", "null, < 18",
        "? in ([18..20], > 40)", "< 20 * 2", "= -5", "not(? > 18) or ? = null",
    ],
    "在岗": ["true", "false", "not(true)", "? = false", "true, false", "not(null)"],
    "入职日期": [
        '< date("2021-01-01")', '>= @"2021-01-01"', '> @"2021-01-01"', '@"2021-01-01"',
        '[@"2021-01-01"..@"2021-01-02"]', '(@"2021-01-01"..@"2021-01-02")', '<= @"0001-01-01"',
        '< @"0001-01-01"', '> @"9999-12-31"',
    ],
    "服务": ['< @"P1Y"', '>= @"P12M"', '[@"P1Y"..@"P14M")', '@"P13M"', 'duration("P1Y1M")'],
    "等待": ['< @"P1D"', '>= @"PT24H"', '[@"P1D"..@"P3D")', 'not(@"P1D")', '> @"P1D" * 2'],
    "单位": ['"企业"', 'not("企业")', '"企业", "高校"', '? in ("高校", null)', "null", '["高校"]'],
}  # fmt: skip
VALUES: dict[str, list[Value]] = {
    "学历": ["博士", "硕士", "学士", None],
    "年龄": [None, *map(Decimal, ("-6", "-5", "0", "18", "18.5", "20", "21", "39.9", "40", "41"))],
    "在岗": [True, False, None],
    "入职日期": [
        None, dt.date.min, dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2021, 1, 2),
        dt.date(2021, 1, 3), dt.date.max,
    ],
    "服务": [None, *map(YearsMonthsDuration, (0, 11, 12, 13, 14, 20))],
    "等待": [
        None, *(dt.timedelta(hours=hours) for hours in (0, 23, 24, 25, 48, 49, 72, 73)),
    ],
    "单位": ["企业", "高校", "其他", None],
}  # fmt: skip


@st.composite
def tables(draw: st.DrawFn, policies: str = "UAFP") -> Table:
    """A table of a few columns and rules."""
    columns = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=3))
    cells = [st.sampled_from(["-", *CELLS[column]]) for column in columns]
    rules = draw(
        st.lists(st.tuples(*cells, st.sampled_from(["1", "2", "3"])), min_size=0, max_size=7)
    )
    return table(
        draw(st.sampled_from(list(policies))),
        "|".join(columns),
        *("|".join(rule) for rule in rules),
    )


def cases(whole: Table) -> list[dict[str, Value]]:
    """Every combination of the values that the cells drawn can tell apart."""
    columns = list(dict.fromkeys(clause.text for clause in whole.structure.inputs))
    return [
        dict(zip(columns, values, strict=True))
        for values in product(*(VALUES[column] for column in columns))
    ]


# Cells of a column of which every value but null meets exactly one.
SPLITS: dict[str, list[tuple[str, ...]]] = {
    "学历": [('"博士"', '"硕士", "学士"'), ('"博士"', '"硕士"', '"学士"')],
    "年龄": [
        ("< 18", ">= 18"),
        ("<= 18", "(18..40)", ">= 40"),
        ("18, 40", "? < 18 or ? > 18 and ? < 40 or ? > 40"),
    ],
    "在岗": [("true", "false")],
    "入职日期": [('<= @"2021-01-01"', '>= @"2021-01-02"')],
    "服务": [('< @"P1Y"', '[@"P1Y"..@"P13M"]', '>= @"P14M"')],
    "等待": [('<= @"P1D"', '> @"P1D"')],
    "单位": [('"企业"', 'not("企业")'), ('"企业"', '"高校"', 'not("企业", "高校")')],
}


@st.composite
def partitions(draw: st.DrawFn) -> Table:
    """A table that is cut, cell by cell, into rules of which every case meets exactly one."""
    columns = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=4, unique=True))
    rules = [["-"] * len(columns)]
    for _ in range(draw(st.integers(1, 5))):
        number = draw(st.integers(0, len(rules) - 1))
        free = [at for at, cell in enumerate(rules[number]) if cell == "-"]
        if not free:
            continue
        rule, column = rules.pop(number), draw(st.sampled_from(free))
        for cell in draw(st.sampled_from(SPLITS[columns[column]])):
            rules.append([*rule[:column], cell, *rule[column + 1 :]])
    order = draw(st.permutations(rules))
    return table("U", "|".join(columns), *("|".join([*rule, "1"]) for rule in order))
