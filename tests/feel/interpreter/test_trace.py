"""What a trace shows."""

from __future__ import annotations

import json
from string import Formatter

import pytest

from huizhi.feel import (
    BOOLEAN,
    NUMBER,
    STRING,
    FeelError,
    Scope,
    Trace,
    compile_expression,
    compile_unary_tests,
)
from huizhi.feel.values.causes import WORDS, Cause
from tests.feel.evaluating import missing

SCOPE = Scope({"年龄": NUMBER, "学位": STRING, "全职": BOOLEAN})


def explain(text: str, facts: dict[str, object]) -> Trace:
    expression = compile_expression(text, SCOPE)
    value, trace = expression.explain(facts)
    assert trace.value == value
    assert expression.evaluate(facts) == value
    return trace


def texts(trace: Trace) -> list[str]:
    return [trace.text, *(text for child in trace.children for text in texts(child))]


def test_every_part_that_was_evaluated_stands_in_it_with_its_place() -> None:
    text = '年龄 < 40 and 学位 = "博士"'
    trace = explain(text, {"年龄": 30, "学位": "硕士"})
    assert texts(trace) == [text, "年龄 < 40", "年龄", '学位 = "博士"', "学位"]
    assert [child.value for child in trace.children] == [True, False]
    assert trace.children[1].span.of(text) == '学位 = "博士"'


def test_parts_that_were_not_needed_do_not() -> None:
    trace = explain('年龄 < 40 and 学位 = "博士"', {"年龄": 50})
    assert [child.text for child in trace.children] == ["年龄 < 40"]
    trace = explain("if 全职 then 年龄 else 年龄 * 2", {"全职": True, "年龄": 1})
    assert [child.text for child in trace.children] == ["全职", "年龄"]


def test_the_cause_stands_at_the_part_where_it_arose() -> None:
    trace = explain("1 + 年龄 / 0", {"年龄": 30})
    inner = trace.children[0]
    assert (inner.text, inner.value) == ("年龄 / 0", None)
    assert inner.cause == Cause("division_by_zero")
    assert trace.cause is not None
    assert trace.cause.code == "operands"
    assert trace.cause.message("en") == "`+` cannot be applied to 1 and null."


def test_a_loop_shows_every_round() -> None:
    trace = explain("every x in [1, 年龄] satisfies x < 40", {"年龄": 30})
    assert [child.text for child in trace.children][1:] == ["x < 40", "x < 40"]


def test_it_becomes_plain_data() -> None:
    data = explain('学位 = "博士"', {}).to_json()
    assert json.loads(json.dumps(data)) == data
    assert data["value"] == {"missing": ["学位"]}
    assert data["children"][0]["text"] == "学位"


def test_two_explanations_do_not_mix() -> None:
    expression = compile_expression("年龄 < 40", SCOPE)
    first = expression.explain({"年龄": 30})[1]
    second = expression.explain({"年龄": 50})[1]
    assert (first.value, second.value) == (True, False)
    assert len(first.children) == len(second.children) == 1


@pytest.mark.parametrize("code", WORDS)
def test_causes_have_words_in_both_languages_with_the_same_blanks(code: str) -> None:
    blanks = {
        language: {name for _, name, _, _ in Formatter().parse(words) if name}
        for language, words in WORDS[code].items()
    }
    assert blanks["zh"] == blanks["en"]
    assert Cause(code, dict.fromkeys(blanks["zh"], "x")).message()


def test_the_facts_an_expression_reads() -> None:
    expression = compile_expression(
        "count([1, 2][item > 年龄]) + sum(for x in [年龄] return x)", SCOPE
    )
    assert expression.names == {"年龄"}


def test_an_unexpected_type_is_refused() -> None:
    with pytest.raises(FeelError) as caught:
        compile_expression("年龄 + 1", SCOPE, BOOLEAN)
    assert caught.value.diagnostics[0].code == "wrong-result"


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("< 40", 30, True),
        ("[30..40)", 40, False),
        ("30, 40", 40, True),
        ("not(30, 40)", 40, False),
        ("not(30, 40)", 41, True),
        ("-", None, True),
        ("null", None, True),
        ("? > 10 and ? < 20", 15, True),
        ("< 年龄", 30, True),
        ("< 40", None, None),
        ("not(< 40)", None, None),
        ("not(null)", None, False),
        ("< 40", missing("年龄"), missing("年龄")),
        ("not(< 40)", missing("年龄"), missing("年龄")),
        ("-", missing("年龄"), True),
    ],
)
def test_cells(text: str, value: object, expected: object) -> None:
    assert compile_unary_tests(text, SCOPE, NUMBER).evaluate(value, {"年龄": 35}) == expected
