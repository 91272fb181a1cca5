"""Changes of a YAML file: what comes out, and that nothing else of the text differs."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.rules.packs.reading import read_folder
from huizhi.rules.yaml_edits import EditRefused, Insert, Put, Remove, edited, merged
from huizhi.rules.yaml_text import read_yaml

PACKS = Path(__file__).parents[2] / "packs"
FILES = {
    f"{pack}/{name}": text
    for pack in ("datong", "taiyuan")
    for name, text in read_folder(PACKS / pack).items()
    if not name.startswith("tests/")
}
TEXT = """\
# a pack
head: {id: a, name: {zh: 甲, en: A}}  # the head
list:
  # of the first
  - id: one
    words:
      zh: 一
      en: >-
        one
        and on  # not a comment
    flags: [a, b]

  # of the second
  - id: two  # second
    none: []
tail: 1
"""

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = words | st.booleans() | st.integers() | st.none() | st.just(Decimal("1.50"))
keys = st.from_regex("[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda key: key not in ("true", "false", "null")
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def change(*edits) -> str:
    return edited(read_yaml("a.yaml", TEXT), edits).text


def swap(old: str, new: str) -> str:
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def test_a_value_is_put_in_place_of_another():
    assert change(Put(("head", "name", "zh"), "乙")) == swap("zh: 甲", "zh: 乙")
    assert change(Put(("list", 1, "id"), "2")) == swap("id: two", 'id: "2"')
    new = swap("zh: 一", "zh: |-\n        一\n        二")
    assert change(Put(("list", 0, "words", "zh"), "一\n二")) == new


def test_a_key_that_is_not_there_comes_last():
    assert change(Put(("head", "more"), ["x", 1])) == swap("en: A}}", "en: A}, more: [x, 1]}")
    new = swap("flags: [a, b]\n", "flags: [a, b]\n    new: {zh: 新, en: new}\n")
    assert change(Put(("list", 0, "new"), {"zh": "新", "en": "new"})) == new
    assert change(Put(("last",), "x")) == TEXT + "\nlast: x\n"


def test_an_item_is_inserted_before_and_behind_others():
    assert change(Insert(("list", 0, "flags", 0), "c")) == swap("[a,", "[c, a,")
    assert change(Insert(("list", 0, "flags", 2), "c")) == swap(", b]", ", b, c]")
    item = {"id": "x", "many": [{"on": ["a"], "text": "y" * 80}]}
    written = f"  - id: x\n    many:\n      - on: [a]\n        text: {'y' * 80}\n"
    assert change(Insert(("list", 2), item)) == swap("tail: 1", f"{written}tail: 1")
    assert change(Insert(("list", 1), "x")) == swap("  # of the second", "  - x\n  # of the second")
    assert change(Insert(("list", 1, "none", 0), "x")) == swap("none: []", "none:\n      - x")


def test_a_key_or_an_item_goes_with_the_comment_above_it():
    assert change(Remove(("head", "id"))) == swap("{id: a, name", "{name")
    assert change(Remove(("head", "name"))) == swap(", name: {zh: 甲, en: A}}", "}")
    assert change(Remove(("list", 0, "flags", 1))) == swap("[a, b]", "[a]")
    assert change(Remove(("list", 1, "none"))) == swap("    none: []\n", "")
    assert change(Remove(("list", 1, "id"))) == swap("id: two  # second\n    none", "none")
    second = TEXT[TEXT.index("  # of the second") : TEXT.index("tail")]
    assert change(Remove(("list", 1))) == swap(second, "")
    only = read_yaml("a.yaml", change(Remove(("list", 1))))
    assert edited(only, [Remove(("list", 0))]).data["list"] == []


def test_several_changes_are_made_at_once():
    text = change(Insert(("list", 0, "flags", 0), "c"), Put(("tail",), 2), Remove(("list", 1)))
    data = read_yaml("a.yaml", text).data
    assert data["list"][0]["flags"] == ["c", "a", "b"]
    assert (data["tail"], len(data["list"])) == (2, 1)


def test_what_is_merged_changes_only_what_differs():
    file = read_yaml("a.yaml", TEXT)
    same = {"id": "one", "words": {"zh": "一"}, "gone": None}
    assert merged(file, ("list", 0), same).text == TEXT
    changed = merged(file, ("list", 0), {"words": {"zh": "壹"}, "flags": None, "new": {"a": None}})
    assert changed.text == swap("zh: 一", "zh: 壹").replace("flags: [a, b]", "new: {}")


def test_a_change_that_cannot_be_made_is_refused():
    file = read_yaml("a.yaml", "a:\n  - - b\n    - c\n")
    with pytest.raises(EditRefused, match=r"a\.yaml"):
        edited(file, [Remove(("a", 0, 0))])
    with pytest.raises(EditRefused, match="ud800"):
        edited(file, [Put(("a",), "\ud800")])


@pytest.mark.parametrize("name", FILES)
def test_values_of_the_packs_can_go_and_be_replaced(name):
    file = read_yaml(name, FILES[name])
    for path in list(file.nodes)[1::13]:
        begin, end = file.span(path)
        text = edited(file, [Put(path, "a: b, c")]).text
        assert text[:begin] == file.text[:begin]
        assert text.endswith(file.text[end:])
        wanted = copy.deepcopy(file.data)
        part = wanted
        for key in path[:-1]:
            part = part[key]
        del part[path[-1]]
        assert edited(file, [Remove(path)]).data == wanted


@pytest.mark.parametrize(
    "odd", ["\x00", "\x0b", "\r", "\x7f", "\x85", "\u2028", "\ufeff", "\uffff"]
)
@pytest.mark.parametrize("path", [("head", "id"), ("tail",), ("list", 0, "flags", 1)])
def test_what_yaml_does_not_take_as_it_stands_is_written_by_its_code(odd, path):
    file = edited(read_yaml("a.yaml", TEXT), [Put(path, f"甲{odd}乙")])
    assert file.nodes[path].value == f"甲{odd}乙"
    assert odd not in file.text


@given(values, st.sampled_from([("head", "id"), ("list", 0, "words"), ("tail",), ("new",)]))
def test_any_value_is_read_back(value, path):
    file = edited(read_yaml("a.yaml", TEXT), [Put(path, value)])
    part = file.data
    for key in path:
        part = part[key]
    assert part == value


@given(values, st.sampled_from([("list", 0), ("list", 2), ("list", 0, "flags", 1)]))
def test_any_item_is_read_back(value, path):
    before = read_yaml("a.yaml", TEXT)
    after = edited(before, [Insert(path, value)])
    assert edited(after, [Remove(path)]).data == before.data
