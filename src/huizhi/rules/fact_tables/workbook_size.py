"""How large the sheets of a workbook become, found out before anybody unpacks them.

A sheet is read into a rectangle as large as its outermost cell. One stray cell in the last corner
makes 5 KB on disk out of sixteen thousand million cells, which no machine holds; and a zip of a few
MB may unpack to many GB.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST_CELLS = 20_000_000
MOST_BYTES = 500_000_000
CHUNK = 4 * 1024 * 1024
LONGEST_TAG = 4096
LETTERS = 26
# A place such as AB12 in the attribute of a cell: as programs write it, and however else XML may.
_PLACE = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_PLACE_IN_ANY_WAY = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_CELL_BEGINS = b"<c"
_SHEETS = "xl/worksheets/"


def is_too_large(path: Path) -> bool:
    """Say whether a workbook is larger than can be read. Errors: `OSError`, `BadZipFile`.

    Files that are no zip, such as old .xls, have at most 65,536 rows of 256 cells in a sheet.
    """
    if not zipfile.is_zipfile(path):
        return False
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            with archive.open(part) as file:
                read, cells = _measure(file, left, places=part.filename.startswith(_SHEETS))
            left -= read
            if left < 0 or cells > MOST_CELLS:
                return True
    return False


def _measure(file: IO[bytes], most: int, *, places: bool) -> tuple[int, int]:
    """Return the bytes read and the cells found, no more than prove that there are too many."""
    read, rows, written, cells = 0, 0, 0, 0
    columns: set[bytes] = set()
    for text in _whole_tags(file):
        read += len(text)
        if places:
            begun = text.count(_CELL_BEGINS)  # and the few tags such as <cols>
            found = _PLACE.findall(text)
            if len(found) < begun:
                found = _PLACE_IN_ANY_WAY.findall(text)
            if found:
                letters, numbers = zip(*found, strict=True)
                columns.update(letters)
                rows = max(rows, *map(int, set(numbers)))
            written += begun
            cells = max(written, rows * max(map(_number, columns), default=0))
        if read > most or cells > MOST_CELLS:
            break
    return read, cells


def _whole_tags(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the file in parts, each ending before a cell so that none is cut in two."""
    rest = b""
    while chunk := file.read(CHUNK):
        text = rest + chunk
        end = max(text.rfind(_CELL_BEGINS), len(text) - LONGEST_TAG, 0)
        yield text[:end]
        rest = text[end:]
    yield rest


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + letter - ord("A") + 1
    return number
