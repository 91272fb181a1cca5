import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel.errors import FeelError
from huizhi.feel.syntax.parser import MAX_LENGTH, parse_expression, parse_unary_tests
from huizhi.feel.syntax.printer import print_tree
from huizhi.feel.syntax.walk import height, walk

NESTING = [
    ("(", "1", ")"),
    ("[", "1", "]"),
    ("{a: ", "1", "}"),
    ("-", "1", ""),
    ("f(", "1", ")"),
    ("f(a: ", "1", ")"),
    ("xs[", "1", "]"),
    ("1 in (", "1", ")"),
    ("1 + (", "1", ")"),
    ("if a then 1 else ", "1", ""),
    ("if ", "a", " then 1 else 2"),
    ("for x in ", "y", " return x"),
    ("for x in y return ", "x", ""),
    ("some x in y satisfies ", "x", ""),
    ("function(x) ", "x", ""),
    ("[1..", "1", "]"),
    ("(> ", "1", ")"),
    ("x instance of list<", "number", ">"),
]


@pytest.mark.parametrize(("before", "inner", "after"), NESTING)
def test_nesting_is_refused_before_the_stack_ends(before: str, inner: str, after: str) -> None:
    once = before.removeprefix("x instance of ") if "instance" in before else before
    for depth in (300, 4_000):
        text = before + once * depth + inner + after * (depth + 1)
        with pytest.raises(FeelError) as caught:
            parse_expression(text, ())
        assert caught.value.diagnostics[0].code == "nested-too-deep"


@pytest.mark.parametrize(("before", "inner", "after"), NESTING)
def test_ninety_levels_are_read_printed_and_compared(before: str, inner: str, after: str) -> None:
    once = before.removeprefix("x instance of ") if "instance" in before else before
    text = before + once * 90 + inner + after * 91
    tree = parse_expression(text, ()).tree
    again = parse_expression(print_tree(tree), ()).tree
    assert again == tree
    assert hash(again) == hash(tree)


@pytest.mark.parametrize("operator", [" + ", " = ", ".", "[1][", "(1)("])
def test_chains_that_make_a_deep_tree_are_refused(operator: str) -> None:
    closing = {"[1][": "1]", "(1)(": "1)"}.get(operator, "a")
    with pytest.raises(FeelError) as caught:
        parse_expression(f"a{operator}" * 300 + closing, ())
    assert caught.value.diagnostics[0].code in ("nested-too-deep", "missing-operator")


def test_long_rows_that_stay_flat_are_read() -> None:
    assert height(parse_expression(" and ".join(["a"] * 5_000), ()).tree) == 2
    tree = parse_expression(f"[{', '.join(['1'] * 5_000)}]", ()).tree
    assert sum(1 for _ in walk(tree)) == 5_001


def test_huge_texts_are_refused() -> None:
    with pytest.raises(FeelError) as caught:
        parse_expression("1" * (MAX_LENGTH + 1), ())
    assert caught.value.diagnostics[0].code == "text-too-long"


WORDS = """
1 .5 a 年龄 "x" “ ” @ ( ) [ ] { } , : . .. + - * / ** = != < > <= >= -> ? ' not( and or in between
if then else for return some every satisfies function instance of external null true list<number>
date \\ /* */ // % ＞ （ ） ， ≥ 大于 、 &
"""
FRAGMENTS = st.sampled_from(WORDS.split())


@given(st.one_of(st.text(), st.lists(FRAGMENTS, max_size=40).map(" ".join)))
def test_any_text_gives_a_tree_or_a_feel_error(text: str) -> None:
    for parse in (parse_expression, parse_unary_tests):
        try:
            tree = parse(text, ["date and time", "a-b", "年龄 1"]).tree
        except FeelError as error:
            for finding in error.diagnostics:
                assert 0 <= finding.span.start <= finding.span.end <= len(text)
                assert finding.message("zh")
                assert finding.message("en")
        else:
            for node in walk(tree):
                assert 0 <= node.span.start < node.span.end <= len(text)


@given(st.lists(FRAGMENTS, max_size=30).map(" ".join))
def test_what_is_read_can_be_printed_and_read_again(text: str) -> None:
    try:
        tree = parse_expression(text, ()).tree
    except FeelError:
        return
    assert parse_expression(print_tree(tree), ()).tree == tree
