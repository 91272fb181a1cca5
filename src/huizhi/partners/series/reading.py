"""Points out of an uploaded list: its headings, its rows, and the cells that cannot be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language
from huizhi.partners.models import Indicator, ValueType
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.points import MOST_POINTS, NewPoint
from huizhi.rules.fact_tables.characters import squeeze
from huizhi.rules.fact_tables.dates import parse_date
from huizhi.rules.fact_tables.headings import scale_of, spelled_like
from huizhi.rules.fact_tables.layout import Heading, Layout, column_letter, find_table
from huizhi.rules.fact_tables.numbers import money_units, parse_number
from huizhi.rules.fact_tables.problems import CellError, InputError
from huizhi.rules.fact_tables.sheets import Row, Sheet, read_sheets

ENDINGS = (".xlsx", ".xls", ".csv")
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_STEM = 60
LONGEST_CELL = 200
MARKS = {
    "indicator": ("指标", "指标名称", "指标代码", "indicator"),
    "subject": ("对象", "对象编号", "项目", "基地", "项目或基地", "subject", "project", "base"),
    "period": ("期间", "月份", "日期", "年度", "年份", "period", "month", "date", "year"),
    "value": ("数值", "值", "完成值", "实际值", "value"),
    "unit": ("单位", "计量单位", "unit"),
    "source": ("来源", "数据来源", "source"),
    "key": ("键", "唯一键", "key"),
}
NEEDED = ("indicator", "subject", "period", "value")
_PARTS = {spelled_like(mark): part for part, marks in MARKS.items() for mark in marks}


@dataclass(frozen=True)
class RowRead:
    """A row of a list: the point it states, or which part cannot be read and why."""

    number: int
    cells: list[str]
    point: NewPoint | None
    part: str = ""
    reason: str = ""


@dataclass
class PointTable:
    """The table of points on a sheet. `columns` maps a part of a point to its column."""

    sheet: Sheet
    layout: Layout
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def headings(self) -> list[str]:
        """The headings as one line."""
        return [" / ".join(heading) for heading in self.layout.headings]

    def column_name(self, part: str) -> str:
        """Return letter and heading of the column of a part, e.g. "D 数值"; empty without one."""
        index = self.columns.get(part)
        return "" if index is None else f"{column_letter(index)} {self.headings[index]}"


def read_table(*, file_name: str, data: bytes) -> PointTable:
    """Return the table of points of a file. Errors: `SeriesRefused` when it holds none."""
    if Path(file_name).suffix.lower() not in ENDINGS:
        raise SeriesRefused(
            _("“{name}” is no list. Upload one of: {endings}.").format(
                name=file_name, endings=" ".join(ENDINGS)
            )
        )
    if len(data) > LARGEST_FILE:
        raise SeriesRefused(_("The file is larger than 10 MB. Divide it."))
    for sheet in _sheets(file_name, data):
        layout = find_table(sheet.rows, recognised=lambda heading: _part(heading) is not None)
        if layout is None:
            continue
        table = PointTable(sheet, layout)
        for index, heading in enumerate(layout.headings):
            part = _part(heading)
            if part is not None:
                table.columns.setdefault(part, index)
        if all(part in table.columns for part in NEEDED):
            if len(layout.body) > MOST_POINTS:
                raise SeriesRefused(
                    _("The file has more than {rows} rows. Divide it.").format(
                        rows=f"{MOST_POINTS:,}"
                    )
                )
            return table
    raise SeriesRefused(
        _("No table of values was found. The first row must hold the headings {headings}.").format(
            headings="、".join(MARKS[part][0] for part in NEEDED)
        )
    )


def read_rows(table: PointTable) -> Iterator[RowRead]:
    """Yield the rows of a table."""
    indicators = {
        squeeze(word): indicator
        for indicator in Indicator.objects.all()
        for word in (indicator.name_en, indicator.name, indicator.code)
    }
    for index in table.layout.body:
        row = table.sheet.rows[index]
        cells = [_as_text(cell)[:LONGEST_CELL] for cell in row[: len(table.layout.headings)]]
        yield _row(table, index + 1, row, cells, indicators)


def _row(
    table: PointTable, number: int, row: Row, cells: list[str], indicators: dict[str, Indicator]
) -> RowRead:
    texts = {part: _as_text(_cell(row, index)) for part, index in table.columns.items()}
    for part in NEEDED:
        if not texts[part]:
            return RowRead(number, cells, None, part, _("This cell is empty."))
    part = "period"
    try:
        period = _period(_cell(row, table.columns["period"]))
        part = "value"
        column = table.columns["value"]
        indicator = indicators.get(squeeze(texts["indicator"]))
        value = _value(_cell(row, column), indicator, table.layout.headings[column])
    except CellError as error:
        return RowRead(number, cells, None, part, error.hint(screen_language()))
    point = NewPoint(
        period=period,
        value=value,
        indicator=texts["indicator"],
        subject=texts["subject"],
        unit=texts.get("unit", ""),
        source=texts.get("source", ""),
        key=texts.get("key", ""),
    )
    return RowRead(number, cells, point)


def _part(heading: Heading) -> str | None:
    return _PARTS.get(spelled_like(heading[-1])) if heading else None


def _cell(row: Row, index: int) -> object:
    return row[index] if index < len(row) else ""


def _as_text(cell: object) -> str:
    """Return a cell as Excel shows it: whole numbers without decimals, dates without a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    text = str(cell).strip()
    return text.removesuffix(" 00:00:00")


def _period(cell: object) -> str:
    try:
        date, remarks = parse_date(cell)
    except CellError as error:
        if error.code == "date-year-only":
            return str(error.remark.parameters["text"])
        raise
    month_only = any(remark.code == "date-day-assumed" for remark in remarks)
    return date.isoformat()[:7] if month_only else date.isoformat()


def _value(cell: object, indicator: Indicator | None, heading: Heading) -> Decimal:
    if indicator is not None and indicator.value_type == ValueType.MONEY:
        return parse_number(cell, units=money_units(), scale=scale_of(heading))
    if indicator is None:
        return parse_number(cell, units=())
    units = (squeeze(indicator.unit), squeeze(indicator.unit_en))
    if isinstance(cell, str):
        # Cut off before the number is read, which would take 千瓦时 for thousands of 瓦时, and
        # 5 % of an indicator in per cent for 0.05.
        cell = squeeze(cell)
        for unit in units:
            cell = cell.removesuffix(unit)
    return parse_number(cell, units=units)


def _sheets(file_name: str, data: bytes) -> list[Sheet]:
    # The reader wants a path. The folder is this user's alone and gone when the reading is done.
    with tempfile.TemporaryDirectory(prefix="huizhi-") as folder:
        name = Path(file_name)
        path = Path(folder) / f"{name.stem[:LONGEST_STEM]}{name.suffix.lower()}"
        path.write_bytes(data)
        try:
            return list(read_sheets(path))
        except InputError as error:
            raise SeriesRefused(error.problem.remark.message(screen_language())) from None
