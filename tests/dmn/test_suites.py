import datetime as dt
from decimal import Decimal

import pytest

from huizhi.dmn import DmnError, read_suite, run_case
from huizhi.dmn.suites import matches
from huizhi.feel import YearsMonthsDuration
from tests.dmn.models import decision, engine, input_data, literal

HEAD = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema"><modelName>模型.dmn</modelName>'
)


def suite(*cases: str) -> bytes:
    return f"{HEAD}{''.join(cases)}</testCases>".encode()


def value(text: str, kind: str) -> str:
    return f'<value xsi:type="xsd:{kind}">{text}</value>'


NIL = '<value xsi:nil="true"/>'


def case(expected: str, given: str = NIL, name: str = "结果") -> str:
    return (
        f'<testCase id="001"><inputNode name="给">{given}</inputNode>'
        f'<resultNode name="{name}"><expected>{expected}</expected></resultNode></testCase>'
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (NIL, None),
        (value("博士", "string"), "博士"),
        (value(" 两 边 ", "string"), " 两 边 "),
        (value("1.5", "decimal"), Decimal("1.5")),
        (value("1e3", "double"), Decimal(1000)),
        (value("NaN", "double"), None),
        (value("true", "boolean"), True),
        (value("2021-07-26", "date"), dt.date(2021, 7, 26)),
        (value("08:00:00Z", "time"), dt.time(8, tzinfo=dt.UTC)),
        (value("2021-07-26T08:00:00Z", "dateTime"), dt.datetime(2021, 7, 26, 8, tzinfo=dt.UTC)),
        (value("P1Y2M", "duration"), YearsMonthsDuration(14)),
        (value("PT1H", "duration"), dt.timedelta(hours=1)),
        (f"<list><item>{value('1', 'decimal')}</item><item>{NIL}</item></list>", [1, None]),
        ("<list/>", []),
        ('<list xsi:nil="true"/>', None),
        (
            f'<component name="a">{value("1", "decimal")}</component>'
            f'<component name="b c"><list><item>{NIL}</item></list></component>',
            {"a": 1, "b c": [None]},
        ),
    ],
)
def test_values_are_read(written, expected):
    (read,) = read_suite(suite(case(written, written))).cases
    assert read.expected[0].value == expected
    assert read.inputs == {"给": expected}
    assert read.non_null is (expected is not None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<other/>", "not-a-suite"),
        (suite(case(value("x", "decimal"))), "bad-value"),
        (suite(case(value("2021-13-01", "date"))), "bad-value"),
    ],
)
def test_what_cannot_be_read(data, code):
    with pytest.raises(DmnError) as refused:
        read_suite(data)
    assert refused.value.code == code


def run(expected: str, text: str, given: str = NIL, name: str = "结果"):
    asked = decision("结果", literal(text), inputs=("给",))
    (read,) = read_suite(suite(case(expected, given, name))).cases
    return run_case(read, engine(input_data("给"), asked))


def test_a_case_that_comes_out_as_expected_has_no_failures():
    assert run(value("3", "decimal"), "给 + 1", value("2", "decimal")) == ()


def test_a_failure_says_what_came_out_and_why():
    (failure,) = run(value("3", "decimal"), '给 + "a"', value("2", "decimal"))
    assert (failure.expected, failure.got, failure.cause.code) == (3, None, "operands")
    (failure,) = run(NIL, "1")
    assert (failure.expected, failure.got, failure.cause) == (None, 1, None)


def test_a_question_to_nobody_is_a_failure_even_if_null_is_expected():
    (failure,) = run(NIL, "1", name="没有")
    assert failure.cause.code == "unknown-decision"


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (Decimal("0.333333333"), Decimal(1) / 3, True),
        (Decimal(0), Decimal("0.001"), False),
        (Decimal(10) ** 20, Decimal(10) ** 20 + 1, True),
        ([Decimal(1)], Decimal(1), False),
        ({"a": None}, {}, False),
        (True, Decimal(1), False),
        (dt.time(8), dt.time(8, tzinfo=dt.UTC), False),
        (dt.time(10, tzinfo=dt.timezone(dt.timedelta(hours=2))), dt.time(8, tzinfo=dt.UTC), True),
    ],
)
def test_what_counts_as_the_same(expected, got, same):
    assert matches(expected, got) is same
