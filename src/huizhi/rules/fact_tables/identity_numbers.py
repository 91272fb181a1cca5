"""Resident identity numbers (GB 11643) as they come out of spreadsheets."""

from __future__ import annotations

import datetime as dt

from huizhi.rules.fact_tables.characters import squeeze
from huizhi.rules.fact_tables.numbers import EXCEL_DIGITS
from huizhi.rules.fact_tables.problems import CellError, Remark

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def parse_identity_number(raw: object) -> tuple[str, tuple[Remark, ...]]:
    """Return the ID number of a cell, 18 characters, checked.

    A number of the old form (15 digits) is lengthened, with a remark. A number that Excel has
    rounded cannot be saved and is refused as such. Raises CellError.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _from_number(raw)
    if not isinstance(raw, str):
        raise CellError("identity-length", text=str(raw), length=str(len(str(raw))))
    text = squeeze(raw).upper().strip("'‘’`")
    if "E+" in text:
        raise CellError("digits-lost", text=text)
    if len(text) == 15 and text.isdecimal():
        return _lengthened(text)
    if len(text) != 18 or not text[:17].isdecimal() or text[17] not in _CHECK_DIGITS:
        raise CellError("identity-length", text=text, length=str(len(text)))
    if text[17] != check_digit(text[:17]):
        rounded = text.endswith("000")
        raise CellError("identity-rounded" if rounded else "identity-checksum", text=text)
    _check_birth_date(text[6:14], text)
    return text, ()


def _from_number(raw: float) -> tuple[str, tuple[Remark, ...]]:
    text = format(raw, ".0f")
    if len(text) > EXCEL_DIGITS:
        raise CellError("digits-lost", text=text)
    return parse_identity_number(text)


def _lengthened(text: str) -> tuple[str, tuple[Remark, ...]]:
    body = f"{text[:6]}19{text[6:]}"
    number = body + check_digit(body)
    _check_birth_date(number[6:14], text)
    return number, (Remark("identity-lengthened", {"number": number}),)


def check_digit(body: str) -> str:
    """Return the last character of an ID number for its first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_DIGITS[total % 11]


def _check_birth_date(digits: str, text: str) -> None:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise CellError("identity-birth-date", text=text) from None
