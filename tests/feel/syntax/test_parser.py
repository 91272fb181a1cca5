from decimal import Decimal

import pytest

from huizhi.feel.errors import FeelError
from huizhi.feel.syntax.parser import parse_expression, parse_unary_tests
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

A, B, C, X = Name("a"), Name("b"), Name("c"), Name("x")


def n(value: int | str) -> Number:
    return Number(Decimal(value))


def tree(text: str) -> Node:
    return parse_expression(text, ()).tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1200.50", n("1200.50")),
        (".5", n("0.5")),
        ("1.23e-4", n("0.000123")),
        ("true", Boolean(True)),
        ("null", Null()),
        ('@"2021-07-26"', AtLiteral("2021-07-26")),
        ("-3 ** 2", Arithmetic("**", Negation(n(3)), n(2))),
        ("3 ** 4 ** 5", Arithmetic("**", Arithmetic("**", n(3), n(4)), n(5))),
        ("1 + 2 * 3", Arithmetic("+", n(1), Arithmetic("*", n(2), n(3)))),
        ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
        ("a - -b", Arithmetic("-", A, Negation(B))),
        ("a or b and c", Or((A, And((B, C))))),
        ("a and b and c", And((A, B, C))),
        ("(a and b) and c", And((And((A, B)), C))),
        ("a = b = c", Comparison("=", Comparison("=", A, B), C)),
        ("a < b + 1", Comparison("<", A, Arithmetic("+", B, n(1)))),
        ("a between 1 and 2 and b", And((Between(A, n(1), n(2)), B))),
        ("-a.b", Negation(Path(A, "b"))),
        ("a.b[1](x)", Invocation(Filter(Path(A, "b"), n(1)), (X,))),
        ("f(a: 1, b c: 2)", Invocation(
            Name("f"), (NamedArgument("a", n(1)), NamedArgument("b c", n(2))))),
        ("f()", Invocation(Name("f"), ())),
        ("if a then b else c", If(A, B, C)),
        ("if a then b else c + 1", If(A, B, Arithmetic("+", C, n(1)))),
        ("[]", ListLiteral(())),
        ("[a, [b]]", ListLiteral((A, ListLiteral((B,))))),
        ("{}", ContextLiteral(())),
        ('{a: 1, "b c": a}', ContextLiteral(
            (ContextEntry("a", n(1)), ContextEntry("b c", A, True)))),
        ("for x in a return x", For((Iteration("x", A),), X)),
        ("for x in 1..3, y in b return x", For(
            (Iteration("x", n(1), n(3)), Iteration("y", B)), X)),
        ("some x in a satisfies x > 1", Quantified(
            "some", (Iteration("x", A),), Comparison(">", X, n(1)))),
        ("function(a, b: number) a", FunctionLiteral(
            (Parameter("a"), Parameter("b", TypeReference("number"))), A)),
        ("(function(x) x)(1)", Invocation(FunctionLiteral((Parameter("x"),), X), (n(1),))),
        ("function(a) external {x: a}", FunctionLiteral(
            (Parameter("a"),), ContextLiteral((ContextEntry("x", A),)), True)),
    ],
)  # fmt: skip
def test_expressions(text: str, expected: Node) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1..2]", RangeLiteral(n(1), n(2), True, True)),
        ("(1..2)", RangeLiteral(n(1), n(2), False, False)),
        ("]1..2[", RangeLiteral(n(1), n(2), False, False)),
        ("[a+1..b[", RangeLiteral(Arithmetic("+", A, n(1)), B, True, False)),
        ("[1..a[1]]", RangeLiteral(n(1), Filter(A, n(1)), True, True)),
        ("[1..]", RangeLiteral(n(1), None, True, True)),
        ("(..2)", RangeLiteral(None, n(2), False, False)),
        ("]..2]", RangeLiteral(None, n(2), False, True)),
        ("(> 10)", UnaryComparison(">", n(10))),
        ("[18..21[ = a", Comparison("=", RangeLiteral(n(18), n(21), True, False), A)),
        ("(1..2).start", Path(RangeLiteral(n(1), n(2), False, False), "start")),
    ],
)
def test_ranges(text: str, expected: Node) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("x in a", (A,)),
        ("x in (a)", (A,)),
        ("x in (a, > 1)", (A, UnaryComparison(">", n(1)))),
        ("x in > 1", (UnaryComparison(">", n(1)),)),
        ("x in (= 1)", (UnaryComparison("=", n(1)),)),
        ("x in (1..2]", (RangeLiteral(n(1), n(2), False, True),)),
        ("x in [[1..2], 3]", (ListLiteral((RangeLiteral(n(1), n(2), True, True), n(3))),)),
        ("x in (a)[1]", (Filter(A, n(1)),)),
        ("x in (a) + 1", (Arithmetic("+", A, n(1)),)),
        ("x in (a or b)", (Or((A, B)),)),
        ("x in (? > 1)", (Comparison(">", Input(), n(1)),)),
    ],
)
def test_membership(text: str, tests: tuple[Node, ...]) -> None:
    assert tree(text) == In(X, tests)


