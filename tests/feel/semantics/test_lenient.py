"""A lenient scope, for models of DMN: wrong names and types are null, with their cause."""

from __future__ import annotations

import pytest

from huizhi.feel import (
    NUMBER,
    FeelError,
    InputDefinition,
    Missing,
    OutputDefinition,
    RuleDefinition,
    Scope,
    TableDefinition,
    compile_expression,
    compile_table,
    compile_unary_tests,
    listening,
)

SCOPE = Scope({"n": NUMBER}, lenient=True)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('1 + "a"', "operands"),
        ("nobody declares this", "unknown_name"),
        ('1 < "a"', "incomparable"),
        ("{a: 1}.b", "no_member"),
        ("abs(1, 2)", "arguments"),
        ("(function(a) external {java: {}})(1)", "external_function"),
        ('@"2021-13-01"', "unreadable"),
        ("?", "unreadable"),
    ],
)
def test_what_is_wrong_is_null(text, cause):
    with pytest.raises(FeelError):
        compile_expression(text, Scope())
    with listening() as causes:
        assert compile_expression(text, SCOPE).evaluate({}) is None
    assert causes[0].code == cause


def test_a_fact_that_is_absent_is_null_and_not_missing():
    with listening() as causes:
        assert compile_expression("n", SCOPE).evaluate({}) is None
    assert causes[0].code == "unknown_name"
    assert isinstance(compile_expression("n", Scope({"n": NUMBER})).evaluate({}), Missing)


def test_an_inner_scope_is_as_lenient():
    assert SCOPE.inner({}).is_lenient()
    assert not Scope(outer=Scope()).is_lenient()


def test_the_syntax_is_looked_at_all_the_same():
    for text in ("1 +", "(", ""):
        with pytest.raises(FeelError):
            compile_expression(text, SCOPE)


def test_tests_and_tables_are_not_checked_either():
    assert compile_unary_tests('< "a"', SCOPE, NUMBER).evaluate(1, {}) is None
    table = TableDefinition(
        (InputDefinition("n"),),
        (OutputDefinition(),),
        (RuleDefinition(('"a"',), ("1",)), RuleDefinition(("2",), ("2",))),
    )
    assert compile_table(table, SCOPE).evaluate({"n": 2}) == 2
    with pytest.raises(FeelError):
        compile_table(table, Scope({"n": NUMBER}))


def test_an_unknown_type_is_the_type_of_no_value():
    assert compile_expression("1 instance of nonsense", SCOPE).evaluate({}) is False
    called = compile_expression("(function(a: nonsense) a)(1)", SCOPE)
    assert called.evaluate({}) is None
