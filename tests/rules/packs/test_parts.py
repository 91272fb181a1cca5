"""Parts of a pack that come, change and go, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huizhi.rules.packs import parts
from huizhi.rules.packs.checking import check_files
from huizhi.rules.packs.reading import read_pack
from huizhi.rules.packs.schema import schema
from huizhi.rules.packs.wording import FIELDS, field_words
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import read_yaml
from tests.rules.packs.small_pack import benefit, pack_files

FILE = "rules.yaml"
TABLE = """
tables:
  - name: 标准
    english: standard
    clause: "1"
    hit_policy: U
    inputs: [{label: 学位, feel: 学位}]
    outputs: [{name: 金额, english: amount, type: number, default: 0}]
    rules:
      # doctors
      - {when: ['"博士"'], then: [5000]}
      - when:
          - '"硕士"'  # and masters
        then: [3000]
"""
CAPS = """
caps:
  - id: life
    name: {zh: 限额, en: Cap}
    per: subject
    window: life
    limit: 10
    benefits: [a, b]
    clause: rules#1
"""
NEW = {
    "document": {
        "id": "next",
        "title": {"zh": "新办法", "en": "New"},
        "number": None,
        "in_force": {"from": "2022-01-01", "to": None},
    },
    "clauses": [{"id": "1", "label": "第一条", "text": {"zh": "甲：乙", "en": "A: b, c"}}],
}


def files(*benefits: str, head: str = "") -> dict[str, str]:
    return pack_files(*(benefits or (benefit("a"),)), head=head, body=TABLE)


def errors(found: dict[str, str]) -> list[str]:
    return [f.code for f in check_files(found)[1] if f.severity == "error"]


def properties(shape: object) -> Iterator[str]:
    if isinstance(shape, dict):
        for key, value in shape.items():
            if key == "properties" and "const" not in value.get("form", ()):
                yield from value
            yield from properties(value)


def test_a_new_column_of_conditions_is_met_by_any_value():
    before = files()
    column = {"label": {"zh": "年龄", "en": "Age"}, "feel": "年龄"}
    after = parts.with_new_part(before, FILE, ("tables", 0, "inputs"), column)
    expected = (
        before[FILE]
        .replace("feel: 学位}]", "feel: 学位}, {label: {zh: 年龄, en: Age}, feel: 年龄}]")
        .replace("""['"博士"']""", """['"博士"', "-"]""")
        .replace("# and masters\n", '# and masters\n          - "-"\n')
    )
    assert after[FILE] == expected
    assert errors(after) == []
    assert parts.without_part(after, FILE, ("tables", 0, "inputs", 1)) == before


def test_a_new_column_of_results_is_empty_until_it_is_filled():
    before = files()
    column = {"name": "期限", "english": None, "type": "number", "default": None}
    after = parts.with_new_part(before, FILE, ("tables", 0, "outputs"), column)
    (table,) = read_pack(after)[0].documents[0].tables
    assert [[cell.text for cell in rule.then] for rule in table.rules] == [
        ["5000", ""],
        ["3000", ""],
    ]
    assert len(errors(after)) == 2
    assert parts.without_part(after, FILE, ("tables", 0, "outputs", 1)) == before


def test_a_column_takes_its_own_cells_along():
    before = files()
    path = ("tables", 0, "inputs")
    after = parts.with_new_part(before, FILE, path, {"label": "年龄", "feel": "年龄"})
    after = parts.without_part(after, FILE, (*path, 0))
    (table,) = read_pack(after)[0].documents[0].tables
    assert [entry.feel.text for entry in table.inputs] == ["年龄"]
    assert [rule.when[0].text for rule in table.rules] == ["-", "-"]


def test_a_part_changes_in_what_is_given_alone():
    before = files()
    output = {"name": "数额", "default": None, "values": ["1", "2"]}
    after = parts.with_part(before, FILE, ("tables", 0, "outputs", 0), output)
    old = "{name: 金额, english: amount, type: number, default: 0}"
    new = '{name: 数额, english: amount, type: number, values: ["1", "2"]}'
    assert after[FILE] == before[FILE].replace(old, new)


def test_the_first_part_of_a_kind_makes_its_list():
    value = {"name": "比例", "english": "rate", "clause": "1", "type": "number", "feel": 1}
    after = parts.with_new_part(files(), FILE, ("definitions",), value)
    assert errors(after) == []
    assert read_pack(after)[0].documents[0].definitions[0].feel.text == "1"


def test_a_benefit_that_goes_leaves_its_caps_but_for_the_last():
    two = files(benefit("a"), benefit("b"), head=CAPS)
    one = parts.without_part(two, FILE, ("benefits", 0))
    assert errors(one) == []
    assert [cap.benefits for cap in read_pack(one)[0].caps] == [("b",)]
    none = parts.without_part(one, FILE, ("benefits", 0))
    assert errors(none) == ["unknown-benefit"]


def test_a_document_comes_with_a_file_and_goes_with_it():
    before = files()
    after = parts.with_new_document(before, NEW)
    assert list(after) == [*before, "next.yaml"]
    assert errors(after) == []
    document = read_pack(after)[0].documents[1]
    assert (document.title.zh, document.clauses["1"].text.en) == ("新办法", "A: b, c")
    assert after["next.yaml"].startswith("document:\n  id: next\n  title: {zh: 新办法, en: New}\n")
    assert "\n\nclauses:\n" in after["next.yaml"]
    assert parts.without_document(after, "next.yaml") == before


def test_a_later_version_of_a_document_has_its_first_day_in_its_name():
    after = parts.with_new_document(files(), NEW)
    assert parts.document_name(after, NEW) == "next-2022-01-01.yaml"


def test_the_benefits_of_a_document_that_goes_leave_their_caps():
    both = parts.with_new_document(files(benefit("a"), head=CAPS), NEW)
    value = read_pack(files(benefit("b")))[0]
    assert value is not None
    added = {
        "id": "b",
        "name": {"zh": "乙", "en": "B"},
        "clause": "1",
        "subject": "person",
        "form": "money",
        "period": "once",
        "conditions": [],
        "amount": 1,
    }
    both = parts.with_new_part(both, "next.yaml", ("benefits",), added)
    assert errors(both) == []
    left = parts.without_document(both, "next.yaml")
    assert [cap.benefits for cap in read_pack(left)[0].caps] == [("a",)]


def test_a_finding_stands_in_a_part():
    found = check_files(files(benefit("a", amount="1 +")))[1]
    file = read_yaml(FILE, files(benefit("a", amount="1 +"))[FILE])
    assert [parts.part_with(file, finding.place) for finding in found] == [("benefits", 0)]
    assert parts.part_with(file, file.place(("document",))) is None
    head = read_yaml("pack.yaml", files()["pack.yaml"])
    assert parts.part_with(head, head.place(("documents", 0))) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("name",), Words("名称", "Name")),
        (("clauses", "text", "zh"), Words("内容（中文）", "Text (Chinese)")),
        (("document", "source", "title"), Words("来源名称", "Title of the source")),
        (("x",), Words("x", "x")),
    ],
)
def test_fields_have_words(path, expected):
    assert field_words(path) == expected


def test_every_field_of_the_format_has_words():
    shapes = {name: shape for name, shape in schema()["$defs"].items() if "test" not in name}
    assert set(properties(shapes)) - set(FIELDS) == {
        *("zh", "en", "schema", "version", "documents"),  # a language, or never a difference
        *("rules", "then", "when", "note"),  # in the grid
    }
