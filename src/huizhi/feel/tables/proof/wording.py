"""Parts of a column as the tests that they meet: `< 18, [35..40)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huizhi.feel.tables.proof.domains import Part
from huizhi.feel.values.texts import to_feel_literal


def tests_of(parts: Sequence[Part], chosen: Sequence[bool]) -> str:
    """Return the unary tests met by the chosen ones among the parts of a column."""
    picked = [part for part, is_chosen in zip(parts, chosen, strict=True) if is_chosen]
    if any(part.is_other for part in picked):
        left_out = [part for part in parts if part not in picked]
        return f"not({', '.join(to_feel_literal(part.value) for part in left_out)})"
    return ", ".join(_run(run) for run in _runs(parts, chosen))


def _runs(parts: Sequence[Part], chosen: Sequence[bool]) -> Iterator[list[Part]]:
    """Yield the chosen parts, those that follow one another on a line together."""
    run: list[Part] = []
    for part, is_chosen in zip(parts, chosen, strict=True):
        if run and not (is_chosen and part.is_line):
            yield run
            run = []
        if is_chosen:
            run.append(part)
    if run:
        yield run


def _run(run: list[Part]) -> str:
    first, last = run[0], run[-1]
    if first is last and first.ends is None:
        return to_feel_literal(first.value)
    low = first.value if first.ends is None else first.ends[0]
    high = last.value if last.ends is None else last.ends[1]
    opening = "(" if first.ends else "["
    closing = ")" if last.ends else "]"
    if low is None and high is None:
        return "not(null)"
    if low is None:
        return f"{'<' if last.ends else '<='} {to_feel_literal(high)}"
    if high is None:
        return f"{'>' if first.ends else '>='} {to_feel_literal(low)}"
    return f"{opening}{to_feel_literal(low)}..{to_feel_literal(high)}{closing}"
