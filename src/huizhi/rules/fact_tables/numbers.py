"""Numbers and sums of money as people and spreadsheets write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from huizhi.rules.fact_tables.problems import CellError

_MULTIPLES = {"百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000}
_MULTIPLES |= {"亿": 100_000_000, "w": 10_000, "k": 1_000}
_PLAIN = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d{1,2})?"
_NUMBER = re.compile(rf"[¥$]?({_PLAIN})(百万|千万|百|千|万|亿|w|k)?(.*)")
_RANGE = re.compile(r".*\d\s*(?:[-~—–]|至|到)\s*\d.*")
_MONEY_UNITS = ("元", "块", "圆", "yuan", "rmb", "cny", "元整", "元人民币", "人民币")

# Excel keeps fifteen significant digits: a longer number has lost its tail before we see it.
EXCEL_DIGITS = 15


def parse_number(raw: object, *, units: Sequence[str], scale: int = 1) -> Decimal:
    """Return the number a cell states.

    `units`: what may follow the number (lower case, no spaces), the one for
    messages first; empty: no unit may. `scale`: what
    a bare number is multiplied by, since its heading says 万元. A number that carries its own
    multiple (1.2万) is not scaled again. Raises CellError.
    """
    if isinstance(raw, bool):
        raise CellError("number-unreadable", text=str(raw))
    if isinstance(raw, int):
        return Decimal(raw) * scale
    if isinstance(raw, Decimal):
        return raw * scale
    if isinstance(raw, float):
        return float_as_typed(raw) * scale
    if isinstance(raw, str):
        return _from_text(raw, units, scale)
    raise CellError("number-unreadable", text=str(raw))


def float_as_typed(number: float) -> Decimal:
    """Return the decimal number a person typed, of which Excel kept the nearest float."""
    text = format(number, f".{EXCEL_DIGITS}g")
    if text in ("nan", "inf", "-inf"):
        raise CellError("number-unreadable", text=text)
    exact = Decimal(text)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def money_units() -> tuple[str, ...]:
    """Return what may follow a sum of money."""
    return _MONEY_UNITS


def _from_text(raw: str, units: Sequence[str], scale: int) -> Decimal:
    text = unicodedata.normalize("NFKC", raw).strip().lower()
    compact = re.sub(r"\s+", "", text)
    found = _NUMBER.fullmatch(compact)
    if found is None or "余" in compact:  # 3000余元: about 3,000
        raise CellError("number-unreadable", text=text)
    digits, multiple, unit = found.groups()
    if unit == "%" and multiple is None:
        return Decimal(digits.replace(",", "")) / 100
    if unit and unit not in units:
        raise _unit_refusal(text, unit, units)
    number = Decimal(digits.replace(",", ""))
    if multiple is not None:
        return number * _MULTIPLES[multiple]
    return number if unit else number * scale


def _unit_refusal(text: str, unit: str, units: Sequence[str]) -> CellError:
    if _RANGE.fullmatch(text):
        return CellError("number-range", text=text)
    if not re.fullmatch(r"[^\d\W]{1,8}", unit):
        return CellError("number-unreadable", text=text)
    if not units:
        return CellError("unit-none", text=text, found=unit)
    return CellError("unit-wrong", text=text, found=unit, unit=units[0])
