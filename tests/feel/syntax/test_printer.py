import pytest
from hypothesis import given

from huizhi.feel.syntax.parser import parse_expression, parse_unary_tests
from huizhi.feel.syntax.printer import print_tree, quote
from huizhi.feel.syntax.tree import Node, UnaryTests
from tests.feel.syntax.trees import MEMBERS, NAMES, cells, expressions


@given(expressions)
def test_a_printed_tree_parses_to_the_same_tree(tree: Node) -> None:
    text = print_tree(tree)
    assert parse_expression(text, NAMES, MEMBERS).tree == tree, text


@given(cells)
def test_a_printed_cell_parses_to_the_same_cell(tree: UnaryTests) -> None:
    text = print_tree(tree)
    assert parse_unary_tests(text, NAMES, MEMBERS).tree == tree, text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("( 年龄＞＝40 )and 学历 = “博士”", '年龄 >= 40 and 学历 = "博士"'),
        ("((a+b))*c", "(a + b) * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("-(3**2)", "-(3 ** 2)"),
        ("(-3)**2", "-3 ** 2"),
        ("x in(1)", "x in 1"),
        ("x in (>3)", "x in (> 3)"),
        ("x in (a+b)", "x in (a + b)"),
        ("]1..2[", "(1..2)"),
        ("(..([]))", "(..([]))"),
        ("[1..([][1])]", "[1..([][1])]"),
        ("[1..([..2])]", "[1..([..2])]"),
        ("x in (1..2).start", "x in (1..2).start"),
        ("x in (..2)[1]", "x in (..2)[1]"),
        ("if a then b else if c then d else e", "if a then b else if c then d else e"),
        ("(if a then b else c)+1", "(if a then b else c) + 1"),
        ("(1).a", "(1).a"),
        ("(x instance of list)<3", "(x instance of list) < 3"),
        (
            "(f instance of function<number>->list)<3",
            "(f instance of function<number> -> list) < 3",
        ),
        ('{ a:1 , "b c" : 2 }', '{a: 1, "b c": 2}'),
        ("f( x : 1 )", "f(x: 1)"),
    ],
)
def test_usual_spacing_and_no_needless_brackets(text: str, printed: str) -> None:
    assert print_tree(parse_expression(text, ()).tree) == printed


def test_a_cell_that_begins_with_a_call_of_not_is_no_negation() -> None:
    cell = parse_unary_tests("(not(a)), b", ()).tree
    assert print_tree(cell) == "(not(a)), b"
    assert print_tree(parse_unary_tests("not(a, b)", ()).tree) == "not(a, b)"


def test_quote_escapes_what_would_end_or_break_the_string() -> None:
    assert quote('a"b\\c\nd') == r'"a\"b\\c\nd"'
