"""A decision table, its texts parsed and checked."""

from __future__ import annotations

from dataclasses import dataclass

from huizhi.feel.semantics.types import FeelType
from huizhi.feel.syntax.tree import Node
from huizhi.feel.tables.definition import HitPolicy


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and its tree."""

    text: str
    tree: Node


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions; without `allowed` any value is."""

    text: str
    tree: Node
    type: FeelType
    allowed: Cell | None = None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results; `priorities` are the possible values, the one that wins first."""

    name: str
    type: FeelType
    priorities: tuple[Cell, ...] = ()
    default: Cell | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row; every test is a tree of `UnaryTests`."""

    tests: tuple[Cell, ...]
    outputs: tuple[Cell, ...]
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table of at least one output; each rule has a cell per column."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = "U"
