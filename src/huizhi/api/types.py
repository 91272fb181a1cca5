"""Values as they travel: texts, dates, numbers, money. JSON's types are taken as they are.

A number in quotes is a text and a text that Python could read as a date is not one: what the
document says is what is accepted.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from huizhi.governance.models import RecordKind

LARGEST_ID = 2**63 - 1
MOST_FEN = 10**15
"""Ten trillion yuan: no amount of a city, and far from the end of a column."""
# PostgreSQL keeps no NUL in a text.
WITHOUT_NUL = r"^[^\x00]*$"
_DIGITS = re.compile(r"-?[0-9]{1,19}")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Body(BaseModel):
    """What comes in: a field that is not known is a mistake, not to be passed over."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What goes out."""


def later(words: Promise) -> str:
    """Return lazy words as a text, which is what ninja asks for; each caller reads them anew."""
    return cast(str, words)


def _iso(value: Any) -> Any:
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        return value
    raise PydanticCustomError("iso_date", "Input should be a date such as 2021-07-10")


def _digits(value: Any) -> Any:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise PydanticCustomError("digits", "Input should be digits")
    return value


def text(longest: int | None = None, *, least: int = 0) -> Any:
    """Return the type of a text of at most so many characters."""
    return Annotated[str, Field(min_length=least, max_length=longest, pattern=WITHOUT_NUL)]


def whole(least: int, most: int) -> Any:
    """Return the type of a whole number within bounds."""
    return Annotated[int, Strict(), Field(ge=least, le=most)]


def typed_number(least: int, most: int) -> Any:
    """Return the type of a whole number in an address, where everything is text."""
    return Annotated[int, Field(ge=least, le=most), BeforeValidator(_digits)]


def decimal(digits: int, places: int) -> Any:
    """Return the type of a number of so many digits, of which so many after the point."""
    most = 10.0 ** (digits - places)
    return Annotated[float, Strict(), Field(gt=-most, lt=most, allow_inf_nan=False)]


def one_of(codes: list[str]) -> Any:
    """Return the type of a code from a list."""
    return Literal[tuple(codes)]


def list_of(kind: Any, most: int) -> Any:
    """Return the type of a list of at most so many."""
    return Annotated[list[kind], Field(max_length=most)]


IsoDate = Annotated[dt.date, BeforeValidator(_iso)]
Truth = Annotated[bool, Strict()]
Id = whole(1, LARGEST_ID)
PathId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class Money(Answer):
    """An amount in whole fen, a hundredth of a yuan."""

    fen: int
    currency: Literal["CNY"] = "CNY"


class PositiveMoney(Body):
    """An amount of more than nothing in whole fen, a hundredth of a yuan."""

    fen: Annotated[int, Strict(), Field(ge=1, le=MOST_FEN)]
    currency: Literal["CNY"] = "CNY"


class Named(Answer):
    """A record that another one points to."""

    id: int
    name: str


class AboutRecord(Body):
    """The record of the cooperation that something is about."""

    kind: Literal[*RecordKind.values]  # type: ignore[valid-type]
    id: Id  # type: ignore[valid-type]


class NamedRecord(Answer):
    """A record of any kind: which kind, and its number there."""

    kind: str
    id: int


def refused(kind: str, message: str) -> str:
    """Return the words for a kind of mistake in a value, the checker's own for a rare one."""
    words = {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "digits": _("Write a whole number in digits."),
        "iso_date": _("Write a date such as 2021-07-10."),
        "int_type": _("Write a whole number without quotes."),
        "bool_type": _("Write true or false without quotes."),
        "string_type": _("Write a text in quotes."),
        "string_pattern_mismatch": _("This text holds a character that is not allowed."),
        "string_unicode": _("This text holds half a character."),
        "list_type": _("Write a list in square brackets."),
    }
    return words.get(kind, message)
