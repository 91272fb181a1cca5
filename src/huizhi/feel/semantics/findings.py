"""Where a check writes down what it finds."""

from __future__ import annotations

from collections.abc import Iterable

from huizhi.feel.errors import Diagnostic
from huizhi.feel.semantics.suggestions import suggest
from huizhi.feel.syntax.tree import Node


class Findings:
    """The findings about one text, in the order they were made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.diagnostics: list[Diagnostic] = []

    def add(self, code: str, place: Node, **parameters: str) -> None:
        """Write down an error."""
        self._write(Diagnostic(code, place.span, parameters))

    def warn(self, code: str, place: Node, **parameters: str) -> None:
        """Write down a warning."""
        self._write(Diagnostic(code, place.span, parameters, "warning"))

    def add_unknown(
        self, code: str, place: Node, name: str, candidates: Iterable[str], **parameters: str
    ) -> None:
        """Write down an unknown name, with the code `…-suggest` where a candidate is near."""
        near = suggest(name, candidates)
        if near is None:
            self.add(code, place, name=name, **parameters)
        else:
            self.add(f"{code}-suggest", place, name=name, suggestion=near, **parameters)

    def _write(self, finding: Diagnostic) -> None:
        # A part that is checked twice, as the value of a `between`, is reported once.
        if finding not in self.diagnostics:
            self.diagnostics.append(finding)
