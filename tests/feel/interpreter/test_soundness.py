"""Whatever the tree: evaluation never raises, a trace changes nothing, and Missing is sound."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from huizhi.feel import ANY, Scope, Value, to_feel_literal
from huizhi.feel.interpreter.compiler import Compiler
from huizhi.feel.interpreter.trace import recording
from huizhi.feel.syntax.tree import If, Node
from huizhi.feel.syntax.walk import walk
from huizhi.feel.values.kinds import missing_within
from tests.feel.syntax.trees import NAMES, expressions

SCOPE = Scope(dict.fromkeys(NAMES, ANY))
VALUES = st.sampled_from(
    [
        None,
        True,
        False,
        Decimal(0),
        Decimal(1),
        Decimal("-2.5"),
        "a",
        "",
        dt.date(2021, 7, 26),
        [],
        [Decimal(1), None],
        [True, "a"],
        {},
        {"m": Decimal(1), "学位": "博士"},
    ]
)
FACTS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))


def evaluate(tree: Node, facts: dict[str, Value], *, tracing: bool = False) -> Value:
    closure = Compiler("", SCOPE, tracing=tracing).compile(tree)
    with recording():
        return closure(facts)


@given(expressions, FACTS)
def test_evaluation_never_raises_and_a_trace_changes_nothing(
    tree: Node, facts: dict[str, Value]
) -> None:
    value = evaluate(tree, facts)
    assert to_feel_literal(evaluate(tree, facts, tracing=True)) == to_feel_literal(value)


@given(expressions, FACTS, VALUES)
def test_what_is_known_without_a_fact_stays_so_whatever_the_fact_is(
    tree: Node, facts: dict[str, Value], later: Value
) -> None:
    # A condition that turns out to be neither true nor false has no branch at all.
    assume(not any(isinstance(node, If) for node in walk(tree)))
    without = {name: value for name, value in facts.items() if name != "a"}
    value = evaluate(tree, without)
    assume(missing_within([value]) is None)
    assert to_feel_literal(evaluate(tree, {**without, "a": later})) == to_feel_literal(value)
