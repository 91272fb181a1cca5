import pytest

from huizhi.feel.errors import Diagnostic
from huizhi.feel.semantics.checker import Checked, check_expression, check_unary_tests
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.signatures import Signature
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    OneOf,
    RangeType,
    StringType,
)
from huizhi.feel.syntax.parser import parse_expression, parse_unary_tests
from huizhi.feel.syntax.tree import UnaryTests

DEGREE = StringType(("博士", "硕士", "学士"))
STUDY = ContextType((("学位", DEGREE), ("毕业日期", DATE)))
SCOPE = Scope(
    {
        "年龄": NUMBER,
        "学历": DEGREE,
        "姓名": STRING,
        "引进日期": DATE,
        "时刻": DATE_TIME,
        "全职": BOOLEAN,
        "荣誉": ListType(StringType(("三晋英才", "省级人才"))),
        "教育经历": ListType(STUDY),
        "来源": ANY,
        "年数": YEARS_DURATION,
        "上班": TIME,
        "开放": ContextType((("a", NUMBER),), open=True),
    },
    types={"学习": STUDY},
)
FUNCTIONS = {
    signature.name: signature
    for signature in (
        Signature("count", (("list", ListType()),), NUMBER),
        Signature("not", (("negand", BOOLEAN),), BOOLEAN),
        Signature("list contains", (("list", ListType()), ("element", ANY)), BOOLEAN),
        Signature(
            "substring",
            (("string", STRING), ("start position", NUMBER), ("length", NUMBER)),
            STRING,
            optional=1,
        ),
        Signature(
            "date",
            (("from", OneOf((STRING, DATE, DATE_TIME))),),
            DATE,
            others=(
                Signature("date", (("year", NUMBER), ("month", NUMBER), ("day", NUMBER)), DATE),
            ),
        ),
        Signature("sum", (("list", ListType(NUMBER)),), NUMBER, variadic=True),
        Signature(
            "first",
            (("list", ListType()),),
            lambda kinds: kinds[0].element if isinstance(kinds[0], ListType) else kinds[0],
        ),
        Signature(
            "sort", (("list", ListType()), ("precedes", FunctionType())), ListType(), optional=1
        ),
    )
}


def check(text: str) -> Checked:
    tree = parse_expression(text, [*SCOPE.all_names(), *FUNCTIONS], SCOPE.all_members()).tree
    return check_expression(tree, text, SCOPE, FUNCTIONS)


def check_cell(text: str, kind: FeelType) -> Checked:
    tree = parse_unary_tests(text, [*SCOPE.all_names(), *FUNCTIONS], SCOPE.all_members()).tree
    assert isinstance(tree, UnaryTests)
    return check_unary_tests(tree, text, SCOPE, kind, FUNCTIONS)


