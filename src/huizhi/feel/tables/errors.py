"""What is wrong in a table, and in which of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from huizhi.feel.errors import Diagnostic, FeelError

Part: TypeAlias = Literal["input", "allowed", "output", "values", "default", "test", "result"]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell. `rule` counts from 1 and is None in a heading; `column` counts from 0.

    `part` says whether the column is counted among the inputs or the outputs, and what is meant of
    the heading: its expression, its allowed values, its default.
    """

    part: Part
    column: int
    rule: int | None = None
    heading: str = ""

    def __str__(self) -> str:
        where = f"rule {self.rule}" if self.rule is not None else "heading"
        return f"{where}, {self.part} {self.column + 1} ({self.heading})"


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with the cell in which it was made; its span counts within `text`."""

    place: Place
    text: str
    diagnostic: Diagnostic


class TableError(FeelError):
    """A table that is not well formed or not well typed. Carries every finding, at least one."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("", [finding.diagnostic for finding in findings])

    def __str__(self) -> str:
        return "; ".join(f"{f.place}: {f.diagnostic.message('en')}" for f in self.findings)
