"""The tables in an uploaded file: its sheets, each with its headings and rows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.rules.fact_tables.headings import scale_of
from huizhi.rules.fact_tables.layout import Heading, Layout, column_letter, find_table
from huizhi.rules.fact_tables.problems import InputError
from huizhi.rules.fact_tables.sheets import Row, Sheet, read_sheets

ENDINGS = (".xlsx", ".xls", ".csv")
LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 50_000
HEADINGS_WANTED = 2
LONGEST_STEM = 60


@dataclass(frozen=True)
class Table:
    """A sheet with rows of the list on it."""

    sheet: Sheet
    layout: Layout

    @property
    def rows(self) -> list[tuple[int, Row]]:
        """The rows, each with its number as Excel shows it."""
        return [(index + 1, self.sheet.rows[index]) for index in self.layout.body]


@dataclass(frozen=True)
class ReadColumn:
    """A column that is read: where it stands, what it states, what its bare numbers count in."""

    index: int
    label: str
    target: str
    scale: int


def heading_text(heading: Heading) -> str:
    """Return a heading over one or two lines as one text."""
    return " / ".join(heading)


def columns_read(table: Table, targets: Mapping[str, str]) -> list[ReadColumn]:
    """Return the columns of a table that state something, of each target the first."""
    found: dict[str, ReadColumn] = {}
    for index, heading in enumerate(table.layout.headings):
        target = targets.get(heading_text(heading), "") if heading else ""
        if target and target not in found:
            label = f"{column_letter(index)} {heading[-1]}"
            found[target] = ReadColumn(index, label, target, scale_of(heading))
    return list(found.values())


def read_tables(
    *, file_name: str, data: bytes, recognised: Callable[[Heading], bool], examples: str
) -> list[Table]:
    """Return the tables of a file. Errors: `ImportRefused` when it holds none.

    `recognised` says whether a heading speaks for its row being the heading; `examples` are
    headings to name where no row is.
    """
    ending = Path(file_name).suffix.lower()
    if ending not in ENDINGS:
        raise ImportRefused(
            _("“{name}” is no list. Upload one of: {endings}.").format(
                name=file_name, endings=" ".join(ENDINGS)
            )
        )
    if len(data) > LARGEST_FILE:
        raise ImportRefused(_("The file is larger than 10 MB. Divide it."))
    tables = []
    for sheet in _sheets(file_name, data):
        layout = find_table(sheet.rows, recognised=recognised)
        if layout is None:
            continue
        known = sum(1 for heading in layout.headings if heading and recognised(heading))
        if known >= HEADINGS_WANTED and layout.body:
            tables.append(Table(sheet, layout))
    if not tables:
        raise ImportRefused(
            _(
                "No such table was found in the file. The first row must hold headings such as "
                "{examples}."
            ).format(examples=examples)
        )
    if sum(len(table.layout.body) for table in tables) > MOST_ROWS:
        raise ImportRefused(
            _("The file has more than {rows} rows. Divide it.").format(rows=f"{MOST_ROWS:,}")
        )
    return tables


def _sheets(file_name: str, data: bytes) -> list[Sheet]:
    # The reader wants a path. The folder is this user's alone and gone when the reading is done.
    with tempfile.TemporaryDirectory(prefix="huizhi-") as folder:
        name = Path(file_name)
        path = Path(folder) / f"{name.stem[:LONGEST_STEM]}{name.suffix.lower()}"
        path.write_bytes(data)
        try:
            return list(read_sheets(path))
        except InputError as error:
            raise ImportRefused(error.problem.remark.message(screen_language())) from None
