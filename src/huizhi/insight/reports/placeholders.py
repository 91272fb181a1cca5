"""What a report's texts may name in braces, in Chinese and in English, and what stands for it.

Every section may use every placeholder. A value that is empty (nothing, 0) makes the optional
passage around it go away, see `templating`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from huizhi.insight.leaders.figure import Unit, unit_words, wan
from huizhi.insight.reports.figures import LISTS, Figures
from huizhi.insight.reports.indicators import INDICATORS, Indicator
from huizhi.insight.reports.problems import (
    EXPIRY_DAYS,
    KINDS,
    NEXT_TASKS,
    Found,
    Item,
    ProblemKind,
)
from huizhi.insight.reports.progress import Progress
from huizhi.insight.selections.cooperation import kind_words
from huizhi.kernel.languages import screen_language
from huizhi.partners.models import FundingSource
from huizhi.partners.states import BaseState


@dataclass(frozen=True)
class Placeholder:
    """A name in both languages and what it stands for."""

    zh: str
    en: str
    means: str


@dataclass(frozen=True)
class Value:
    """What stands for a placeholder in a report."""

    text: str
    empty: bool


GENERAL = (
    ("月份", "month"),
    ("截止日", "day"),
    ("地区", "area"),
    ("预警天数", "warning_days"),
)
BREAKDOWNS = (
    ("基地状态", "bases_by_state"),
    ("基地类型", "bases_by_kind"),
    ("资金来源", "money_by_source"),
)
PROGRESS = (
    ("目标指标数", "series_count"),
    ("落后指标数", "series_behind"),
    ("指标进度清单", "series_list"),
)
_LIST_ZH = "清单"


def placeholders() -> list[Placeholder]:
    """Return every placeholder, with its meaning in the language of the screen."""
    means = {
        "month": _("the month of the report"),
        "day": _("the day up to which it counts"),
        "area": _("the city or the county"),
        "warning_days": _("how many days before its end an agreement is listed"),
        "bases_by_state": _("how many bases are in each state"),
        "bases_by_kind": _("how many bases there are of each kind"),
        "money_by_source": _("the projects' money by source, in 10,000 yuan"),
        "series_count": _("how many indicator series have a target"),
        "series_behind": _("how many indicator series are behind their target"),
        "series_list": _("indicator series against their targets, those behind first"),
    }
    found = [Placeholder(zh, en, means[en]) for zh, en in (*GENERAL, *BREAKDOWNS, *PROGRESS)]
    for indicator in INDICATORS:
        label = f"{indicator.label} ({unit_words(indicator.unit)})"
        found += [
            Placeholder(indicator.zh, indicator.key, label),
            Placeholder(
                f"{indicator.zh}较上月",
                f"{indicator.key}_to_last_month",
                _("{what}: more or less than last month").format(what=indicator.label),
            ),
            Placeholder(
                f"{indicator.zh}较上年",
                f"{indicator.key}_to_last_year",
                _("{what}: more or less than a year ago").format(what=indicator.label),
            ),
        ]
        if indicator.key in LISTS:
            found.append(_list_of(indicator.zh, indicator.key, str(indicator.label)))
    for kind in (*KINDS, NEXT_TASKS):
        found += [
            Placeholder(
                f"{kind.zh}数", f"{kind.key}_count", _("{what}: how many").format(what=kind.label)
            ),
            Placeholder(
                f"{kind.zh}金额",
                f"{kind.key}_money",
                _("{what}: money in 10,000 yuan").format(what=kind.label),
            ),
            _list_of(kind.zh, kind.key, str(kind.label)),
        ]
    return found


def _list_of(zh: str, key: str, label: str) -> Placeholder:
    return Placeholder(f"{zh}{_LIST_ZH}", f"{key}_list", _("{what}: names").format(what=label))


@lru_cache(maxsize=1)
def names() -> Mapping[str, str]:
    """Return the English name of each placeholder by both its names."""
    found = placeholders()
    return {**{one.zh: one.en for one in found}, **{one.en: one.en for one in found}}


def values_of(figures: Figures, *, listed: int, further: Iterable[str]) -> dict[str, Value]:
    """Return what stands for each placeholder, by its English name, in the screen's language.

    A list names as many records as `listed`. Kinds of problems that are further ones and not among
    `further` stand for nothing.
    """
    on = dt.date.fromisoformat(figures["on"])
    chinese = screen_language() == "zh"
    area = figures["area"]
    found = {
        "month": Value(f"{on.year}年{on.month}月" if chinese else f"{on:%B %Y}", False),
        "day": Value(day_words(on), False),
        "area": Value(area[screen_language()] if area else _("the whole city"), False),
        "warning_days": Value(str(EXPIRY_DAYS), False),
        "bases_by_state": _breakdown(
            [(str(BaseState(code).label), n) for code, n in figures["bases_by_state"]],
            _("{name}: {count}"),
        ),
        "bases_by_kind": _breakdown(
            [(kind_words(code), n) for code, n in figures["bases_by_kind"]],
            _("{name}: {count}"),
        ),
        "money_by_source": _breakdown(
            [(str(FundingSource(code).label), n) for code, n in figures["money_by_source"]],
            _("{name}: {money}"),
        ),
    }
    for indicator in INDICATORS:
        found |= _indicator_values(indicator, figures["indicators"][indicator.key])
        if indicator.key in LISTS:
            items = [Item(**kept) for kept in figures["lists"][indicator.key]]
            count = figures["indicators"][indicator.key][0]
            found[f"{indicator.key}_list"] = _names(items, count, listed)
    for kind in KINDS:
        shown = not kind.further or kind.key in set(further)
        kept = figures["problems"].get(kind.key) if shown else None
        found |= _problem_values(kind, kept, listed)
    found |= _problem_values(NEXT_TASKS, figures.get(NEXT_TASKS.key), listed)
    return found | _progress_values(figures["series"], listed)


def day_words(day: dt.date) -> str:
    """Return a day as an official text writes it, such as 2021年7月26日."""
    if screen_language() == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


def _number(unit: Unit, number: int) -> str:
    return wan(number) if unit is Unit.MONEY else f"{number:,}"


def _indicator_values(indicator: Indicator, counted: Sequence[int]) -> dict[str, Value]:
    now, month, year = counted
    unit = unit_words(indicator.unit)
    return {
        indicator.key: Value(_number(indicator.unit, now), now == 0),
        f"{indicator.key}_to_last_month": Value(_change(indicator.unit, unit, now - month), False),
        f"{indicator.key}_to_last_year": Value(_change(indicator.unit, unit, now - year), False),
    }


def _change(unit: Unit, words: str, difference: int) -> str:
    amount = _number(unit, abs(difference))
    if difference > 0:
        return _("up by {amount} {unit}").format(amount=amount, unit=words)
    if difference < 0:
        return _("down by {amount} {unit}").format(amount=amount, unit=words)
    return _("unchanged")


def _problem_values(
    kind: ProblemKind, kept: dict[str, Any] | None, listed: int
) -> dict[str, Value]:
    found = Found.from_json(kept) if kept else Found()
    return {
        f"{kind.key}_count": Value(f"{found.count:,}", found.count == 0),
        f"{kind.key}_money": Value(wan(found.fen), found.fen == 0),
        f"{kind.key}_list": _names(found.items, found.count, listed),
    }


def _progress_values(series: dict[str, Any], listed: int) -> dict[str, Value]:
    shown = [Progress(**one).words() for one in series["items"][:listed]]
    text = _("; ").join(shown)
    if series["count"] > len(shown) > 0:
        text = _("{names} and others").format(names=text)
    return {
        "series_count": Value(f"{series['count']:,}", series["count"] == 0),
        "series_behind": Value(f"{series['behind']:,}", series["behind"] == 0),
        "series_list": Value(text, not shown),
    }


def _names(items: Sequence[Item], count: int, listed: int) -> Value:
    shown = [_item_words(item) for item in items[:listed]]
    text = _(", ").join(shown)
    counted = sum(item.count for item in items) or len(items)
    if shown and (len(items) > listed or count > counted):
        text = _("{names} and others").format(names=text)
    return Value(text, not shown)


def _item_words(item: Item) -> str:
    county = item.county if screen_language() == "zh" else item.county_en
    details = [county] if county else []
    if item.day:
        details.append(day_words(dt.date.fromisoformat(item.day)))
    if item.people:
        details.append(_("{count} people").format(count=f"{item.people:,}"))
    if item.count:
        details.append(_("{count} claims").format(count=f"{item.count:,}"))
    if item.fen:
        details.append(_("{money} ten thousand yuan").format(money=wan(item.fen)))
    if not details:
        return item.name
    return _("{name} ({details})").format(name=item.name, details=_(", ").join(details))


def _breakdown(rows: Iterable[tuple[str, int]], form: str) -> Value:
    text = _(", ").join(
        form.format(name=name, count=f"{number:,}", money=wan(number))
        for name, number in rows
        if number
    )
    return Value(text, not text)
