"""One cell read as one fact: `parse_cell(fact, raw)`."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from huizhi.rules.fact_tables.characters import says_absent, says_nothing, squeeze, tidy
from huizhi.rules.fact_tables.dates import parse_date
from huizhi.rules.fact_tables.numbers import (
    EXCEL_DIGITS,
    float_as_typed,
    money_units,
    parse_number,
)
from huizhi.rules.fact_tables.problems import CellError, Remark
from huizhi.rules.facts.model import Fact, FactType

_YES = frozenset("是√✓✔☑y1t有对真已") | {"yes", "true"}
_NO = frozenset("否×✗✘☒xn0f无没非未假") | {"no", "false", "没有", "不是"}
_BETWEEN_ITEMS = re.compile(r"[、；;，,\n|]+")
_VALUES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell states.

    `value` is plain data: str, Decimal, bool, date, list, dict, or None for what is known to be
    absent. `stated` is false for an empty cell, which says nothing. `implied` holds values the
    same cell gives to other facts of the kind: 在职硕士 is a 学位 and a 学习形式.
    """

    value: object
    stated: bool = True
    warnings: tuple[Remark, ...] = ()
    implied: Mapping[str, object] = field(default_factory=dict)


NOT_STATED = Parsed(None, stated=False)
ABSENT = Parsed(None)


def parse_cell(fact: Fact, raw: object) -> Parsed:
    """Return what the cell `raw`, as a spreadsheet reader gives it, states about `fact`.

    Raises CellError, whose `hint(language)` says what would be right.
    """
    return CellReader(fact).read(raw)


