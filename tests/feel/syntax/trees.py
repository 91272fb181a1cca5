"""Random trees of FEEL, for property tests."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    ContextEntry,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    Input,
    InstanceOf,
    Invocation,
    Iteration,
    ListLiteral,
    Name,
    NamedArgument,
    Negation,
    Node,
    Null,
    Number,
    Or,
    Parameter,
    Path,
    Quantified,
    RangeLiteral,
    String,
    TypeReference,
    UnaryComparison,
    UnaryTests,
)

NAMES = ("a", "年龄", "Loan Amount", "p-q", "date and time", "it's", "not", "金额（元）")
MEMBERS = ("m", "start included", "u-v", "学位")

names = st.sampled_from(NAMES)
members = st.sampled_from(MEMBERS)
labels = st.sampled_from(("x", "y z", "w-v", "键"))
numbers = st.decimals(min_value=Decimal(0), max_value=Decimal("1e40"), allow_nan=False).filter(
    lambda value: not value.is_signed()
)
strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)

leaves: st.SearchStrategy[Node] = st.one_of(
    numbers.map(Number),
    strings.map(String),
    st.booleans().map(Boolean),
    st.just(Null()),
    st.sampled_from(["2021-07-26", "P1Y"]).map(AtLiteral),
    names.map(Name),
    st.just(Input()),
)

simple_types = st.sampled_from(
    ["number", "string", "date", "date and time", "days and time duration", "Any", "null", "list"]
).map(lambda name: TypeReference("Null" if name == "null" else name))


def _compound_types(inner: st.SearchStrategy[TypeReference]) -> st.SearchStrategy[TypeReference]:
    return st.one_of(
        st.builds(lambda kind: TypeReference("list", (kind,)), inner),
        st.builds(lambda kind: TypeReference("range", (kind,)), inner),
        st.builds(lambda kind: TypeReference("context", (kind,), ("x",)), inner),
        st.builds(lambda one, two: TypeReference("function", (one,), (), two), inner, inner),
    )


types = st.recursive(simple_types, _compound_types, max_leaves=4)


def _distinct(items: list[Node], key: str) -> tuple[Node, ...]:
    return tuple({getattr(item, key): item for item in items}.values())


def _compound(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    iterations = st.lists(
        st.builds(Iteration, labels, inner, st.none() | inner),
        min_size=1,
        max_size=2,
    ).map(tuple)
    comparisons = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    tests = st.lists(
        st.one_of(inner, st.builds(UnaryComparison, comparisons, inner)), min_size=1, max_size=3
    ).map(tuple)
    named = st.lists(st.builds(NamedArgument, labels, inner), min_size=1, max_size=3).map(
        lambda items: _distinct(list(items), "name")
    )
    entries = st.one_of(
        st.builds(ContextEntry, labels, inner, st.just(False)),
        st.builds(ContextEntry, strings, inner, st.just(True)),
    )
    parameters = st.lists(st.builds(Parameter, labels, st.none() | types), max_size=2).map(
        lambda items: _distinct(list(items), "name")
    )
    ends = st.none() | inner
    return st.one_of(
        st.builds(Negation, inner),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(Comparison, comparisons, inner, inner),
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Between, inner, inner, inner),
        st.builds(In, inner, tests),
        st.builds(RangeLiteral, ends, ends, st.booleans(), st.booleans()),
        st.builds(UnaryComparison, comparisons, inner),
        st.builds(If, inner, inner, inner),
        st.builds(For, iterations, inner),
        st.builds(Quantified, st.sampled_from(["some", "every"]), iterations, inner),
        st.builds(ListLiteral, st.lists(inner, max_size=3).map(tuple)),
        st.builds(
            ContextLiteral,
            st.lists(entries, max_size=3).map(lambda items: _distinct(list(items), "key")),
        ),
        st.builds(Path, inner, members),
        st.builds(Filter, inner, inner),
        st.builds(Invocation, inner, st.lists(inner, max_size=3).map(tuple) | named),
        st.builds(InstanceOf, inner, types),
        st.builds(FunctionLiteral, parameters, inner),
    )


expressions: st.SearchStrategy[Node] = st.recursive(leaves, _compound, max_leaves=12)


cells: st.SearchStrategy[UnaryTests] = st.one_of(
    st.just(UnaryTests(())),
    st.builds(UnaryTests, st.lists(expressions, min_size=1, max_size=3).map(tuple), st.booleans()),
)
