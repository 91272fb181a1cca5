"""YAML with places: what plain scalars mean, what is refused, where a stretch of text stands."""

from decimal import Decimal

import pytest

from huizhi.feel import Span
from huizhi.rules.yaml_text import read_yaml


def test_plain_scalars_mean_what_they_look_like():
    file = read_yaml(
        "a.yaml", "a: yes\nb: No\nc: true\nd: 12\ne: 1.50\nf: 2021-07\ng: 0123\nh:\ni: off\n"
    )
    assert file.data == {
        "a": "yes",
        "b": "No",
        "c": True,
        "d": 12,
        "e": Decimal("1.50"),
        "f": "2021-07",
        "g": "0123",
        "h": None,
        "i": "off",
    }
    assert file.findings == ()


def test_quoted_scalars_are_text():
    assert read_yaml("a.yaml", '[ "12", \'true\', "" ]').data == ["12", "true", ""]


def test_places_count_from_one():
    file = read_yaml("a.yaml", "a: 1\nlist:\n  - {name: 甲}\n")
    place = file.place(("list", 0, "name"))
    assert (place.line, place.column, place.end_line, place.end_column) == (3, 12, 3, 13)


def test_a_place_that_is_not_there_is_its_parent():
    file = read_yaml("a.yaml", "a:\n  b: 1\n")
    assert file.place(("a", "c", 0)).line == 2


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("feel: 学位 = 错误\n", 1, 12),
        ('feel: "学位 = 错误"\n', 1, 13),
        ("feel: '学位 = 错误'\n", 1, 13),
        ("feel: |\n  学位 =\n  错误\n", 3, 3),
        ("feel: >-\n  学位\n  = 错误\n", 3, 5),
        ("feel: 学位\n  = 错误\n", 2, 5),
        ('feel: "学位 = \\\n  错误"\n', 2, 3),
    ],
)
def test_a_stretch_of_text_is_found_through_quotes_and_folds(text, line, column):
    file = read_yaml("a.yaml", text)
    value = file.data["feel"]
    start = value.index("错误")
    place = file.place_in(("feel",), Span(start, start + 2))
    assert (place.line, place.column) == (line, column)
    assert (place.end_line, place.end_column) == (line, column + 2)


def test_quotes_inside_quotes_do_not_shift_the_place():
    file = read_yaml("a.yaml", """feel: 'a = ''x'' or b'\nother: "c = \\"y\\" or d"\n""")
    assert file.place_in(("feel",), Span(11, 12)).column == 21
    assert file.place_in(("other",), Span(11, 12)).column == 22


def test_a_key_given_twice_is_found():
    (finding,) = read_yaml("a.yaml", "a: 1\nb: 2\na: 3\n").findings
    assert (finding.code, finding.line) == ("duplicate-key", 3)


def test_aliases_are_refused_and_end():
    file = read_yaml("a.yaml", "a: &x [1, 2]\nb: *x\n")
    assert [finding.code for finding in file.findings] == ["yaml-alias"]


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\tx", "a: !!python/object:x {}", "a: \x00"])
def test_what_is_not_yaml_is_a_finding_or_plain_data(text):
    file = read_yaml("a.yaml", text)
    if file.data is None:
        assert file.findings[0].code == "yaml-syntax"
        assert file.findings[0].format("en").startswith("a.yaml:")
    else:
        assert isinstance(file.data["a"], dict)