def only(checked: Checked) -> Diagnostic:
    (finding,) = checked.diagnostics
    assert finding.message("zh")
    assert finding.message("en")
    return finding


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1 + 2 * 年龄", NUMBER),
        ('姓名 + "甲"', STRING),
        ('"甲"', StringType(("甲",))),
        ('if 全职 then "A" else "B"', StringType(("A", "B"))),
        ("if 全职 then 1 else null", NUMBER),
        ('if 全职 then 1 else "A"', ANY),
        ('年龄 >= 40 and 学历 = "博士"', BOOLEAN),
        ('引进日期 - @"2020-01-01"', DAYS_DURATION),
        ('引进日期 + @"P1Y"', DATE),
        ('时刻 - @"PT1H"', DATE_TIME),
        ("年数 / 2", YEARS_DURATION),
        ('年数 / @"P1Y"', NUMBER),
        ("-年数", YEARS_DURATION),
        ("上班 - 上班", DAYS_DURATION),
        ("来源 + 1", NUMBER),
        ("来源 + 来源", ANY),
        ("来源.甲.乙", ANY),
        ("[1, 2]", ListType(NUMBER)),
        ("[]", ListType(ANY)),
        ("[1..2]", RangeType(NUMBER)),
        ("[1..2].start", NUMBER),
        ("(> 10).start included", BOOLEAN),
        ("{a: 1, b: a + 1}.b", NUMBER),
        ("教育经历[1]", STUDY),
        ('教育经历[学位 = "博士"]', ListType(STUDY)),
        ("教育经历.毕业日期", ListType(DATE)),
        ("教育经历[-1].毕业日期.year", NUMBER),
        ("[{item: 1}][item > 0]", ListType(ContextType((("item", NUMBER),)))),
        ("[1, 2][item > 1]", ListType(NUMBER)),
        ("来源[甲 > 1]", ListType(ANY)),
        ("开放[别的 > 1].a", ListType(NUMBER)),
        ("开放.别的", ANY),
        ("for x in [1, 2] return x * 2", ListType(NUMBER)),
        ("for x in 1..3 return x", ListType(NUMBER)),
        ("for x in [1..3] return x + count(partial)", ListType(NUMBER)),
        ('some x in 教育经历 satisfies x.学位 = "博士"', BOOLEAN),
        ("(function(x: number) x + 1)(2)", NUMBER),
        ("function(x) x", FunctionType((("x", ANY),), ANY)),
        ("count(荣誉)", NUMBER),
        ("first([1, 2]) + 1", NUMBER),
        ("sum(1, 2, 3) + sum([1, 2])", NUMBER),
        ("date(2021, 7, 26)", DATE),
        ('date(from: "2021-07-26")', DATE),
        ("sort(荣誉, function(a, b) a < b)", ListType(ANY)),
        ("count", FunctionType((("list", ListType()),), NUMBER)),
        ("来源 instance of 学习", BOOLEAN),
        ("年龄 = null", BOOLEAN),
        ("null + 1", NUMBER),
        ("null", NULL),
        ('学历 in ("博士", "硕士")', BOOLEAN),
        ('荣誉 = ["三晋英才"]', BOOLEAN),
        ("年龄 in (< 3, [5..7], 9)", BOOLEAN),
        ("年龄 in (? > 3)", BOOLEAN),
        ("年龄 in [[1..2], [5..6]]", BOOLEAN),
        ('"a" in ["b", "c"]', BOOLEAN),
        ('"a" = "b"', BOOLEAN),
        ('学历 > "b"', BOOLEAN),
    ],
)
def test_types_without_findings(text: str, kind: FeelType) -> None:
    assert check(text) == Checked(kind)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("年龄 + 引进日期", "wrong-operands", "年龄 + 引进日期"),
        ("年龄 * 姓名", "wrong-operands", "年龄 * 姓名"),
        ("引进日期 + 1", "wrong-operands", "引进日期 + 1"),
        ("引进日期 + 引进日期", "wrong-operands", "引进日期 + 引进日期"),
        ("年数 + @\"P1D\"", "wrong-operands", "年数 + @\"P1D\""),
        ("来源 * 姓名", "wrong-operands", "来源 * 姓名"),
        ("-姓名", "wrong-operand", "-姓名"),
        ('年龄 = "40"', "not-comparable", '年龄 = "40"'),
        ("引进日期 = 时刻", "not-comparable", "引进日期 = 时刻"),
        ("年数 > @\"P1D\"", "not-comparable", "年数 > @\"P1D\""),
        ("全职 > 来源", "not-ordered", "全职"),
        ("{a: 1} < {a: 2}", "not-ordered", "{a: 1}"),
        ("年龄 between 1 and 姓名", "not-comparable", "年龄 between 1 and 姓名"),
        ("年龄 and 全职", "logic-not-boolean", "年龄"),
        ("全职 or 姓名", "logic-not-boolean", "姓名"),
        ("if 年龄 then 1 else 2", "condition-not-boolean", "年龄"),
        ("every x in 荣誉 satisfies x", "condition-not-boolean", "x"),
        ('荣誉["a"]', "wrong-filter", '"a"'),
        ("年龄.year", "no-members", "年龄.year"),
        ("年龄(1)", "not-a-function", "年龄"),
        ("不存在的东西", "unknown-name", "不存在的东西"),
        ("today()", "clock-refused", "today"),
        ("年龄 > ?", "input-outside-test", "?"),
        ('@"2021-02-30"', "bad-temporal", '@"2021-02-30"'),
        ("[1..姓名]", "range-ends", "[1..姓名]"),
        ("[全职..全职]", "range-ends", "[全职..全职]"),
        ("for x in 1..姓名 return 1", "range-ends", "x in 1..姓名"),
        ("年龄 in (1, \"a\")", "wrong-test", '"a"'),
        ("年龄 in [\"a\"..\"b\"]", "wrong-test", '["a".."b"]'),
        ("count()", "wrong-count", "count()"),
        ("date(2021, 7)", "wrong-count", "date(2021, 7)"),
        ("count(名单: 荣誉)", "unknown-argument", "名单: 荣誉"),
        ("substring(1, 1)", "wrong-argument", "1"),
        ("substring(string: 1, start position: 1)", "wrong-argument", "1"),
        ("substring(string: 姓名)", "missing-argument", "substring(string: 姓名)"),
        ("sum(1, 姓名)", "wrong-argument", "姓名"),
        ("date(1)", "wrong-argument", "1"),
        ("sort(荣誉, 1)", "wrong-argument", "1"),
        ("(function(x: number) x)(姓名)", "wrong-argument", "姓名"),
        ("(function(x) x)(1, 2)", "wrong-count", "(function(x) x)(1, 2)"),
        ("function(a) external {java: {class: 姓名}}", "external-function",
         "function(a) external {java: {class: 姓名}}"),
        ("年龄 instance of 甲乙", "unknown-type", "甲乙"),
        ("教育经历[1].城市", "unknown-member", "教育经历[1].城市"),
        ('学历 = "本科"', "unknown-value", '"本科"'),
    ],
)  # fmt: skip
def test_errors(text: str, code: str, place: str) -> None:
    finding = only(check(text))
    assert (finding.code, finding.span.of(text), finding.severity) == (code, place, "error")


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("年令 > 40", "unknown-name-suggest", "年龄"),
        ("年龄大于40", "unknown-name-suggest", "年龄"),
        ("cuont(荣誉)", "unknown-name-suggest", "count"),
        ("引进日期.yaer", "unknown-member-suggest", "year"),
        ("教育经历[学味 = 1]", "unknown-name-suggest", "学位"),
        ("substring(string: 姓名, start: 1)", "unknown-argument-suggest", "start position"),
        ("年龄 instance of nubmer", "unknown-type-suggest", "number"),
        ('学历 = "博土"', "unknown-value-suggest", "博士"),
        ('"博土" != 学历', "unknown-value-suggest", "博士"),
        ('学历 in ("博士", "硕土")', "unknown-value-suggest", "硕士"),
        ('学历 in ["博士", "硕土"]', "unknown-value-suggest", "硕士"),
        ('学历 in (!= "硕土")', "unknown-value-suggest", "硕士"),
        ('list contains(荣誉, "三晋英材")', "unknown-value-suggest", "三晋英才"),
        ('some x in 荣誉 satisfies x = "三晋英材"', "unknown-value-suggest", "三晋英才"),
        ('count(教育经历[学位 = "博土"]) > 0', "unknown-value-suggest", "博士"),
        ('(if 全职 then "甲类" else "乙类") = "甲种"', "unknown-value-suggest", "甲类"),
    ],
)
def test_suggestions(text: str, code: str, suggestion: str) -> None:
    finding = only(check(text))
    assert (finding.code, finding.parameters["suggestion"]) == (code, suggestion)


