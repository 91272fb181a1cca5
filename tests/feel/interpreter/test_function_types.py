"""`instance of` with types of functions: they may take more and give less than is wanted."""

import pytest

from huizhi.feel import Scope, compile_expression

A, AB = "context<a: string>", "context<a: string, b: string>"


@pytest.mark.parametrize("lenient", [True, False])
@pytest.mark.parametrize(
    ("function", "kind", "expected"),
    [
        ('function() "甲"', "function<> -> string", True),
        ('function() "甲"', "function<> -> number", False),
        ('function() "甲"', "function<> -> Any", True),
        # The number of parameters, whatever their names.
        ("function(a: string, b: number) 1", "function<string, number> -> number", True),
        ("function(a: string, b: number) 1", "function<string> -> number", False),
        ("function(a: string) 1", "function<string, number> -> number", False),
        ("function() 1", "function<string> -> number", False),
        # A parameter may take more.
        (f"function(c: {A}) 1", f"function<{AB}> -> number", True),
        (f"function(c: {AB}) 1", f"function<{A}> -> number", False),
        ("function(a) 1", "function<number> -> number", True),
        ("function(a: number) 1", "function<Any> -> number", False),
        ("function(a: list<Any>) 1", "function<list<number>> -> number", True),
        ("function(a: list<number>) 1", "function<list<Any>> -> number", False),
        ("function(a: string) 1", "function<number> -> number", False),
        # A result may be narrower.
        ('function() {a: "", b: ""}', f"function<> -> {A}", True),
        ('function() {a: ""}', f"function<> -> {AB}", False),
        ("function() [1]", "function<> -> list<Any>", True),
        ("function() [1..2]", "function<> -> range<number>", True),
        ("function() null", "function<> -> number", True),
        ("function(a: number) a + 1", "function<number> -> number", True),
        ("function(a) a", "function<number> -> number", False),
        ("function(a) a", "function<number> -> Any", True),
        # Functions that take functions.
        (
            "function(f: function<number> -> number) f(1)",
            "function<function<Any> -> number> -> number",
            True,
        ),
        (
            "function(f: function<Any> -> number) f(1)",
            "function<function<number> -> number> -> number",
            False,
        ),
        # Builtins, in each of the ways to call them.
        ("abs", "function<number> -> number", True),
        ("abs", "function<string> -> number", False),
        ("substring", "function<string, number> -> string", True),
        ("substring", "function<string, number, number> -> string", True),
        ("substring", "function<string> -> string", False),
        ("1", "function<number> -> number", False),
        ("null", "function<number> -> number", False),
    ],
)
def test_a_function_is_of_a_type(function: str, kind: str, expected: bool, lenient: bool) -> None:
    text = f"({function}) instance of {kind}"
    assert compile_expression(text, Scope(lenient=lenient)).evaluate({}) is expected


def test_functions_inside_lists_and_contexts() -> None:
    number, text = "function<number> -> number", "function<string> -> number"
    for value, kind, expected in (
        ("[abs, floor]", f"list<{number}>", True),
        ("[abs, 1]", f"list<{number}>", False),
        ("[abs]", f"list<{text}>", False),
        ("{f: abs}", f"context<f: {number}>", True),
        ("{f: abs}", f"context<f: {text}>", False),
    ):
        found = compile_expression(f"{value} instance of {kind}", Scope()).evaluate({})
        assert found is expected, value
