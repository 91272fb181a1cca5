"""What a value and a period must be like, in words that say what would be right."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.languages import screen_language
from huizhi.partners.models import Granularity, Indicator, Series, ValueType
from huizhi.partners.models.quantity import STEP
from huizhi.partners.models.series import FEN_IN_YUAN
from huizhi.partners.series.standing import period_start

LARGEST = Decimal(10) ** 12
"""Above any value; sums of nine hundred such still fit their column."""
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONEY_DECIMALS = 2


class WrongValue(HuizhiError):
    """A value or a period that does not fit its series; `code` names the rule for machines."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def unit_of(indicator: Indicator) -> str:
    """Return the unit in the language of the screen."""
    return indicator.unit_en if screen_language() == "en" else indicator.unit


def name_of(indicator: Indicator) -> str:
    """Return the name in the language of the screen."""
    return indicator.name_en if screen_language() == "en" else indicator.name


def decimals_of(indicator: Indicator) -> int:
    """Return how many decimals a value may have as it is entered."""
    if indicator.value_type == ValueType.MONEY:
        return _MONEY_DECIMALS
    return indicator.decimals if indicator.value_type == ValueType.NUMBER else 0


def to_stored(indicator: Indicator, value: Decimal) -> Decimal:
    """Return an entered value as it is kept: money in fen. Errors: `WrongValue`."""
    if not value.is_finite():
        raise WrongValue("value_not_a_number", _("This is no number."))
    places = decimals_of(indicator)
    if abs(value) >= LARGEST or value != value.quantize(Decimal(1).scaleb(-places)):
        raise WrongValue(
            "value_decimals",
            _(
                "“{name}” takes numbers below 1,000,000,000,000 with at most {places} decimals."
            ).format(name=name_of(indicator), places=places),
        )
    low, high = indicator.minimum, indicator.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise WrongValue(
            "value_out_of_range",
            _("“{name}” lies between {low} and {high}.").format(
                name=name_of(indicator),
                low=_("unbounded") if low is None else f"{low:f}",
                high=_("unbounded") if high is None else f"{high:f}",
            ),
        )
    kept = value * FEN_IN_YUAN if indicator.value_type == ValueType.MONEY else value
    if abs(kept) >= LARGEST:
        raise WrongValue("value_out_of_range", _("This amount is too large for one period."))
    return kept.quantize(STEP)


def shown(indicator: Indicator, stored: Decimal | None) -> str:
    """Return a kept value as words without its unit, "—" where there is none."""
    value = indicator.as_entered(stored)
    return "—" if value is None else f"{value:,.{decimals_of(indicator)}f}"


def check_unit(indicator: Indicator, unit: str) -> None:
    """Refuse a unit that is not the indicator's, in either language; none is no statement."""
    if unit and unit.strip().casefold() not in {
        indicator.unit.casefold(),
        indicator.unit_en.casefold(),
    }:
        raise WrongValue(
            "unit_wrong",
            _("“{name}” is counted in {right}, not in “{unit}”.").format(
                name=name_of(indicator), right=unit_of(indicator), unit=unit
            ),
        )


def read_period(text: str, granularity: str) -> dt.date:
    """Return the first day of a period written as 2021, 2021-07 or 2021-07-26.

    Errors: `WrongValue` for another form or for a day inside a longer period.
    """
    found = _PERIOD.fullmatch(text.strip())
    try:
        day = dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        day = None
    if found is None or day is None or day.year < 1900:
        raise WrongValue("period_unreadable", _period_form(text, granularity))
    short = granularity == Granularity.DAY and not found[3]
    short = short or (granularity == Granularity.MONTH and not found[2])
    if short or period_start(day, granularity) != day:
        raise WrongValue("period_length", _period_form(text, granularity))
    return day


def check_period(series: Series, period: dt.date, *, today: dt.date) -> None:
    """Refuse a period outside the days of a series, or one that has not begun."""
    first = period_start(series.starts_on, series.granularity)
    if period < first or (series.ends_on is not None and period > series.ends_on):
        raise WrongValue(
            "period_outside",
            _("The series runs from {start} to {end}; {period} lies outside.").format(
                start=period_text(first, series.granularity),
                end=_("no end") if series.ends_on is None else str(series.ends_on),
                period=period_text(period, series.granularity),
            ),
        )
    if period > today:
        raise WrongValue(
            "period_future",
            _("{period} has not begun yet.").format(period=period_text(period, series.granularity)),
        )


def period_text(period: dt.date, granularity: str) -> str:
    """Return a period as it is written: 2021, 2021-07 or 2021-07-26."""
    length = {Granularity.YEAR: 4, Granularity.MONTH: 7}.get(Granularity(granularity), 10)
    return period.isoformat()[:length]


def _period_form(text: str, granularity: str) -> str:
    example = {Granularity.YEAR: "2021", Granularity.MONTH: "2021-07"}.get(
        Granularity(granularity), "2021-07-26"
    )
    return _("“{text}” is no period of this series. Write it as {example}.").format(
        text=text[:40], example=example
    )
