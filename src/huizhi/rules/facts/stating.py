"""Values as they are stated in YAML and JSON, turned into what a population holds.

Cells of spreadsheets are another matter, see `fact_tables`: there people are met halfway. Here
the writer is asked to write the value as the catalogue has it.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from huizhi.rules.facts.model import Fact, FactType
from huizhi.rules.words import Words


class StatedValueError(ValueError):
    """A stated value that does not fit its fact. `words` says what would be right."""

    def __init__(self, fact: Fact, words: Words) -> None:
        self.fact = fact
        self.words = words
        super().__init__(words.en)


def stated_value(fact: Fact, raw: object) -> Any:
    """Return the value of a fact for what stands in YAML or JSON (StatedValueError).

    `null` is "known to be absent". Dates are ISO strings, numbers int or Decimal.
    """
    return _value(fact, fact.type, raw)


def _value(fact: Fact, type_: FactType, raw: object) -> Any:
    if raw is None:
        return None
    if type_.element is not None:
        items = raw if isinstance(raw, list) else [raw]
        return [_value(fact, type_.element, item) for item in items]
    return _READERS[type_.name](fact, raw)


def _text(fact: Fact, raw: object) -> str:
    if not isinstance(raw, str):
        raise StatedValueError(
            fact,
            Words(
                f'“{fact.name}”是文字，请加引号："{raw}"',
                f'"{fact.name}" is text; put it in quotes: "{raw}"',
            ),
        )
    if fact.values and raw not in fact.allowed:
        near = difflib.get_close_matches(raw, fact.allowed, 1, 0.3)
        known = near or list(fact.allowed)
        raise StatedValueError(
            fact,
            Words(
                f"“{fact.name}”没有“{raw}”这个值，可用：{'、'.join(known)}",
                f'"{fact.name}" has no value "{raw}"; one of: {", ".join(known)}',
            ),
        )
    return raw


def _number(fact: Fact, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise StatedValueError(
            fact, Words(f"“{fact.name}”应当是数字", f'"{fact.name}" must be a number')
        )
    number = Decimal(raw)
    if fact.type.scalar.name == "integer" and number != number.to_integral_value():
        raise StatedValueError(
            fact, Words(f"“{fact.name}”应当是整数", f'"{fact.name}" must be a whole number')
        )
    return number


def _boolean(fact: Fact, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise StatedValueError(
            fact,
            Words(f"“{fact.name}”应当是 true 或者 false", f'"{fact.name}" is true or false'),
        )
    return raw


def _date(fact: Fact, raw: object) -> dt.date:
    if isinstance(raw, dt.date):
        return raw
    try:
        return dt.date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        raise StatedValueError(
            fact,
            Words(
                f"“{fact.name}”应当是日期，写作 2021-07-26",
                f'"{fact.name}" must be a date, written 2021-07-26',
            ),
        ) from None


def _record(fact: Fact, raw: object) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        names = "、".join(member.name for member in fact.members)
        raise StatedValueError(
            fact,
            Words(
                f"“{fact.name}”应当是一条记录，含：{names}",
                f'"{fact.name}" must be a record with: {names}',
            ),
        )
    record = {}
    for key, item in raw.items():
        member = fact.member(key)
        if member is None:
            names = "、".join(m.name for m in fact.members)
            raise StatedValueError(
                fact,
                Words(
                    f"“{fact.name}”没有“{key}”这一项，可用：{names}",
                    f'"{fact.name}" has no member "{key}"; it has: {names}',
                ),
            )
        record[member.name] = _value(member, member.type, item)
    return record


_READERS: dict[str, Callable[[Fact, object], Any]] = {
    "string": _text,
    "number": _number,
    "integer": _number,
    "money": _number,
    "boolean": _boolean,
    "date": _date,
    "record": _record,
    # A reference is the id of another subject; a fact that lists values would not be one.
    "reference": _text,
}
