"""What can be wrong with a text of FEEL, each with a code, a span and words in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from huizhi.feel.messages import render
from huizhi.feel.syntax.spans import Span

Severity = Literal["error", "warning"]
Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `code` names a message of `messages.py`, `parameters` fill its blanks."""

    code: str
    span: Span
    parameters: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def message(self, language: Language = "zh") -> str:
        """Return what is wrong and what would be right, as a sentence."""
        return render(self.code, self.parameters, language)


class FeelError(Exception):
    """A text that is not well formed or not well typed. Carries every finding, at least one."""

    def __init__(self, text: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.text = text
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(d.message("en") for d in self.diagnostics))