def test_membership_ends_before_and() -> None:
    assert tree("x in (a) and b") == And((In(X, (A,)), B))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("number", TypeReference("number")),
        ("days and time duration", TypeReference("days and time duration")),
        ("list<list<date>>", TypeReference(
            "list", (TypeReference("list", (TypeReference("date"),)),))),
        ("context<a: number, b c: string>", TypeReference(
            "context", (TypeReference("number"), TypeReference("string")), ("a", "b c"))),
        ("function<date, time> -> string", TypeReference(
            "function", (TypeReference("date"), TypeReference("time")), (),
            TypeReference("string"))),
        ("function<>->Any", TypeReference("function", result=TypeReference("Any"))),
        ("range<number>", TypeReference("range", (TypeReference("number"),))),
        ("模型.人员 类型", TypeReference("模型.人员 类型")),
    ],
)  # fmt: skip
def test_types(text: str, expected: TypeReference) -> None:
    assert tree(f"x instance of {text}") == InstanceOf(X, expected)
    assert tree(f"x instance of {text} and a") == And((InstanceOf(X, expected), A))


def test_a_type_may_close_right_before_an_equals_sign() -> None:
    kind = TypeReference("list", (TypeReference("number"),))
    assert tree("x instance of list<number>=a") == Comparison("=", InstanceOf(X, kind), A)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-", UnaryTests(())),
        ("－", UnaryTests(())),
        ('"博士", "硕士"', UnaryTests((String("博士"), String("硕士")))),
        ("< 40", UnaryTests((UnaryComparison("<", n(40)),))),
        ("[18..40), >= 60", UnaryTests(
            (RangeLiteral(n(18), n(40), True, False), UnaryComparison(">=", n(60))))),
        ("not(1, 2)", UnaryTests((n(1), n(2)), True)),
        ("not(< 3)", UnaryTests((UnaryComparison("<", n(3)),), True)),
        ("not(a) or b", UnaryTests((Or((Invocation(Name("not"), (A,)), B)),))),
        ("not(negand: a)", UnaryTests(
            (Invocation(Name("not"), (NamedArgument("negand", A),)),))),
        ("? > 1 and a", UnaryTests((And((Comparison(">", Input(), n(1)), A)),))),
        ("-5", UnaryTests((Negation(n(5)),))),
    ],
)  # fmt: skip
def test_cells(text: str, expected: UnaryTests) -> None:
    assert parse_unary_tests(text, ()).tree == expected


def test_spans_point_into_the_text_as_it_was_written() -> None:
    text = "（年龄＞40） and 学历＝“博士”"
    found = tree(text)
    assert isinstance(found, And)
    left, right = found.operands
    assert found.span.of(text) == text
    assert left.span.of(text) == "年龄＞40"
    assert right.span.of(text) == "学历＝“博士”"


def test_the_span_of_an_operator_holds_the_brackets_of_its_operands() -> None:
    text = "x * (a + b).c"
    found = tree(text)
    assert isinstance(found, Arithmetic)
    assert found.span.of(text) == text
    assert found.right.span.of(text) == "(a + b).c"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("  ", "empty-text", "  "),
        ("1 +", "expected-expression-at-end", ""),
        ("1 + * 2", "expected-expression", "*"),
        ("(1 + 2", "unclosed-bracket", "("),
        ("[1, 2", "unclosed-bracket", "["),
        ("f(1", "unclosed-bracket", "("),
        ("x instance of list<number", "unclosed-bracket", "<"),
        ("(1, 2)", "expected-token", ","),
        ("1 2", "missing-operator", "2"),
        ("a)", "unexpected", ")"),
        ("if a then b", "expected-token-at-end", ""),
        ("if a b", "expected-token-at-end", ""),
        ("for in a return b", "expected-name", "in"),
        ("for x y return b", "expected-token", "return"),
        ("for 1 in a return b", "expected-name", "1"),
        ("{a 1}", "expected-key", "a"),
        ("{a: 1, a: 2}", "repeated-key", "a"),
        ("f(a: 1, a: 2)", "repeated-argument", "a"),
        ("f(a: 1, 2)", "mixed-arguments", "2"),
        ("function(a, a) a", "repeated-parameter", "a"),
        ("a == b", "instead", "=="),
        ("a <> b", "instead", "<>"),
        ("'a'", "single-quotes", "'"),
        ("@a", "expected-at-literal", "a"),
        ("a.1", "missing-operator", ".1"),
        ("a.", "expected-name-at-end", ""),
        ("x instance of", "expected-type-at-end", ""),
        ("x instance of 3", "expected-type", "3"),
        ("1e7000", "number-out-of-range", "1e7000"),
        ("1e99999999999999999999", "number-out-of-range", "1e99999999999999999999"),
        ("and", "expected-expression", "and"),
    ],
)
def test_errors_name_their_place(text: str, code: str, place: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text, ())
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.span.of(text)) == (code, place)


@pytest.mark.parametrize(
    ("text", "code", "instead"),
    [
        ("年龄 大于 40", "chinese-operator", ">"),
        ("年龄 > 1 并且 年龄 < 9", "chinese-operator", "and"),
        ('"甲"、"乙"', "chinese-operator", ","),
        ("a || b", "instead", "or"),
    ],
)
def test_words_for_operators_are_explained(text: str, code: str, instead: str) -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression(text, ["年龄"])
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.parameters["instead"]) == (code, instead)


def test_not_without_brackets_is_explained() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("not 全职", ["not", "全职"])
    assert caught.value.diagnostics[0].code == "not-without-brackets"


def test_tests_joined_by_and_are_explained() -> None:
    with pytest.raises(FeelError) as caught:
        parse_unary_tests(">= 18 and < 40", ())
    assert caught.value.diagnostics[0].code == "test-conjunction"
