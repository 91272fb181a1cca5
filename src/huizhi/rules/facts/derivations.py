"""Facts that follow from other facts of the same subject, compiled."""

from __future__ import annotations

from huizhi.feel import Expression, FeelError, compile_expression
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.subjects import SubjectKind


class DerivationError(Exception):
    """A derivation that cannot be used: malformed, or part of a cycle."""

    def __init__(self, kind: SubjectKind, name: str, problem: str) -> None:
        self.kind = kind
        self.name = name
        self.problem = problem
        super().__init__(f"{kind.value}: the derivation of {name}: {problem}")


class Derivations:
    """The derivations of a catalogue, by kind and fact (DerivationError)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._compiled: dict[SubjectKind, dict[str, Expression]] = {}
        for kind, facts in catalogue.kinds.items():
            scope = catalogue.scope(kind)
            compiled: dict[str, Expression] = {}
            for fact in facts.facts.values():
                if fact.derive is None:
                    continue
                try:
                    expected = scope.find(fact.name)
                    compiled[fact.name] = compile_expression(fact.derive, scope, expected)
                except FeelError as error:
                    raise DerivationError(kind, fact.name, str(error)) from error
            self._compiled[kind] = compiled
            _refuse_cycles(kind, compiled)

    def find(self, kind: SubjectKind, name: str) -> Expression | None:
        """Return the derivation of a fact, or None where it is only ever stated."""
        return self._compiled[kind].get(name)


def _refuse_cycles(kind: SubjectKind, compiled: dict[str, Expression]) -> None:
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise DerivationError(kind, name, "it refers to itself: " + " → ".join((*above, name)))
        if name in compiled and name not in done:
            for inner in sorted(compiled[name].names):
                visit(inner, (*above, name))
            done.add(name)

    for name in compiled:
        visit(name, ())
