"""A decision table as its author writes it: every heading and cell a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from huizhi.feel.semantics.types import FeelType

# The letters of the standard, as they stand in the corner of a table: unique, any, priority, first,
# rule order, output order, collect as a list, sum, least, greatest, count.
HitPolicy: TypeAlias = Literal["U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#"]


@dataclass(frozen=True, slots=True)
class InputDefinition:
    """A column of conditions. `expression` is FEEL; `allowed` are unary tests of all its values.

    `type` is checked against the type of the expression; left out, that type is taken.
    """

    expression: str
    allowed: str = ""
    type: FeelType | None = None


@dataclass(frozen=True, slots=True)
class OutputDefinition:
    """A column of results. A table of one output needs no name for it.

    `values` are FEEL expressions of the possible values, the one that wins first; `default` is
    the FEEL expression for a case that no rule matches.
    """

    name: str = ""
    type: FeelType | None = None
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class RuleDefinition:
    """A row: a unary test per input, an expression per output. `annotation` is for readers."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A whole table. Rules count from 1 in what is said about them."""

    inputs: tuple[InputDefinition, ...]
    outputs: tuple[OutputDefinition, ...]
    rules: tuple[RuleDefinition, ...]
    hit_policy: HitPolicy = "U"
