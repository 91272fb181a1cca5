"""What one text may ask for: beyond each limit it is refused, or gives null with its cause."""

import pytest

from huizhi.feel import FeelError, Missing, Scope, compile_expression
from huizhi.feel.interpreter import trace as tracing
from huizhi.feel.values import limits

SCOPE = Scope({})
DOUBLING = "(for i in 1..60 return if i = 1 then {} else {})[-1]"


def cause_of(text):
    value, trace = compile_expression(text, SCOPE).explain({})
    assert value is None
    pending = [trace]
    while pending:
        trace = pending.pop()
        if trace.cause is not None and trace.cause.code.startswith("too_"):
            return trace.cause.code
        pending += trace.children
    return None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("for i in 1..10**12 return i", "too_many"),
        ("for i in 1..100000, j in 1..100000 return i * j", "too_many"),
        ("some i in 1..100000, j in 1..100000 satisfies i * j < 0", "too_many"),
        ("every i in 1..100000, j in 1..100000 satisfies i * j > 0", "too_many"),
        ("for i in 1..1000 return count(for j in 1..100000 return j)", "too_many"),
        (
            "(for i in 1..2000 return i)[count((for i in 1..2000 return i)[item > 5]) > 0]",
            "too_many",
        ),
        ("distinct values(for i in 1..20000 return i)", "too_many"),
        ("duplicate values(for i in 1..20000 return i)", "too_many"),
        ("union(for i in 1..20000 return i)", "too_many"),
        (
            "sort(for i in 1..200000 return modulo(i * 7919, 200003), function(a, b) a < b)",
            "too_many",
        ),
        ("for i in 1..100000 return count(partial)", "too_many"),
        (
            "{f: function(g, n) if n < 2 then 1 else g(g, n - 1) + g(g, n - 2), r: f(f, 60)}.r",
            "too_many",
        ),
        ("{f: function(g, n) if n < 2 then 1 else g(g, n - 1), r: f(f, 100000)}.r", "too_deep"),
        (DOUBLING.format('"ab"', "partial[-1] + partial[-1]"), "too_large"),
        (DOUBLING.format("[1]", "[partial[-1], partial[-1]]"), "too_large"),
        (DOUBLING.format("{a: 1}", "{a: partial[-1], b: partial[-1]}"), "too_large"),
        (DOUBLING.format("[1]", "concatenate(partial[-1], partial[-1])"), "too_large"),
        (DOUBLING.format('"a"', 'replace(partial[-1], "a", "aaaa")'), "too_large"),
        (DOUBLING.format('"a"', "string join([partial[-1], partial[-1]])"), "too_large"),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")', "too_complex"),
        ('replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|aa)+$", "b")', "too_complex"),
        ('split("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a*)*b")', "too_complex"),
    ],
)
def test_what_asks_for_too_much_is_null_and_says_why(text, code, monkeypatch):
    if code == "too_many":
        monkeypatch.setattr(limits, "STEP_LIMIT", 20_000)
    assert cause_of(text) == code


def test_a_trace_keeps_its_parts_within_limits(monkeypatch):
    monkeypatch.setattr(tracing, "MOST_PARTS", 100)
    text = "count(for i in 1..1000 return i * 2 + 1) = 1000"
    value, trace = compile_expression(text, SCOPE).explain({})
    assert value is True
    assert trace.text == text
    (count,) = trace.children
    (walk,) = count.children
    assert walk.text.startswith("for")
    assert walk.children == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 5000 + "1" + ")" * 5000, "nested-too-deep"),
        ("[" * 300 + "]" * 300, "nested-too-deep"),
        ("not(" * 300 + "true" + ")" * 300, "nested-too-deep"),
        ("1 + " * 60_000 + "1", "text-too-long"),
        ("1e7000", "number-out-of-range"),
    ],
)
def test_a_text_beyond_the_limits_is_refused(text, code):
    with pytest.raises(FeelError) as raised:
        compile_expression(text, SCOPE)
    assert raised.value.diagnostics[0].code == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("count(for i in 1..100000 return i) = 100000", True),
        ("every i in 1..100000 satisfies i > 0", True),
        ("count(distinct values(for i in 1..1000 return i)) = 1000", True),
        (r'matches("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", "^[^,]+(,[^,]+)*$")', True),
        (r'matches("zhang.san@mail.example.com", "^[\\w.]+@[\\w.]+\\.[a-z]+$")', True),
        (r'matches("1,234,567,890", "^\\d{1,3}(,\\d{3})*$")', True),
        ('matches("张三 博士 大同大学 教授", ".*博士.*教授.*")', True),
        (r'count(split("' + "甲、乙，丙 " * 2000 + r'", "[、，\\s]+")) > 6000', True),
    ],
)
def test_what_is_usual_is_far_from_the_limits(text, value):
    result = compile_expression(text, SCOPE).evaluate({})
    assert not isinstance(result, Missing)
    assert result is value
