from huizhi.feel.semantics.references import UnknownTypeError, resolve_type
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.types import (
    DATE,
    NUMBER,
    STRING,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
)
from huizhi.feel.syntax.parser import parse_expression
from huizhi.feel.syntax.tree import InstanceOf

OUTER = Scope({"a": NUMBER, "b": DATE}, types={"T": NUMBER})


def test_an_inner_scope_hides_the_names_of_the_outer_one() -> None:
    inner = OUTER.inner({"a": STRING})
    assert (inner.find("a"), inner.find("b"), inner.find("c")) == (STRING, DATE, None)
    assert OUTER.find("a") == NUMBER
    assert list(inner.all_names()) == ["a", "a", "b"]


def test_openness_reaches_inwards_only() -> None:
    opened = OUTER.inner({}, open=True)
    assert opened.inner({}).may_hold_more()
    assert not OUTER.may_hold_more()


def test_members_are_found_at_every_depth() -> None:
    inner = ContextType((("x y", ListType(ContextType((("z", NUMBER),)))),))
    scope = OUTER.inner({"c": ListType(inner), "f": FunctionType((), inner)})
    assert scope.all_members() == {"x y", "z"}


def resolve(text: str) -> FeelType | str:
    tree = parse_expression(f"v instance of {text}", ()).tree
    assert isinstance(tree, InstanceOf)
    try:
        return resolve_type(tree.type, OUTER.inner({}))
    except UnknownTypeError as unknown:
        return unknown.reference.name


def test_types_are_resolved() -> None:
    assert resolve("list<T>") == ListType(NUMBER)
    assert resolve("context<a b: date>") == ContextType((("a b", DATE),))
    assert resolve("function<date> -> string") == FunctionType((("p1", DATE),), STRING)
    assert resolve("list") == ListType()
    assert resolve("list<Q>") == "Q"
