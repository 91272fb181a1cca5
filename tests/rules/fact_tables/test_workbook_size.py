"""Workbooks that no machine could unpack are refused before anybody tries."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from huizhi.rules.fact_tables import workbook_size
from huizhi.rules.fact_tables.problems import InputError
from huizhi.rules.fact_tables.sheets import read_sheets
from huizhi.rules.fact_tables.workbook_size import is_too_large

SHEET = "xl/worksheets/sheet1.xml"


def write(path: Path, *, far: str = "") -> Path:
    workbook = Workbook()
    table = workbook.worksheets[0]
    table.append(["姓名", "学位"])
    table.append(["张三", "博士"])
    if far:
        table[far] = "x"
    workbook.save(path)
    return path


def rewritten(source: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Return a copy whose sheet has other bytes in one place."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", 8) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == SHEET:
                assert old in data
                data = data.replace(old, new)
            after.writestr(name, data)
    return target


def test_a_list_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx")
    assert not is_too_large(path)
    assert [len(sheet.rows) for sheet in read_sheets(path)] == [2]


def test_a_stray_cell_in_the_last_corner(tmp_path: Path) -> None:
    """5 KB that would become 16,384 x 1,048,576 cells."""
    path = write(tmp_path / "a.xlsx", far="XFD1048576")
    with pytest.raises(InputError) as caught:
        list(read_sheets(path))
    assert caught.value.problem.remark.code == "workbook-too-large"


def test_the_corner_may_be_made_of_two_cells(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", far="XFD1")
    assert not is_too_large(path)
    far = rewritten(path, tmp_path / "b.xlsx", b'r="A2"', b'r="A1048576"')
    assert is_too_large(far)


@pytest.mark.parametrize("spelled", [b" r='XFD1048576'", b'\nr = "XFD1048576"'])
def test_however_it_is_spelled(tmp_path: Path, spelled: bytes) -> None:
    path = write(tmp_path / "a.xlsx")
    assert is_too_large(rewritten(path, tmp_path / "b.xlsx", b' r="B2"', spelled))


@pytest.mark.parametrize("size", [40, 100, 1000])
def test_wherever_the_reading_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(workbook_size, "CHUNK", size)
    monkeypatch.setattr(workbook_size, "LONGEST_TAG", 30)
    assert is_too_large(write(tmp_path / "a.xlsx", far="XFD1048576"))
    assert not is_too_large(write(tmp_path / "b.xlsx"))


def test_cells_without_a_place_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.xlsx")
    row = b"<row>" + b"<c><v>1</v></c>" * 50 + b"</row>"
    many = rewritten(path, tmp_path / "b.xlsx", b"</sheetData>", row * 3 + b"</sheetData>")
    monkeypatch.setattr(workbook_size, "MOST_CELLS", 150)
    assert is_too_large(many)
    assert not is_too_large(path)


def test_a_bomb_of_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.xlsx")
    monkeypatch.setattr(workbook_size, "MOST_BYTES", 20_000)
    assert not is_too_large(path)
    bomb = tmp_path / "b.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * 30_000)
    assert bomb.stat().st_size < 1_000
    assert is_too_large(bomb)


def test_what_is_no_zip_is_left_to_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"old")
    assert not is_too_large(path)
