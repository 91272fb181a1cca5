import pytest

from huizhi.feel.syntax.names import NameTable, split_name
from huizhi.feel.syntax.parser import parse_expression
from huizhi.feel.syntax.tree import And, Arithmetic, For, In, Invocation, Name, Node, Path, String


def tree(text: str, *names: str, members: tuple[str, ...] = ()) -> Node:
    return parse_expression(text, names, members).tree


def test_a_dash_is_part_of_a_name_only_where_the_scope_says_so() -> None:
    assert tree("a-b") == Arithmetic("-", Name("a"), Name("b"))
    assert tree("a-b", "a-b") == Name("a-b")
    assert tree("a - b", "a-b") == Name("a-b")
    assert tree("(a) - b", "a-b") == Arithmetic("-", Name("a"), Name("b"))


@pytest.mark.parametrize(
    "name", ["Loan Amount", "a+b", "a/b", "a.b", "it's", "a*b", "a**b", "第 1 批", "x - y z"]
)
def test_names_of_several_pieces(name: str) -> None:
    assert tree(f"{name} = 1", name).left == Name(name)  # type: ignore[attr-defined]


def test_the_longest_name_wins() -> None:
    names = ("date", "date and time", "monthly", "monthly income", "monthly income after tax")
    assert tree("monthly income after tax", *names) == Name("monthly income after tax")
    assert tree("monthly income + monthly", *names) == Arithmetic(
        "+", Name("monthly income"), Name("monthly")
    )
    assert tree("date and x", *names) == And((Name("date"), Name("x")))


def test_builtins_with_a_keyword_are_known_to_the_grammar() -> None:
    assert tree('date and time("x")') == Invocation(Name("date and time"), (String("x"),))
    assert tree("years and months duration(a, b)") == Invocation(
        Name("years and months duration"), (Name("a"), Name("b"))
    )


def test_keywords_within_names() -> None:
    loop = tree("for i in days in weekend return i", "days in weekend")
    assert isinstance(loop, For)
    assert loop.iterations[0].domain == Name("days in weekend")
    assert tree("days in weekend") == In(Name("days"), (Name("weekend"),))


def test_a_keyword_alone_is_never_a_name() -> None:
    assert tree("true and x", "true", "and") == tree("true and x")


def test_white_space_and_comments_may_stand_between_the_pieces() -> None:
    assert tree("Loan\n  /* of */ Amount", "Loan Amount") == Name("Loan Amount")


def test_unknown_words_in_a_row_are_one_unknown_name() -> None:
    assert tree("no such name > 1").left == Name("no such name")  # type: ignore[attr-defined]


def test_full_width_brackets_of_a_declared_name_give_no_warning() -> None:
    parsed = parse_expression("金额（元）＞ 1", ["金额（元）"])
    assert parsed.tree.left == Name("金额（元）")  # type: ignore[attr-defined]
    assert [w.parameters["found"] for w in parsed.warnings] == ["＞"]


def test_plain_brackets_call_a_function_whatever_the_names() -> None:
    assert tree("金额(元)", "金额(元)") == Invocation(Name("金额"), (Name("元"),))


def test_members_of_several_pieces() -> None:
    assert tree("x.monthly income", "x", members=("monthly income",)) == Path(
        Name("x"), "monthly income"
    )
    assert tree("x.a-b", "x", members=("a-b",)) == Path(Name("x"), "a-b")
    assert tree("x.a-b", "x") == Arithmetic("-", Path(Name("x"), "a"), Name("b"))
    assert tree("r.start included and y").operands[0] == Path(  # type: ignore[attr-defined]
        Name("r"), "start included"
    )
    assert tree("x.in") == Path(Name("x"), "in")


def test_keys_of_a_context_are_names_behind_it_and_in_its_later_entries() -> None:
    context = tree('{a-b: 1, "c d": a-b + 1}.c d')
    assert isinstance(context, Path)
    assert context.member == "c d"
    assert context.source.entries[1].value.left == Name("a-b")  # type: ignore[attr-defined]


def test_members_are_names_inside_a_filter_only() -> None:
    found = tree("xs[a-b > 1]", members=("a-b",))
    assert found.condition.left == Name("a-b")  # type: ignore[attr-defined]
    assert tree("a-b", members=("a-b",)) == Arithmetic("-", Name("a"), Name("b"))


def test_parameters_are_names_in_the_body_only() -> None:
    body = tree("function(a-b: number) a-b").body  # type: ignore[attr-defined]
    assert body == Name("a-b")
    assert tree("[function(a-b: number) 1, a-b]").items[1] == Arithmetic(  # type: ignore[attr-defined]
        "-", Name("a"), Name("b")
    )


@pytest.mark.parametrize("text", ["", "1a", "and", "a = b", '"a"', "a(b)", "a, b", "$", "- a"])
def test_what_is_no_name(text: str) -> None:
    assert split_name(text) == ()
    NameTable([text])
