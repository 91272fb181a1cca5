"""Random texts and spoilt policies: the language answers with a value or a FeelError, and soon."""

from __future__ import annotations

import dataclasses
import gc
import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from huizhi.feel import ANY, FeelError, Scope, compile_expression, compile_unary_tests
from huizhi.feel.syntax.parser import MAX_LENGTH, parse_expression
from huizhi.feel.syntax.printer import print_tree
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.packs.model import FeelText
from huizhi.rules.subjects import SubjectKind

ROOT = Path(__file__).resolve().parents[2]
SLOWEST_SECONDS = 2.0
GROWTH_ALLOWED = 64 * 1024 * 1024
WARM_UP = 0.8  # of the time is left when the memory is measured for the first time
PIECES = [
    *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or"),
    *("not", "between", "instance of", "function", "external", "null", "true", "false"),
    *("(", ")", "[", "]", "{", "}", ",", ":", "..", ".", "+", "-", "*", "**", "/", "@", "?"),
    *("=", "!=", "<", "<=", ">", ">=", '"', "“", "”", "（", "）", "，", "＞", "≥", "、", "　"),
    *("0", "1", ".5", "1e400", "-0", "9" * 40, '"2021-07-26"', '@"P1Y"', "/*", "*/", "//", "\\u"),
    *("年龄", "学位", "用人单位.性质", "基准日", "任职", "date and time", "string length", "\n"),
    *("list<number>", "count(", "sum(", "sort(", "replace(", "list contains(", "date("),
]


def feel_of(part: object) -> Iterator[str]:
    """Yield every FEEL text within a pack."""
    if isinstance(part, FeelText):
        yield part.text
    elif isinstance(part, tuple):
        for inner in part:
            yield from feel_of(inner)
    elif dataclasses.is_dataclass(part):
        for each in dataclasses.fields(part):
            yield from feel_of(getattr(part, each.name))


def sound_texts() -> list[str]:
    packs = [load_pack(folder) for folder in sorted((ROOT / "packs").iterdir())]
    kinds = load_catalogue().kinds.values()
    derived = [fact.derive for kind in kinds for fact in kind.facts.values() if fact.derive]
    return sorted({text for pack in packs for text in feel_of(pack)} | set(derived))


def spoilt(draw: random.Random, texts: list[str]) -> str:
    """Return a sound text after one to eight accidents."""
    text = draw.choice(texts)
    for _ in range(draw.randint(1, 8)):
        first, last = sorted(draw.randint(0, len(text)) for _ in range(2))
        part = text[first:last]
        filling = draw.choice(
            [
                "",
                part * draw.choice([2, 3, 50]),
                part[::-1],
                draw.choice(PIECES),
                draw.choice(texts),
                chr(draw.randrange(0x20, 0xD800)),
                draw.choice(["(", "[", "{a: ", "-", "not(", "if "]) * draw.choice([1, 20, 300]),
            ]
        )
        text = text[:first] + filling + text[last:]
    return text


def any_text(draw: random.Random) -> str:
    length = int(draw.paretovariate(0.8))
    highest = draw.choice([0x7F, 0x2FF, 0xFFFF, 0x10FFFF])
    codes = (draw.randrange(highest + 1) for _ in range(min(length, 2000)))
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)


def joined_pieces(draw: random.Random) -> str:
    space = draw.choice(["", " "])
    return space.join(draw.choice(PIECES) for _ in range(min(400, int(draw.paretovariate(0.7)))))


def resident_bytes() -> int:
    gc.collect()
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def within(seconds: float, text: str) -> Iterator[None]:
    """Stop what takes longer than this on the processor; other processes do not count."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"took longer than {seconds} s: {text!r}")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read_all_ways(text: str, scope: Scope) -> bool:
    """Read a text as an expression and as a cell; return whether it was sound in any way."""
    try:
        tree = parse_expression(text, scope.names).tree
    except FeelError as error:
        check_words(error, text)
    else:
        assert parse_expression(print_tree(tree), scope.names).tree == tree
    sound = False
    for compile_text in (compile_expression, lambda *given: compile_unary_tests(*given, ANY)):
        try:
            compile_text(text, scope)
        except FeelError as error:
            check_words(error, text)
        else:
            sound = True
    return sound


def check_words(error: FeelError, text: str) -> None:
    """Hold that an error says where and what, in both languages."""
    assert error.diagnostics
    for found in error.diagnostics:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.message("zh")
        assert found.message("en")


@pytest.mark.soak
def test_no_text_breaks_the_language(time_left: Callable[[], float]) -> None:
    seed = random.SystemRandom().randrange(2**32)
    draw = random.Random(seed)
    texts = sound_texts()
    catalogue = load_catalogue()
    scopes = [catalogue.scope(kind) for kind in SubjectKind]
    memory: int | None = None
    read = sound = 0
    while time_left() > 0:
        made = draw.choice([any_text, joined_pieces, lambda draw: spoilt(draw, texts)])(draw)
        text = made[: MAX_LENGTH + 1]
        try:
            with within(SLOWEST_SECONDS, text[:500]):
                sound += read_all_ways(text, draw.choice(scopes))
        except Exception as error:
            raise AssertionError(f"seed {seed}, text {read}: {text!r}") from error
        read += 1
        if memory is None and time_left() < WARM_UP:
            memory = resident_bytes()
    print(f"{read:,} texts read, {sound:,} of them sound; seed {seed}")
    assert sound
    assert memory is not None
    assert resident_bytes() - memory < GROWTH_ALLOWED
