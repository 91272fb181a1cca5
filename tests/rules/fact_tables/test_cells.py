"""One cell at a time: what people type, and what it states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from huizhi.rules.fact_tables.cells import NOT_STATED, parse_cell
from huizhi.rules.fact_tables.problems import CellError
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind


def fact(name: str, kind: SubjectKind = SubjectKind.PERSON) -> Fact:
    found = load_catalogue().fact(kind, name)
    assert found is not None
    return found


def codes(name: str, raw: object) -> list[str]:
    return [remark.code for remark in parse_cell(fact(name), raw).warnings]


def refusal(name: str, raw: object) -> CellError:
    with pytest.raises(CellError) as caught:
        parse_cell(fact(name), raw)
    return caught.value


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "——", "/", "未知", "不详", "#N/A", "\u200b"])
@pytest.mark.parametrize(
    "name", ["姓名", "学位", "出生日期", "购房价格", "是否租房", "荣誉", "任职"]
)
def test_a_cell_that_says_nothing_states_nothing(name: str, raw: object) -> None:
    assert parse_cell(fact(name), raw) == NOT_STATED


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (dt.date(1990, 5, 1), dt.date(1990, 5, 1)),
        (dt.datetime(1990, 5, 1, 8, 30, tzinfo=dt.UTC), dt.date(1990, 5, 1)),
        ("1990-05-01", dt.date(1990, 5, 1)),
        ("1990/5/1", dt.date(1990, 5, 1)),
        ("1990.5.1", dt.date(1990, 5, 1)),
        ("1990年5月1日", dt.date(1990, 5, 1)),
        ("1990 年 5 月 1 日", dt.date(1990, 5, 1)),
        ("1990-05-01 00:00:00", dt.date(1990, 5, 1)),
        ("19900501", dt.date(1990, 5, 1)),
        (19900501.0, dt.date(1990, 5, 1)),
        ("１９９０年５月１日", dt.date(1990, 5, 1)),
        ("一九九〇年十二月三十一日", dt.date(1990, 12, 31)),
        ("2000年2月29日", dt.date(2000, 2, 29)),
    ],
)
def test_days(raw: object, expected: dt.date) -> None:
    parsed = parse_cell(fact("出生日期"), raw)
    assert (parsed.value, parsed.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (1990.5, dt.date(1990, 5, 1)),
        (1990.05, dt.date(1990, 5, 1)),
        (1990.12, dt.date(1990, 12, 1)),
        ("1990.5", dt.date(1990, 5, 1)),
        ("1990.10", dt.date(1990, 10, 1)),
        ("1990-05", dt.date(1990, 5, 1)),
        ("1990年5月", dt.date(1990, 5, 1)),
        ("199005", dt.date(1990, 5, 1)),
        (199005.0, dt.date(1990, 5, 1)),
        ("一九九〇年五月", dt.date(1990, 5, 1)),
    ],
)
def test_a_month_gets_its_first_day_and_a_warning(raw: object, expected: dt.date) -> None:
    assert parse_cell(fact("出生日期"), raw).value == expected
    assert codes("出生日期", raw) == ["date-day-assumed"]


def test_excel_serial_dates() -> None:
    # Excel shows 33000 as 1990-05-07: 32874 is 1990-01-01, and 126 days later is 7 May.
    for raw in (33000, 33000.0, "33000", 33000.75):
        assert parse_cell(fact("出生日期"), raw).value == dt.date(1990, 5, 7)
        assert codes("出生日期", raw) == ["date-from-serial"]


def test_january_or_october_is_not_guessed_from_a_number() -> None:
    error = refusal("出生日期", 1990.1)
    assert error.code == "date-month-unclear"
    assert "1990-01" in error.hint("zh")
    assert "1990-10" in error.hint("en")
    # As text the zero of October would still be there.
    assert parse_cell(fact("出生日期"), "1990.1").value == dt.date(1990, 1, 1)
    assert codes("出生日期", "1990.1") == ["date-january", "date-day-assumed"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1990", "date-year-only"),
        ("1990年", "date-year-only"),
        (1990.0, "date-year-only"),
        ("90.5", "date-short-year"),
        ("90年5月", "date-short-year"),
        ("5/1/1990", "date-order-unclear"),
        ("1990-02-29", "date-impossible"),
        ("1990.13", "date-impossible"),
        ("1890-05-01", "date-out-of-range"),
        ("五月", "date-unreadable"),
        (True, "date-unreadable"),
        (-5.0, "date-unreadable"),
    ],
)
def test_dates_that_are_refused(raw: object, code: str) -> None:
    assert refusal("出生日期", raw).code == code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (3000, "3000"),
        (3000.0, "3000"),
        (0.1 + 0.2, "0.3"),
        ("3000", "3000"),
        ("3,000", "3000"),
        ("3,000.50元", "3000.5"),
        ("￥３，０００", "3000"),
        ("1.2万", "12000"),
        ("1.2 万元", "12000"),
        ("1.5亿元", "150000000"),
        ("3000 yuan", "3000"),
    ],
)
def test_sums_of_money(raw: object, expected: str) -> None:
    assert parse_cell(fact("购房价格"), raw).value == Decimal(expected)


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("购房价格", "3,00", "number-unreadable"),
        ("购房价格", "约3000", "number-unreadable"),
        ("购房价格", "3000余元", "number-unreadable"),
        ("购房价格", "3000-5000", "number-range"),
        ("购房价格", "3000至5000元", "number-range"),
        ("购房价格", "3000平方米", "unit-wrong"),
        ("购房价格", float("nan"), "number-unreadable"),
        ("连续社保月数", "5年", "unit-wrong"),
        ("连续社保月数", 59.5, "integer-wanted"),
        ("毕业院校世界排名", "120名", "unit-none"),
    ],
)
def test_numbers_that_are_refused(name: str, raw: object, code: str) -> None:
    assert refusal(name, raw).code == code


def test_numbers_may_carry_the_unit_of_their_fact() -> None:
    for raw in (60, 60.0, "60", "60个月", "６０ 月", "60 months"):
        value = parse_cell(fact("连续社保月数"), raw).value
        assert value == 60
        assert isinstance(value, Decimal)
    assert parse_cell(fact("合同年限"), "5年").value == Decimal(5)
    assert parse_cell(fact("年龄"), "35岁").value == 35


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        *((raw, True) for raw in ("是", "√", "Y", "Ｙ", True, 1.0, "有")),
        *((raw, False) for raw in ("否", "×", "n", False, 0, "无")),
    ],
)
def test_booleans(raw: object, expected: bool) -> None:
    assert parse_cell(fact("是否租房"), raw).value is expected


def test_a_boolean_that_is_refused() -> None:
    assert refusal("是否租房", "也许").code == "boolean-unreadable"


def test_spaces_inside_names() -> None:
    assert parse_cell(fact("姓名"), "张 三").value == "张三"
    assert parse_cell(fact("姓名"), "张\u3000三 ").value == "张三"
    assert parse_cell(fact("姓名"), "阿依古丽 · 买买提").value == "阿依古丽·买买提"
    assert parse_cell(fact("姓名"), "Li  Si").value == "Li Si"


def test_enumerated_values_by_name_alias_and_english() -> None:
    for raw in ("硕士", "硕 士", "硕士学位", "工学硕士", "master", "ＭＢＡ"):
        assert parse_cell(fact("学位"), raw).value == "硕士"
    error = refusal("学位", "硕土")
    assert error.code == "value-unknown-close"
    assert "是否指“硕士”" in error.hint("zh")
    assert refusal("学位", "xyz").code == "value-unknown"


def test_one_cell_may_state_two_facts() -> None:
    parsed = parse_cell(fact("学位"), "在职硕士")
    assert (parsed.value, dict(parsed.implied)) == ("硕士", {"学习形式": "非全日制"})
    assert not parse_cell(fact("学位"), "硕士").implied


def test_known_to_be_absent_is_not_empty() -> None:
    for raw in ("无", "没有", "none"):
        parsed = parse_cell(fact("配偶"), raw)
        assert (parsed.value, parsed.stated) == (None, True)
    assert parse_cell(fact("学位"), "无").value is None
    # Where 无 is a value of the fact it is that value, and none of a list is the empty list.
    assert parse_cell(fact("职称级别"), "无").value == "无"
    assert parse_cell(fact("荣誉"), "无").value == []
    # None of what is counted is zero; what has no rank has no rank.
    assert parse_cell(fact("名下住房套数"), "无").value == 0
    assert parse_cell(fact("毕业院校世界排名"), "无").value is None


def test_lists() -> None:
    raw = "中科院院士；三晋学者、国务院政府特殊津贴"
    assert parse_cell(fact("荣誉"), raw).value == ["中国科学院院士", "三晋学者", "国务院特殊津贴"]
    assert parse_cell(fact("年度考核"), "优秀,称职，合格").value == ["优秀", "合格", "合格"]
    assert parse_cell(fact("年度考核"), ["优秀", "合格"]).value == ["优秀", "合格"]


def test_records_as_json_and_as_structs() -> None:
    raw = '[{"用人单位名称": "甲", "起": "2020.5", "end": "无"}]'
    parsed = parse_cell(fact("任职"), raw)
    assert parsed.value == [{"用人单位名称": "甲", "起": dt.date(2020, 5, 1), "止": None}]
    assert [remark.code for remark in parsed.warnings] == ["date-day-assumed"]
    assert parse_cell(fact("任职"), [{"方式": "柔性"}]).value == [{"方式": "柔性"}]
    assert refusal("任职", "甲公司，2020年至今").code == "record-unreadable"
    assert refusal("任职", '[{"单位": "甲"}]').code == "member-unknown"


def test_codes_stored_as_numbers() -> None:
    assert parse_cell(fact("户籍地"), 140203.0).value == "140203"
    # 18 digits do not fit into an Excel number: the last ones are gone.
    credit_code = fact("信用代码", SubjectKind.ORGANISATION)
    with pytest.raises(CellError, match="15 digits"):
        parse_cell(credit_code, 9.11402001100002e17)


def test_a_date_is_not_a_text() -> None:
    assert refusal("姓名", dt.date(2021, 7, 1)).code == "text-is-date"
