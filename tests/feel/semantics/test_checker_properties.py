from contextlib import suppress

import pytest
from hypothesis import given

from huizhi.feel.errors import FeelError
from huizhi.feel.semantics.checker import check_expression, check_unary_tests
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.types import ANY, NUMBER, ContextType, ListType
from huizhi.feel.syntax.parser import parse_expression
from huizhi.feel.syntax.printer import print_tree
from huizhi.feel.syntax.tree import Node, UnaryTests
from tests.feel.semantics.test_checker import FUNCTIONS, SCOPE
from tests.feel.syntax.test_limits import NESTING
from tests.feel.syntax.trees import NAMES, cells, expressions


@given(expressions)
def test_any_tree_can_be_checked(tree: Node) -> None:
    for finding in check_expression(tree, "", SCOPE, FUNCTIONS).diagnostics:
        assert finding.message("zh")
        assert finding.message("en")


@given(cells)
def test_any_cell_can_be_checked(tree: UnaryTests) -> None:
    for kind in (ANY, NUMBER, ListType(NUMBER), ContextType()):
        check_unary_tests(tree, "", SCOPE, kind, FUNCTIONS)


@given(expressions)
def test_checking_does_not_depend_on_spelling(tree: Node) -> None:
    names = [*NAMES, *SCOPE.all_names()]
    text = print_tree(tree)
    again = parse_expression(text, names).tree
    if again == tree:
        before = check_expression(tree, "", SCOPE, FUNCTIONS)
        after = check_expression(again, text, SCOPE, FUNCTIONS)
        assert after.type == before.type


@pytest.mark.parametrize(("before", "inner", "after"), NESTING)
def test_the_deepest_trees_do_not_exhaust_the_stack(before: str, inner: str, after: str) -> None:
    once = before.removeprefix("x instance of ") if "instance" in before else before
    for depth in range(210, 0, -1):
        text = before + once * depth + inner + after * (depth + 1)
        with suppress(FeelError):
            tree = parse_expression(text, ()).tree
            break
    assert depth >= 90
    check_expression(tree, text, Scope(), FUNCTIONS)
    assert parse_expression(print_tree(tree), ()).tree == tree
