"""What the rules of a table say: which say the same, and which goes before which."""

from __future__ import annotations

from huizhi.feel.tables.proof.cells import NotReadable, constant
from huizhi.feel.tables.structure import Cell, DecisionTable
from huizhi.feel.values.comparison import equal
from huizhi.feel.values.kinds import Value, same


class Results:
    """The outputs of the rules, counted from 0, as far as they are constants."""

    def __init__(self, table: DecisionTable) -> None:
        self._rules = table.rules
        self._values: list[tuple[Value, ...] | None] = [
            _constants(rule.outputs) for rule in table.rules
        ]

    def agree(self, one: int, other: int) -> bool | None:
        """Tell whether two rules say the same; None where that depends on facts."""
        left, right = self._rules[one].outputs, self._rules[other].outputs
        if all(a.tree == b.tree for a, b in zip(left, right, strict=True)):
            return True
        mine, theirs = self._values[one], self._values[other]
        if mine is None or theirs is None:
            return None
        return all(equal(a, b) is True for a, b in zip(mine, theirs, strict=True))

    def precedence(self, table: DecisionTable) -> list[int] | None:
        """Return the rules, the one that wins first; None where none wins or nobody can say."""
        if table.hit_policy == "F":
            return list(range(len(table.rules)))
        if table.hit_policy != "P":
            return None
        possible = [_constants(clause.priorities) for clause in table.outputs]
        ranks = []
        for values in self._values:
            if values is None or None in possible:
                return None
            ranks.append(
                [_place(v, known or ()) for v, known in zip(values, possible, strict=True)]
            )
        return sorted(range(len(ranks)), key=lambda rule: ranks[rule])


def _place(value: Value, possible: tuple[Value, ...]) -> int:
    places = (place for place, other in enumerate(possible) if same(other, value))
    return next(places, len(possible))


def _constants(cells: tuple[Cell, ...]) -> tuple[Value, ...] | None:
    try:
        return tuple(constant(cell.tree) for cell in cells)
    except NotReadable:
        return None
