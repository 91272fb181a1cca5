"""Evaluates texts without the checker, so that what it refuses can be tested as well."""

from __future__ import annotations

from collections.abc import Mapping

from huizhi.feel import ANY, Missing, Scope, Value
from huizhi.feel.builtins.catalogue import BUILTINS
from huizhi.feel.interpreter.compiler import Compiler
from huizhi.feel.interpreter.trace import recording
from huizhi.feel.syntax.parser import parse_expression

# Facts that exist in the scope of every test and that nobody knows.
UNKNOWN = ("m", "m2")


def evaluate(text: str, facts: Mapping[str, object] | None = None) -> Value:
    """Return the value of a text; `m` and `m2` are missing."""
    known = dict(facts or {})
    names = [*known, *UNKNOWN]
    tree = parse_expression(text, [*names, *BUILTINS]).tree
    return Compiler(text, Scope(dict.fromkeys(names, ANY))).compile(tree)(known)


def cause_of(text: str) -> str:
    """Return the code of the first cause recorded while evaluating a text to null."""
    with recording() as recorder:
        assert evaluate(text) is None
    return recorder[0].code


def missing(*facts: str) -> Missing:
    return Missing(frozenset(facts))
