"""What a cell of a list of records states: a reader for each type of column.

The reading of text, numbers, dates, choices and yes or no is that of `rules.fact_tables`; here
names become keys, and a number may be known as a bound only. A reader returns a `Reading` or
raises a `HuizhiError` that says what would be right. A cell that says 无 empties its column; an
empty one says nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language
from huizhi.kernel.lists.errors import CellRefused
from huizhi.kernel.lists.names import Names
from huizhi.rules.fact_tables.bounds import parse_bound
from huizhi.rules.fact_tables.cells import CellReader, Parsed
from huizhi.rules.fact_tables.characters import says_absent, says_nothing, squeeze, tidy
from huizhi.rules.fact_tables.numbers import money_units, parse_number
from huizhi.rules.fact_tables.problems import CellError
from huizhi.rules.facts.model import Alias, Fact, FactType, FactValue
from huizhi.rules.money import Money
from huizhi.rules.words import Words

BETWEEN_NAMES = re.compile(r"[、；;\n|]+")
BETWEEN_ITEMS = re.compile(r"[、；;]+")
HEADS = ("人", "名", "位", "个", "人次", "师生", "名师生", "名学生", "所", "家", "项", "people")
AREAS = ("平方米", "平米", "㎡", "m2", "m²")


@dataclass(frozen=True)
class Reading:
    """What a cell states; `stated` is false where it says nothing.

    `implied` is what the same cell says of other columns: 800余 is a number and a bound.
    """

    value: Any
    stated: bool = True
    warnings: tuple[str, ...] = ()
    implied: Mapping[str, Any] = field(default_factory=dict)


NOT_STATED = Reading(None, stated=False)


class Cell(Protocol):
    """A reader of the cells of one column."""

    def read(self, raw: object) -> Reading:
        """Return what a cell states. Errors: `HuizhiError`."""

    def text(self, value: Any) -> str:
        """Return a value as the preview shows it."""


@dataclass(frozen=True)
class TextCell:
    """A text in one line, or, where `lines` is true, as it stands."""

    label: str
    longest: int | None
    lines: bool = False
    empty: Any = ""

    def read(self, raw: object) -> Reading:
        """Return the text without stray spaces."""
        if isinstance(raw, dt.date):
            raise _refused(CellError("text-is-date", fact=self.label, text=raw.isoformat()[:10]))
        if says(text := typed(raw)) is not None:
            return _empty(text, self.empty)
        parts = text.splitlines() if self.lines else [text]
        text = "\n".join(part for one in parts if (part := tidy(one)))
        if self.longest is not None and len(text) > self.longest:
            raise CellRefused(
                _("The text has {count} characters; “{label}” takes at most {most}.").format(
                    count=len(text), label=self.label, most=self.longest
                )
            )
        return Reading(text)

    def text(self, value: Any) -> str:
        """Return it as it is."""
        return str(value or "")


@dataclass(frozen=True)
class ItemsCell:
    """Several items, kept one a line; people divide them by 、 or ； too."""

    label: str

    def read(self, raw: object) -> Reading:
        """Return the items, one a line."""
        if says(text := typed(raw)) is not None:
            return _empty(text, "")
        parts = text.splitlines() if "\n" in text else BETWEEN_ITEMS.split(text)
        return Reading("\n".join(part for one in parts if (part := tidy(one))))

    def text(self, value: Any) -> str:
        """Return the items in one line."""
        return "、".join(str(value or "").splitlines())


class FactCell:
    """A cell that is read as one of the catalogue's types: a choice, a date, yes or no."""

    def __init__(
        self,
        label: str,
        type_: str,
        *,
        choices: Sequence[tuple[str, Words]] = (),
        empty: Any = None,
    ) -> None:
        language = screen_language()
        self._codes = {words.get(language): code for code, words in choices}
        self._labels = {code: words.get(language) for code, words in choices}
        self._empty = empty
        self._type = type_
        values = tuple(
            FactValue(words.get(language), code, tuple(map(Alias, _spellings(words))))
            for code, words in choices
        )
        words = Words(label, label)
        self._reader = CellReader(Fact(label, label, FactType.parse(type_), words, values))

    def read(self, raw: object) -> Reading:
        """Return the code of the choice, the date, or the truth."""
        # Of a yes or no, 无 is a no.
        if isinstance(raw, str) and self._type != "boolean" and says_absent(squeeze(raw)):
            return Reading(self._empty)
        try:
            parsed: Parsed = self._reader.read(raw)
        except CellError as error:
            raise _refused(error) from None
        language = screen_language()
        warnings = tuple(remark.message(language) for remark in parsed.warnings)
        value = parsed.value
        if not parsed.stated:
            return NOT_STATED
        if value is None:
            return Reading(self._empty)
        return Reading(self._codes.get(str(value), value) if self._codes else value, True, warnings)

    def text(self, value: Any) -> str:
        """Return the label, the date or yes and no."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return self._labels.get(value, str(value))


@dataclass(frozen=True)
class WholeCell:
    """A whole number that is not negative; where `bound` names a column, maybe only a bound."""

    label: str
    bound: str = ""
    scale: int = 1

    def read(self, raw: object) -> Reading:
        """Return the number, and what the cell says of the bound."""
        if isinstance(raw, str) and says(typed(raw)) is not None:
            return _empty(raw, None)
        try:
            number, bound = parse_bound(raw, units=(*HEADS, *AREAS), scale=self.scale)
            if number != number.to_integral_value():
                raise CellError("integer-wanted", text=str(raw))
        except CellError as error:
            raise _refused(error) from None
        if number < 0:
            raise CellRefused(_("“{text}” is less than 0.").format(text=raw))
        if bound is not None and not self.bound:
            raise CellRefused(
                _("“{text}” is no exact number. “{label}” takes exact numbers only.").format(
                    text=raw, label=self.label
                )
            )
        return Reading(int(number), implied={self.bound: bound} if bound is not None else {})

    def text(self, value: Any) -> str:
        """Return the number with thousands divided."""
        return "" if value is None else f"{value:,}"


@dataclass(frozen=True)
class DecimalCell:
    """A number with decimals, rounded to as many as its column keeps."""

    label: str
    places: int

    def read(self, raw: object) -> Reading:
        """Return the number."""
        if isinstance(raw, str) and says(typed(raw)) is not None:
            return _empty(raw, None)
        try:
            number = parse_number(raw, units=())
        except CellError as error:
            raise _refused(error) from None
        return Reading(round(number, self.places))

    def text(self, value: Any) -> str:
        """Return the number with all its decimals."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class MoneyCell:
    """A sum in yuan; `scale` is 10,000 where the heading says 万元."""

    label: str
    scale: int = 1

    def read(self, raw: object) -> Reading:
        """Return the sum as `Money`."""
        if isinstance(raw, str) and says_nothing(squeeze(raw)):
            return NOT_STATED
        if isinstance(raw, str) and says_absent(squeeze(raw)):
            return Reading(Money(0))
        try:
            yuan = parse_number(raw, units=money_units(), scale=self.scale)
        except CellError as error:
            raise _refused(error) from None
        fen = yuan * 100
        if fen != fen.to_integral_value() or fen < 0:
            raise CellRefused(
                _("“{text}” is no sum of money: it has parts of a fen, or is negative.").format(
                    text=raw
                )
            )
        return Reading(Money(int(Decimal(fen))))

    def text(self, value: Any) -> str:
        """Return yuan with thousands divided."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class CodeCell:
    """A code with rules of its own."""

    read_code: Callable[[str], str]

    def read(self, raw: object) -> Reading:
        """Return the code in its plain form. Errors: those of its rules."""
        text = typed(raw)
        if (absent := says(text)) is not None:
            return Reading("") if absent else NOT_STATED
        return Reading(self.read_code(text))

    def text(self, value: Any) -> str:
        """Return it as it is."""
        return str(value or "")


@dataclass(frozen=True)
class NameCell:
    """The name or code of one record."""

    names: Names[Any]

    def read(self, raw: object) -> Reading:
        """Return its key."""
        if says(text := typed(raw)) is not None:
            return _empty(text, None)
        return Reading(self.names.find(text))

    def text(self, value: Any) -> str:
        """Return its name."""
        return "" if value is None else self.names.shown(value)


@dataclass(frozen=True)
class NamesCell:
    """Names or codes of several records, divided by 、 or ； or lines."""

    names: Names[Any]

    def read(self, raw: object) -> Reading:
        """Return the keys, each once, in order."""
        if says(text := typed(raw)) is not None:
            return _empty(text, ())
        parts = [part for one in BETWEEN_NAMES.split(text) if (part := tidy(one))]
        return Reading(tuple(dict.fromkeys(self.names.find(part) for part in parts)))

    def text(self, value: Any) -> str:
        """Return the names in one line."""
        return "、".join(self.names.shown(key) for key in value)


def _spellings(words: Words) -> tuple[str, ...]:
    """Return how people write a choice; of a state, that it is reached or lasts: 已签约, 洽谈中."""
    stem = words.zh.removesuffix("中")
    return words.zh, words.en, stem, f"已{stem}", f"{stem}中"


def typed(raw: object) -> str:
    """Return a cell as somebody typed it: codes that Excel took for numbers without decimals."""
    if isinstance(raw, float) and raw.is_integer():
        return f"{raw:.0f}"
    return str(raw).strip()


def says(text: str) -> bool | None:
    """Return whether a text says that there is none; None where it says something else.

    False is a text as good as empty.
    """
    squeezed = squeeze(text)
    if says_absent(squeezed):
        return True
    return False if says_nothing(squeezed) else None


def _empty(text: str, value: Any) -> Reading:
    return Reading(value) if says(text) else NOT_STATED


def _refused(error: CellError) -> CellRefused:
    return CellRefused(error.hint(screen_language()))
