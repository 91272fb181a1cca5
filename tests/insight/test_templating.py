"""The texts of reports: what may stand in them, where they are wrong, how they are filled."""

from __future__ import annotations

import pytest

from huizhi.insight.errors import TemplateWrong
from huizhi.insight.reports.placeholders import Value, placeholders
from huizhi.insight.reports.sections import SECTIONS, default_texts
from huizhi.insight.reports.templating import Paragraph, check_text, fill

VALUES = {
    "agreements_signed": Value("3", False),
    "agreements_signed_list": Value("甲协议", False),
    "visits": Value("0", True),
}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_wording_that_comes_with_the_system_is_sound(section):
    words = default_texts()[section]
    check_text(words.zh)
    check_text(words.en)


def test_placeholders_have_one_name_in_each_language():
    found = placeholders()
    assert len({one.zh for one in found}) == len({one.en for one in found}) == len(found)


def test_both_names_stand_for_the_same():
    assert fill("{新签协议}={agreements_signed}", VALUES) == [Paragraph("3=3")]


def test_optional_passages_go_away_when_a_value_is_empty():
    text = "[[## 签约\n签约{新签协议}项。]]\n[[来访{来访批次}批。]]\n完。"
    assert fill(text, VALUES) == [
        Paragraph("签约", heading=True),
        Paragraph("签约3项。"),
        Paragraph("完。"),
    ]


def test_values_are_not_read_as_texts():
    values = {**VALUES, "agreements_signed_list": Value("{visits} [[x]] {% now %}", False)}
    (paragraph,) = fill("{新签协议清单}", values)
    assert paragraph.text == "{visits} [[x]] {% now %}"


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("好。\n新签{新签协义}项", "第2行第3列", "新签协议"),
        ("{agreement_signed}", "第1行第1列", "agreements_signed"),
        ("{zzzz}", "第1行第1列", "右侧列出了"),
        ("新签{新签协议项", "第1行第3列", "花括号"),
        ("新签新签协议}项", "第1行第7列", "花括号"),
        ("[[新签{新签协议}项", "第1行第1列", "可选段落"),
        ("[[甲[[乙]]丙]]", "第1行第1列", "可选段落"),
        ("  \n", "", "空"),
        ("字" * 20_001, "", "20001"),
        ("{新签协议.__class__}", "第1行第1列", "新签协议"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, place, says):
    with pytest.raises(TemplateWrong) as refused:
        check_text(text)
    assert place in str(refused.value)
    assert says in str(refused.value)