class CellReader:
    """Reads the cells of a column of one fact; spellings are worked out once.

    `scale` multiplies numbers that carry no unit of their own: 10000 under a heading in 万元.
    """

    def __init__(self, fact: Fact, *, scale: int = 1) -> None:
        self.fact = fact
        self._scale = scale
        self._spellings = _spellings(fact)
        self._members = {
            key: CellReader(member)
            for member in fact.members
            for key in (squeeze(member.name), squeeze(member.english))
        }
        self._units = _units(fact)
        self._read = self._reader_of_type(fact.type)

    def read(self, raw: object) -> Parsed:
        """Return what the cell states; raises CellError."""
        if raw is None:
            return NOT_STATED
        if isinstance(raw, str):
            squeezed = squeeze(raw)
            if says_nothing(squeezed) and squeezed not in self._spellings:
                return NOT_STATED
        return self._read(raw)

    def _reader_of_type(self, type_: FactType) -> Callable[[object], Parsed]:
        if type_.element is not None:
            if type_.element.name == "record":
                return self._records
            return self._list_of(self._reader_of_type(type_.element))
        return {
            "string": self._text,
            "reference": self._text,
            "number": self._number,
            "money": self._number,
            "integer": self._integer,
            "boolean": self._boolean,
            "date": self._date,
            "record": self._record,
        }[type_.name]

    def _text(self, raw: object) -> Parsed:
        if isinstance(raw, dt.date):
            raise CellError("text-is-date", fact=self.fact.name, text=raw.isoformat()[:10])
        text = _as_text(raw)
        squeezed = squeeze(text)
        if self._spellings:
            if (known := self._spellings.get(squeezed)) is not None:
                return known
            if says_absent(squeezed):
                return ABSENT
            raise self._unknown_value(text)
        return ABSENT if says_absent(squeezed) else Parsed(text)

    def _unknown_value(self, text: str) -> CellError:
        names = [value.value for value in self.fact.values]
        shown = "、".join(names[:_VALUES_SHOWN]) + ("……" if len(names) > _VALUES_SHOWN else "")
        close = difflib.get_close_matches(squeeze(text), list(self._spellings), 1, 0.5)
        parameters = {"text": text, "fact": self.fact.name, "values": shown}
        if not close:
            return CellError("value-unknown", **parameters)
        meant = str(self._spellings[close[0]].value)
        return CellError("value-unknown-close", **parameters, close=meant)

    def _number(self, raw: object) -> Parsed:
        if isinstance(raw, str) and says_absent(squeeze(raw)):
            return self._no_quantity()
        return Parsed(parse_number(raw, units=self._units, scale=self._scale))

    def _integer(self, raw: object) -> Parsed:
        parsed = self._number(raw)
        number = parsed.value
        if isinstance(number, Decimal) and number != number.to_integral_value():
            raise CellError("integer-wanted", text=str(raw))
        return parsed

    def _no_quantity(self) -> Parsed:
        # None of something that is counted (homes, months) is zero of it; no rank is no rank.
        counted = self.fact.unit is not None and self.fact.type.scalar.name != "money"
        return Parsed(Decimal(0)) if counted else ABSENT

    def _boolean(self, raw: object) -> Parsed:
        if isinstance(raw, bool):
            return Parsed(raw)
        text = _as_text(raw)
        squeezed = squeeze(text)
        if squeezed in _YES:
            return Parsed(True)
        if squeezed in _NO:
            return Parsed(False)
        raise CellError("boolean-unreadable", text=text)

    def _date(self, raw: object) -> Parsed:
        if isinstance(raw, str) and says_absent(squeeze(raw)):
            return ABSENT
        date, remarks = parse_date(raw)
        return Parsed(date, warnings=remarks)

    def _list_of(self, read: Callable[[object], Parsed]) -> Callable[[object], Parsed]:
        def read_list(raw: object) -> Parsed:
            if isinstance(raw, str):
                items: list[object] = [part for part in _BETWEEN_ITEMS.split(raw) if part.strip()]
            else:
                items = list(raw) if isinstance(raw, list | tuple) else [raw]
            parsed = [read(item) for item in items]
            # A list of which there is none is the empty list: conditions count and search it.
            return Parsed(
                [item.value for item in parsed if item.value is not None],
                warnings=tuple(remark for item in parsed for remark in item.warnings),
            )

        return read_list

    def _record(self, raw: object) -> Parsed:
        data = self._json(raw)
        if not isinstance(data, dict):
            raise self._no_record(raw)
        value, warnings = self.record_of(data)
        return Parsed(value, warnings=warnings)

    def _records(self, raw: object) -> Parsed:
        if isinstance(raw, str) and says_absent(squeeze(raw)):
            return Parsed([])
        data = self._json(raw)
        if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
            raise self._no_record(raw)
        records = [self.record_of(item) for item in data]
        return Parsed(
            [value for value, _ in records],
            warnings=tuple(remark for _, remarks in records for remark in remarks),
        )

    def record_of(
        self, cells: Mapping[str, object]
    ) -> tuple[dict[str, object], tuple[Remark, ...]]:
        """Return one record from its cells by name of member, Chinese or English."""
        record: dict[str, object] = {}
        remarks: tuple[Remark, ...] = ()
        for heading, raw in cells.items():
            reader = self.member(heading)
            if reader is None:
                names = "、".join(member.name for member in self.fact.members)
                raise CellError(
                    "member-unknown", fact=self.fact.name, text=str(heading), values=names
                )
            parsed = reader.read(raw)
            if parsed.stated:
                record[reader.fact.name] = parsed.value
                remarks += parsed.warnings
        return record, remarks

    def member(self, heading: str) -> CellReader | None:
        """Return the reader of a member by its name, or None where there is no such member."""
        return self._members.get(squeeze(heading))

    def _json(self, raw: object) -> object:
        if not isinstance(raw, str):
            return raw
        try:
            return json.loads(raw, parse_float=Decimal)
        except ValueError:
            raise self._no_record(raw) from None

    def _no_record(self, raw: object) -> CellError:
        return CellError("record-unreadable", text=str(raw), fact=self.fact.name)


def _as_text(raw: object) -> str:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        whole = format(raw, ".0f")
        if len(whole.lstrip("-")) > EXCEL_DIGITS:
            raise CellError("digits-lost", text=whole)
        return str(float_as_typed(float(raw)))
    return tidy(str(raw))


def _spellings(fact: Fact) -> dict[str, Parsed]:
    spellings: dict[str, Parsed] = {}
    for value in fact.values:
        plain = Parsed(value.value)
        for spelling in (value.value, value.english):
            spellings.setdefault(squeeze(spelling), plain)
        for alias in value.aliases:
            spellings[squeeze(alias.text)] = Parsed(value.value, implied=alias.implies)
    return spellings


def _units(fact: Fact) -> tuple[str, ...]:
    """Return what may follow a number, the unit to show in messages first."""
    money = money_units() if fact.type.scalar.name == "money" else ()
    if fact.unit is None:
        return tuple(money)
    zh, en = squeeze(fact.unit.zh), squeeze(fact.unit.en)
    if money:
        return (zh, en, *money)
    # 35岁 will do for 周岁, and 12月 for 个月.
    return (*(zh[start:] for start in range(len(zh))), f"个{zh}", en, en.removesuffix("s"))
