"""What was found while reading tables: where, how grave, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from huizhi.rules.fact_tables.wordings import word
from huizhi.rules.words import Language


class Severity(StrEnum):
    """`ERROR`: something was refused. `WARNING`: read, look at it. `NOTICE`: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about one cell, before its place is known."""

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: Language = "zh") -> str:
        """Return the finding as a sentence."""
        return word(self.code, self.parameters, language)


class CellError(Exception):
    """A cell that cannot be read as its fact. `hint(language)` says what would be right."""

    def __init__(self, code: str, **parameters: str) -> None:
        self.remark = Remark(code, parameters)
        super().__init__(self.remark.message("en"))

    @property
    def code(self) -> str:
        """Name of the sentence in `wordings`."""
        return self.remark.code

    def hint(self, language: Language = "zh") -> str:
        """Return what is wrong with the cell and what would be right."""
        return self.remark.message(language)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the input. Rows count from 1 as Excel shows them; `column` is letter and heading."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def text(self, language: Language = "zh") -> str:
        """Return the place as people read it: file, sheet, row, column."""
        parts = [self.file]
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”" if language == "zh" else f"sheet “{self.sheet}”")
        if self.row is not None:
            parts.append(f"第 {self.row} 行" if language == "zh" else f"row {self.row}")
        if self.column is not None:
            parts.append(f"{self.column} 列" if language == "zh" else f"column {self.column}")
        return ("，" if language == "zh" else ", ").join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its place."""

    place: Place
    severity: Severity
    remark: Remark

    def message(self, language: Language = "zh") -> str:
        """Return place and finding in one line."""
        between = "：" if language == "zh" else ": "
        return f"{self.place.text(language)}{between}{self.remark.message(language)}"

    def to_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return plain data for machines; the sentence is in `message`."""
        return {
            "file": self.place.file,
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.column,
            "severity": str(self.severity),
            "code": self.remark.code,
            "message": self.remark.message(language),
        }


class InputError(Exception):
    """An input of which nothing can be read: the file is not there, broken or of another kind."""

    def __init__(self, path: Path, code: str, **parameters: str) -> None:
        self.problem = Problem(Place(str(path)), Severity.ERROR, Remark(code, parameters))
        super().__init__(self.problem.message("en"))

    def message(self, language: Language = "zh") -> str:
        """Return which file, what is wrong with it, and what would be right."""
        return self.problem.message(language)