@pytest.mark.parametrize(
    "text",
    [
        '荣誉 = "三晋英才"',
        '"三晋英才" != 荣誉',
        "[年龄] + 1",
        "-[年龄]",
        "教育经历.毕业日期 > 引进日期",
        '荣誉 in (> "三")',
    ],
)
def test_a_list_between_operators_is_an_error(text: str) -> None:
    assert [finding.code for finding in check(text).errors] == ["list-not-single"]


def test_a_list_as_an_argument_for_a_single_value_is_a_warning() -> None:
    checked = check("substring(荣誉, 1)")
    assert only(checked).code == "list-as-single"
    assert checked.errors == ()


def test_every_mistake_is_reported_in_the_order_of_the_text() -> None:
    checked = check('年令 > 40 and 学历 = "博土" or 年龄 = "40"')
    assert [finding.code for finding in checked.errors] == [
        "unknown-name-suggest",
        "unknown-value-suggest",
        "not-comparable",
    ]


def test_a_name_of_the_scope_hides_a_builtin() -> None:
    scope = Scope({"count": NUMBER, "today": DATE})
    tree = parse_expression("count + 1", ()).tree
    assert check_expression(tree, "count + 1", scope, FUNCTIONS) == Checked(NUMBER)
    tree = parse_expression("today", ()).tree
    assert check_expression(tree, "today", scope, FUNCTIONS) == Checked(DATE)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-", NUMBER),
        ("< 40, [60..70]", NUMBER),
        ('"博士", "硕士"', DEGREE),
        ('not("博士")', DEGREE),
        ('? = "博士" and 全职', DEGREE),
        ("年龄 > 3", DEGREE),
        ("true", BOOLEAN),
        ("null", NUMBER),
        ('["三晋英才"]', ListType(StringType(("三晋英才",)))),
        ('list contains(?, "三晋英才")', ListType(StringType(("三晋英才",)))),
        ("来源", NUMBER),
        ('@"2021-01-01"', ANY),
    ],
)
def test_cells_without_findings(text: str, kind: FeelType) -> None:
    assert check_cell(text, kind) == Checked(BOOLEAN)


@pytest.mark.parametrize(
    ("text", "kind", "code", "place"),
    [
        ("< 40", STRING, "not-comparable", "< 40"),
        ('"博土"', DEGREE, "unknown-value-suggest", '"博土"'),
        ('not("高中")', DEGREE, "unknown-value", '"高中"'),
        ("40", STRING, "wrong-test", "40"),
        ("true", NUMBER, "wrong-test", "true"),
        ('["a".."b"]', NUMBER, "wrong-test", '["a".."b"]'),
        ("? + 1", NUMBER, "condition-not-boolean", "? + 1"),
        ('? = "a"', NUMBER, "not-comparable", '? = "a"'),
        ("> 年令", NUMBER, "unknown-name-suggest", "年令"),
        # The elements of a list are not tested one by one.
        ('"三晋英才"', ListType(STRING), "wrong-test", '"三晋英才"'),
        ("[1..2]", ListType(NUMBER), "wrong-test", "[1..2]"),
        ("> 1", ListType(NUMBER), "list-not-single", "> 1"),
    ],
)
def test_cells_with_errors(text: str, kind: FeelType, code: str, place: str) -> None:
    finding = only(check_cell(text, kind))
    assert (finding.code, finding.span.of(text)) == (code, place)


def test_findings_about_normalised_text_point_into_the_text_as_written() -> None:
    text = "学历＝“博土”"
    finding = only(check(text))
    assert finding.span.of(text) == "“博土”"
