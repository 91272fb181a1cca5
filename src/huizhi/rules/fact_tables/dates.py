"""Dates as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from huizhi.rules.fact_tables.problems import CellError, Remark

# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was; right from March 1900.
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(10_000, 110_000)  # May 1927 to February 2201
_YEARS = range(1900, 2201)

_AROUND_MARKS = re.compile(r"\s*([-./年月日])\s*")
_DAY = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
)
_MONTH = re.compile(r"(\d{4})(?:[-./](\d{1,2})|年(\d{1,2})月?)")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5,6}(?:\.0+)?")
_YEAR = re.compile(r"(\d{4})年?")
_SHORT_YEAR = re.compile(r"\d{2}[-./年]\d{1,2}(?:[-./月](?:\d{1,2}日?)?)?")
_YEAR_LAST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")

_CHINESE_DIGITS = {digit: str(value % 10) for value, digit in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS |= {"零": "0", "○": "0"}
_CHINESE_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?)?"
)

Read = tuple[dt.date, tuple[Remark, ...]]


def parse_date(raw: object) -> Read:
    """Return the date a cell states, with remarks on what had to be assumed.

    Takes dates, Excel serial numbers, and texts such as 1990-05-01, 1990年5月, 1990.5, 199005.
    A month alone gives its first day and a remark. Raises CellError.
    """
    if isinstance(raw, dt.datetime):
        return _in_range(raw.date(), str(raw)), ()
    if isinstance(raw, dt.date):
        return _in_range(raw, str(raw)), ()
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise CellError("date-unreadable", text=str(raw))
    if isinstance(raw, str):
        return _from_text(raw)
    return _from_number(float(raw))


def _from_number(number: float) -> Read:
    text = format(number, ".15g")
    year, _, decimals = text.partition(".")
    if decimals == "1" and len(year) == 4:
        raise CellError("date-month-unclear", text=text, year=year)
    if decimals and len(year) == 5:
        text = year  # a serial date with a time of day
    return _from_text(text)


def _from_text(raw: str) -> Read:
    text = _AROUND_MARKS.sub(r"\1", unicodedata.normalize("NFKC", raw).strip())
    text = _from_chinese_digits(text)
    if found := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
        return _date(year, month, day, text), ()
    if found := _COMPACT_MONTH.fullmatch(text):
        # 199005 is a month. 200012 could be a serial too, of the year 2447: nobody means that.
        return _first_of_month(int(found[1]), int(found[2]), text)
    if found := _MONTH.fullmatch(text):
        date, remarks = _first_of_month(int(found[1]), int(found[2] or found[3]), text)
        if text.endswith(".1"):
            remarks = (Remark("date-january", {"text": text, "year": found[1]}), *remarks)
        return date, remarks
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        date = _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
        return date, (Remark("date-from-serial", {"text": text, "date": date.isoformat()}),)
    raise _refusal(text)


def _from_chinese_digits(text: str) -> str:
    found = _CHINESE_DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    parts = ["".join(_CHINESE_DIGITS[digit] for digit in year)]
    parts += [str(_chinese_number(part)) for part in (month, day) if part]
    return "-".join(parts)


def _chinese_number(text: str) -> int:
    """Return 1 to 99 as in 五, 十二, 三十一."""
    tens, ten, ones = text.rpartition("十")
    value = int(_CHINESE_DIGITS[ones]) if ones else 0
    if ten:
        value += 10 * (int(_CHINESE_DIGITS[tens]) if tens else 1)
    return value


def _refusal(text: str) -> CellError:
    if found := _YEAR.fullmatch(text):
        return CellError("date-year-only", text=found[1])
    if _SHORT_YEAR.fullmatch(text):
        return CellError("date-short-year", text=text)
    if _YEAR_LAST.fullmatch(text):
        return CellError("date-order-unclear", text=text)
    return CellError("date-unreadable", text=text)


def _first_of_month(year: int, month: int, text: str) -> Read:
    date = _date(year, month, 1, text)
    return date, (Remark("date-day-assumed", {"text": text, "date": date.isoformat()}),)


def _date(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return _in_range(dt.date(year, month, day), text)
    except ValueError:
        raise CellError("date-impossible", text=text) from None


def _in_range(date: dt.date, text: str) -> dt.date:
    if date.year not in _YEARS:
        raise CellError("date-out-of-range", text=text)
    return date
