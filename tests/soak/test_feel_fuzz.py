"""Expressions that ask for too much: a value, or null with a cause, within seconds and a gigabyte.

Every case runs in a process of its own with a limit of memory, so that neither a crash nor a
request for all the memory there is can hide.
"""

from __future__ import annotations

import os
import random
import resource
import signal
from collections.abc import Callable

import pytest

from huizhi.feel import FeelError, Missing, Scope, compile_expression, to_feel_literal
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind
from tests.soak.test_parser_fuzz import sound_texts, spoilt

MOST_SECONDS = 20
MOST_BYTES = 2 * 1024**3
DIED = 3
NUMBERS = ["0", "1", "-1", "2.5", "1000", "999999", "10 ** 12", "1e6000", "-1e-6000", "9" * 40]
TEXTS = [
    '""',
    '"a"',
    '"博士"',
    '"a,b"',
    '"2021-07-26"',
    '"P1Y"',
    '"(a+)+b"',
    '".*.*.*b"',
    '"(a|aa)*c"',
]
LISTS = ["[]", "[1, 2]", '["a", "b"]', "[[1], [2]]", "1..1000000", "for i in 1..3000 return i"]
TWO = ["+", "-", "*", "/", "**", "=", "<", "and", "or", "in"]
CALLS = [
    *("count", "sum", "product", "max", "sort", "distinct values", "duplicate values", "flatten"),
    *(
        "union",
        "concatenate",
        "append",
        "reverse",
        "string",
        "number",
        "string length",
        "upper case",
    ),
    *(
        "upper case",
        "matches",
        "replace",
        "split",
        "string join",
        "substring",
        "contains",
        "date",
        "time",
    ),
    *("duration", "date and time", "sqrt", "exp", "log", "decimal", "floor", "abs", "modulo"),
    *("median", "mode", "stddev", "index of", "list contains", "sublist", "insert before"),
    *("remove", "context put", "get entries", "context merge", "is", "range", "day of week"),
]


def made(draw: random.Random, depth: int) -> str:
    """Return an expression of about this depth."""
    if depth <= 0 or draw.random() < 0.1:
        return draw.choice([*NUMBERS, *TEXTS, *LISTS, "null", "true", "年龄", "荣誉", "x"])
    shape = draw.randrange(9)
    inner = [made(draw, depth - draw.randint(1, 2)) for _ in range(3)]
    if shape == 0:
        return f"({inner[0]} {draw.choice(TWO)} {inner[1]})"
    if shape <= 3:
        return f"{draw.choice(CALLS)}({', '.join(inner[: draw.randint(1, 3)])})"
    if shape == 4:
        walk = draw.choice(["for x in {} return {}", "for x in {}, y in {} return {}"])
        return walk.format(*inner)
    if shape == 5:
        quantifier = draw.choice(["some", "every"])
        return f"({quantifier} x in {inner[0]} satisfies {inner[1]})"
    if shape == 6:
        return f"{{a: {inner[0]}, b: [a, a], c: [b, b, {inner[1]}], d: {inner[2]}}}.c"
    if shape == 7:
        return f"({inner[0]})[{draw.choice(['item = 1', '1', inner[1]])}]"
    return f"(if {inner[0]} then {inner[1]} else {inner[2]})"


def grown(draw: random.Random) -> str:
    """Return an expression that makes a value out of the one before, many times."""
    times = draw.choice([30, 60, 5000, 10**6])
    seed = draw.choice([*TEXTS, *LISTS, *NUMBERS])
    last = "partial[-1]"
    step = draw.choice(
        [
            f"{last} + {last}",
            f"[{last}, {last}]",
            f"[{last}]",
            f"concatenate({last}, {last})",
            f'replace({last}, "a", "aaaa")',
            f"string join([{last}, {last}])",
            f"{last} * {last}",
            f"upper case({last} + {last})",
            f"{{v: {last}, w: {last}}}",
        ]
    )
    use = draw.choice(["{}", "string({})", "count({})", "{0} = {0}", "distinct values({})"])
    return use.format(f"(for i in 1..{times} return if i = 1 then {seed} else {step})")


def deep(draw: random.Random) -> str:
    opened, closed = draw.choice(["()", "[]", ("{a: ", "}"), ("not(", ")"), ("-", ""), ("f(", ")")])
    times = draw.choice([50, 199, 5000, 30_000])
    return opened * times + draw.choice(NUMBERS) + closed * times


def survives(text: str, scope: Scope) -> bool:
    """Evaluate a text in another process, and tell whether that came to an end in order."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        signal.alarm(MOST_SECONDS * 10)
        code = DIED
        try:
            evaluate(text, scope)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def evaluate(text: str, scope: Scope) -> None:
    try:
        expression = compile_expression(text, scope)
    except FeelError:
        return
    value = expression.evaluate({"荣誉": ["三晋学者"]})
    if not isinstance(value, Missing):
        to_feel_literal(value)
    expression.explain({"荣誉": ["三晋学者"]})


@pytest.mark.soak
def test_no_expression_takes_all_the_time_or_memory(time_left: Callable[[], float]) -> None:
    seed = random.SystemRandom().randrange(2**32)
    draw = random.Random(seed)
    texts = sound_texts()
    scope = load_catalogue().scope(SubjectKind.PERSON)
    tried = 0
    failed: list[str] = []
    while time_left() > 0:
        shapes = [lambda d: made(d, d.randint(1, 6)), grown, deep, lambda d: spoilt(d, texts)]
        text = draw.choice(shapes)(draw)
        if not survives(text, scope):
            failed.append(text[:500])
        tried += 1
    print(f"{tried:,} expressions evaluated; seed {seed}")
    assert tried
    assert not failed, f"seed {seed}: " + "\n".join(failed[:20])
