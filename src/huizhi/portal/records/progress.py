"""Published results and series of a project or base as public tables; what is made up says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huizhi.kernel.languages import screen_language
from huizhi.partners.models import Base, Project, Result, Series, Standing
from huizhi.partners.outcomes.queries import public_results
from huizhi.partners.series.checking import name_of, period_text, shown, unit_of
from huizhi.partners.series.queries import latest_points, public_series
from huizhi.portal.records.cells import Cell, bounded_cell, date_cell, money_cell
from huizhi.portal.records.tables import Column, RecordTable

SERIES_WITH_VALUES = 5
PERIODS_SHOWN = 12

Table = tuple[Any, RecordTable, list[Any]]


@dataclass(frozen=True)
class PeriodLine:
    """One period of a series: its value and, where it has its own, its target."""

    period: str
    value: str
    target: str


def _title(result: Result) -> Cell:
    english = screen_language() == "en"
    text = result.title_en or result.title if english else result.title
    return Cell(text, badge="synthetic" if result.synthetic else "")


def _measure(result: Result) -> Cell:
    if result.amount is None:
        return bounded_cell(result.count, result.bound)
    return Cell(f"{result.sign}{money_cell(result.amount).text}")


def _indicator(series: Series) -> Cell:
    return Cell(name_of(series.indicator), badge="synthetic" if series.synthetic else "")


def _last(series: Series) -> Cell:
    if series.last_period is None:
        return Cell("")
    period = period_text(series.last_period, series.granularity)
    return Cell(f"{shown(series.indicator, series.last_value)} ({period})")


def _expected(series: Series) -> Cell:
    text = shown(series.indicator, series.expected)
    targets = series.targets.all()
    assumed = series.expected is not None and any(target.assumed for target in targets)
    return Cell(_("{target} (assumption)").format(target=text) if assumed else text)


RESULTS = RecordTable(
    pgettext_lazy("of a project", "Results"),
    tuple,  # type: ignore[arg-type]
    (
        Column(pgettext_lazy("of a project", "Result"), _title),
        Column(gettext_lazy("Kind"), lambda row: Cell(row.get_kind_display())),
        Column(pgettext_lazy("of a project", "How much"), _measure, numeric=True),
        Column(gettext_lazy("Day"), lambda row: date_cell(row.reached_on)),
        Column(gettext_lazy("Source"), lambda row: Cell(row.source)),
    ),
)
SERIES = RecordTable(
    gettext_lazy("Indicator series"),
    tuple,  # type: ignore[arg-type]
    (
        Column(gettext_lazy("Indicator"), _indicator),
        Column(gettext_lazy("Unit"), lambda row: Cell(unit_of(row.indicator))),
        Column(gettext_lazy("Last value"), _last, numeric=True),
        Column(
            gettext_lazy("So far"), lambda row: Cell(shown(row.indicator, row.so_far)), numeric=True
        ),
        Column(gettext_lazy("Expected so far"), _expected, numeric=True),
        Column(
            gettext_lazy("Against target"),
            lambda row: Cell(str(Standing(row.standing).label), badge="state"),
        ),
        Column(gettext_lazy("Source"), lambda row: Cell(row.source)),
    ),
)
PERIODS = RecordTable(
    gettext_lazy("Values"),
    tuple,  # type: ignore[arg-type]
    (
        Column(gettext_lazy("Period"), lambda row: Cell(row.period)),
        Column(gettext_lazy("Value"), lambda row: Cell(row.value), numeric=True),
        Column(gettext_lazy("Target"), lambda row: Cell(row.target), numeric=True),
    ),
)


def progress_tables(record: Project | Base) -> list[Table]:
    """Return the tables of a record's published results and series; none for what it lacks."""
    tables: list[Table] = []
    if isinstance(record, Project) and (results := list(public_results(record))):
        tables.append((RESULTS.title, RESULTS, RESULTS.cells(results)))
    series = list(public_series(record))
    if series:
        tables.append((SERIES.title, SERIES, SERIES.cells(series)))
    for one in series[:SERIES_WITH_VALUES]:
        if one.point_count:
            tables.append((_heading(one), PERIODS, PERIODS.cells(_periods(one))))
    return tables


def _heading(series: Series) -> str:
    text = f"{name_of(series.indicator)} ({unit_of(series.indicator)})"
    if series.synthetic:
        return _("{title}: demonstration data, made up").format(title=text)
    return text


def _periods(series: Series) -> list[PeriodLine]:
    targets = {}
    if series.target_per == series.granularity:
        targets = {target.starts_on: target for target in series.targets.all()}
    lines = []
    for point in latest_points(series, PERIODS_SHOWN):
        target = targets.get(point.period)
        words = shown(series.indicator, target.value) if target else ""
        if target and target.assumed:
            words = _("{target} (assumption)").format(target=words)
        lines.append(
            PeriodLine(
                period_text(point.period, series.granularity),
                shown(series.indicator, point.value),
                words,
            )
        )
    return lines
