"""What is found in files that people write: where it stands, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from huizhi.rules.words import Language, Words

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file. Lines and columns count from 1; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at a place. `code` is stable and in kebab case; `words` is the sentence."""

    place: Place
    severity: Severity
    code: str
    words: Words

    @property
    def path(self) -> str:
        """The file, as a path within its folder."""
        return self.place.path

    @property
    def line(self) -> int:
        """The line it starts on, from 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column it starts at, from 1."""
        return self.place.column

    @property
    def end(self) -> tuple[int, int]:
        """Line and column just behind it."""
        return self.place.end_line, self.place.end_column

    def message(self, language: Language = "zh") -> str:
        """Return what is wrong and what would be right."""
        return self.words.get(language)

    def format(self, language: Language = "zh") -> str:
        """Return the finding on one line, as compilers print them."""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message(language)}"


def has_errors(findings: Sequence[Finding]) -> bool:
    """Tell whether any finding is an error."""
    return any(finding.severity == "error" for finding in findings)
