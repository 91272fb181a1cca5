"""Where the table is on a sheet: titles above it, headings over two lines, totals and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huizhi.rules.fact_tables.characters import squeeze, tidy

Cells = Sequence[object]
Heading = tuple[str, ...]

_ROWS_SEARCHED = 30
_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总数|累计|total|subtotal|sum)[:：]?(\(.*\))?|共\d+[人名户家个项].*"
)
_NOTE = re.compile(
    r"(注|备注|说明|附注|填表|填报|制表|审核|复核|负责人|联系人|联系电话|经办|打印|单位盖章|盖章"
    r"|note)s?([0-9一二三])?[:：.、].*|(填表|制表|审核|填报)(人|日期|单位).*"
)
_SECTION = re.compile(r"[(]?[一二三四五六七八九十]+[)、.].*")
_NUMBER_LIKE = re.compile(r"[-+¥]?[\d,.\-/年月日:%]+")
_SAME_CELLS_OF_A_SECTION = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet, as indices of rows from 0.

    `headings` has an entry for each column: its lines from top to bottom, () where it has none.
    """

    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    body: tuple[int, ...]
    totals: tuple[int, ...]
    notes: tuple[int, ...]


def find_table(
    rows: Sequence[Cells], *, recognised: Callable[[Heading], bool] | None = None
) -> Layout | None:
    """Return the layout of the table on a sheet, or None where no row could be its heading.

    `recognised` tells whether a heading is known, and then the header is where most are. Without
    it the header is the first row that looks like one: several different texts, no numbers.
    """
    header = _known_header(rows, recognised) if recognised else _likely_header(rows)
    if header is None:
        return None
    first, lines = header
    headings = _headings(rows[first : first + lines])
    body, totals, notes = [], [], []
    header_cells = [list(row) for row in rows[first : first + lines]]
    for index in range(first + lines, len(rows)):
        row = rows[index]
        filled = [cell for cell in row if cell is not None and cell != ""]
        if not filled or list(row) in header_cells or not (opening := squeeze(str(filled[0]))):
            continue
        if _TOTAL.fullmatch(opening):
            totals.append(index)
        elif _NOTE.fullmatch(opening) or _is_section(filled, opening):
            notes.append(index)
        else:
            body.append(index)
    header_rows = tuple(range(first, first + lines))
    return Layout(header_rows, headings, tuple(body), tuple(totals), tuple(notes))


def column_letter(index: int) -> str:
    """Return the letters Excel shows above column `index`, counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _known_header(
    rows: Sequence[Cells], recognised: Callable[[Heading], bool]
) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    best_score = 0
    for first in range(min(len(rows), _ROWS_SEARCHED)):
        for lines in (1, 2):
            block = rows[first : first + lines]
            if len(block) < lines or (lines == 2 and not _continues(block[0], block[1])):
                continue
            headings = _headings(block)
            score = sum(1 for heading in headings if heading and recognised(heading))
            if score > best_score:
                best, best_score = (first, lines), score
    return best


def _likely_header(rows: Sequence[Cells]) -> tuple[int, int] | None:
    searched = rows[:_ROWS_SEARCHED]
    width = max((len(_distinct(row)) for row in searched), default=0)
    for first, row in enumerate(searched):
        texts = _distinct(row)
        numbers = sum(1 for text in texts if _NUMBER_LIKE.fullmatch(text))
        if len(texts) >= 2 and len(texts) * 2 >= width and not numbers:
            below = rows[first + 1] if first + 1 < len(rows) else ()
            return first, 2 if _continues(row, below) else 1
    return None


def _continues(upper: Cells, lower: Cells) -> bool:
    """Tell whether `lower` can be the second line of a heading whose first line is `upper`.

    It can where it names columns that `upper` spans: text below a blank or a repeated cell.
    """
    if len(_distinct(upper)) < 2:
        return False  # a title above the table
    texts = [_text(cell) for cell in lower]
    if not any(texts) or any(_NUMBER_LIKE.fullmatch(text) for text in texts if text):
        return False
    spanned = False
    above = [_text(cell) for cell in upper] + [""] * (len(texts) - len(upper))
    for column, text in enumerate(texts):
        if not text or column == 0:
            continue
        under_span = above[column] in ("", above[column - 1]) and text != above[column]
        spanned = spanned or (under_span and any(above[:column]))
    return spanned


def _headings(block: Sequence[Cells]) -> tuple[Heading, ...]:
    width = max(len(row) for row in block)
    lines = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in block]
    if len(lines) == 2:
        _spread(lines[0], lines[1])
    headings = []
    for column in range(width):
        parts: list[str] = []
        for line in lines:
            if line[column] and line[column] not in parts:
                parts.append(line[column])
        headings.append(tuple(parts))
    return tuple(headings)


def _spread(upper: list[str], lower: list[str]) -> None:
    """Carry a heading to the columns on its right over which it stands."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column] and lower[column - 1] != "":
            upper[column] = upper[column - 1]


def _text(cell: object) -> str:
    return "" if cell is None else tidy(str(cell))


def _distinct(row: Cells) -> set[str]:
    return {text for cell in row if (text := _text(cell))}


def _is_section(filled: list[object], opening: str) -> bool:
    """Tell whether a row holds one text alone (or one merged over it) that divides the table."""
    if any(cell != filled[0] for cell in filled):
        return False
    return len(filled) >= _SAME_CELLS_OF_A_SECTION or _SECTION.fullmatch(opening) is not None
