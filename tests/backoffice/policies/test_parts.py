"""Parts of a draft on the desk: each kind is added, changed and removed through its form."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.policies import drafting, queries
from huizhi.rules.packs import parts
from huizhi.rules.packs.reading import fingerprint_of, read_pack
from huizhi.rules.yaml_edits import EditRefused
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db

FILE = "living.yaml"
CLAUSE = {
    "id": "4",
    "label__zh": "第四条",
    "label__en": "Article 4",
    "text__zh": "人才每年体检一次。",
    "text__en": "Talents have a check-up a year.",
}
BENEFIT = {
    "id": "check-up",
    "name__zh": "体检",
    "name__en": "Check-up",
    "clause": "3",
    "subject": "person",
    "form": "service",
    "period": "year",
    "unit__zh": "次",
    "unit__en": "check-up",
    "window__start": "引进日期",
    "window__months": "36",
}
CONDITION = {"name__zh": "是博士", "name__en": "A doctor", "clause": "3", "feel": '学位 = "博士"'}
DOCUMENT = {
    "id": "next",
    "title__zh": "新办法",
    "title__en": "New measures",
    "number": "示例〔2022〕9号",
    "in_force__from": "2022-01-01",
    "source__title": "公报",
    "source__url": "https://example.org/9",
    **{f"clauses-{name}": value for name, value in CLAUSE.items()},
}
TABLE = {
    "name": "体检次数",
    "english": "check_ups",
    "clause": "3",
    "hit_policy": "U",
    "inputs-label__zh": "学位",
    "inputs-label__en": "Degree",
    "inputs-feel": "学位",
    "outputs-name": "次数",
    "outputs-english": "times",
    "outputs-type": "number",
    "outputs-default": "0",
}


@pytest.fixture
def office(client, make_user):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def draft(office):
    return drafting.start_draft(version=make_version(office), number="2", actor=office)


def address(name, draft, *more):
    return reverse(f"packdraft:{name}", args=[draft.pk, *more])


def send(client, draft, where, data, do="save"):
    draft.refresh_from_db()
    return client.post(where, {**data, "seen": fingerprint_of(draft.files), "do": do})


def add(client, draft, part, data, **more):
    return send(client, draft, address("add_part", draft, part, FILE), data, **more)


def change(client, draft, part, data, **more):
    """Post the form of a part as it is shown, with some fields changed."""
    where = address("change_part", draft, part, FILE)
    (form,) = client.get(where).context["forms"]
    shown = {name: value for name, value in form.initial.items() if value is not None}
    return send(client, draft, where, shown | data, **more)


def document_of(draft):
    draft.refresh_from_db()
    pack, found = read_pack(draft.files)
    assert pack is not None, found
    return pack.documents[0]


def codes(draft) -> list[str]:
    return [f.code for f in queries.checked(draft.files)[1] if f.severity == "error"]


def under(response, field: str) -> str:
    found = re.search(rf'id="findings-{field}"[^>]*>(.*?)</div>', response.content.decode(), re.S)
    return found[1]


def test_a_document_shows_its_parts_and_what_can_be_added(client, draft):
    text = client.get(address("document", draft, FILE)).content.decode()
    for part in ("clauses", "definitions", "tables", "benefits"):
        assert address("add_part", draft, part, FILE) in text
    assert text.count("<p>暂无。</p>") == 1
    assert "博士每月5000元" in text
    assert address("table", draft, FILE, "monthly_living_allowance") in text
    assert address("document", draft, FILE) in client.get(address("record", draft)).content.decode()


def test_a_clause_is_added_changed_and_removed(client, draft):
    response = add(client, draft, "clauses", CLAUSE)
    assert response.headers["Location"] == address("change_part", draft, "clauses.3", FILE)
    assert "“第四条”已增加。" in client.get(response.headers["Location"]).content.decode()
    clause = document_of(draft).clauses["4"]
    assert (clause.label.en, clause.text.zh) == ("Article 4", "人才每年体检一次。")
    before = draft.files[FILE]
    change(client, draft, "clauses.3", {"text__zh": "体检。", "id": "9", "label__en": "第四条"})
    clause = document_of(draft).clauses["4"]
    assert (clause.label.en, clause.text.zh) == ("第四条", "体检。")
    assert draft.files[FILE][:200] == before[:200]
    response = send(client, draft, address("remove_part", draft, "clauses.3", FILE), {})
    assert response.headers["Location"] == address("document", draft, FILE)
    assert list(document_of(draft).clauses) == ["1", "2", "3"]


def test_a_cited_clause_stays_and_the_page_says_what_needs_it(client, draft):
    where = address("remove_part", draft, "clauses.0", FILE)
    text = client.get(where).content.decode()
    assert "<code>unknown-clause</code>" in text
    assert "<strong>生活补贴月标准</strong> 没有条款“1”" in text
    assert text.count("没有条款“1”") == 2  # the table and its benefit
    assert "不能删除" in text
    assert send(client, draft, where, {}).headers["Location"] == where
    assert "1" in document_of(draft).clauses


def test_what_cannot_be_taken_out_of_the_text_is_told_as_such(client, draft, monkeypatch):
    def refuse(files, name, path):
        raise EditRefused(name)

    monkeypatch.setattr(parts, "without_part", refuse)
    where = address("remove_part", draft, "clauses.0", FILE)
    for text in (
        client.get(where).content.decode(),
        client.post(where, {"seen": fingerprint_of(draft.files)}, follow=True).content.decode(),
    ):
        assert "工作台无法把这处改动写入政策包文本：living.yaml" in text
        assert "删除后检查会发现" not in text
        assert 'class="button no"' not in text


def test_a_benefit_is_added_with_conditions_and_removed(client, draft):
    response = add(client, draft, "benefits", BENEFIT)
    assert response.headers["Location"] == address("change_part", draft, "benefits.3", FILE)
    page = client.get(response.headers["Location"]).content.decode()
    assert address("add_part", draft, "benefits.3.conditions", FILE) in page
    response = add(client, draft, "benefits.3.conditions", CONDITION)
    assert response.headers["Location"] == address("change_part", draft, "benefits.3", FILE)
    benefit = document_of(draft).benefits[3]
    assert (benefit.form, benefit.unit.zh, benefit.window.months) == ("service", "次", 36)
    assert [condition.feel.text for condition in benefit.conditions] == ['学位 = "博士"']
    assert codes(draft) == []
    change(
        client, draft, "benefits.3", {"window__start": "", "window__months": "", "priority": "3"}
    )
    benefit = document_of(draft).benefits[3]
    assert (benefit.window, benefit.priority) == (None, 3)
    send(client, draft, address("remove_part", draft, "benefits.3.conditions.0", FILE), {})
    assert document_of(draft).benefits[3].conditions == ()
    send(client, draft, address("remove_part", draft, "benefits.3", FILE), {})
    assert len(document_of(draft).benefits) == 3


def test_what_a_form_does_not_show_stays_as_it_is(client, draft):
    before = draft.files[FILE]
    for part in ("benefits.0", "benefits.1", "benefits.2", "clauses.0", "tables.0", "document"):
        assert change(client, draft, part, {}).status_code == 302
    draft.refresh_from_db()
    assert draft.files[FILE] == before


def test_texts_of_several_lines_keep_their_lines(client, draft):
    """Browsers end lines with two signs, files with one; a text that stays is not written anew."""
    text = "if 1 = 1\nthen 40\nelse 50"
    value = {"name": "体检年龄", "english": "age", "clause": "3", "type": "number"}
    add(client, draft, "definitions", value | {"feel": text.replace("\n", "\r\n")})
    assert document_of(draft).definitions[0].feel.text == text
    assert "\n      then 40\n" in draft.files[FILE]
    old = "{zh: 博士可申请周转房。, en: Doctors may ask for housing.}}"
    assert old in draft.files[FILE]
    new = 'en: a}\n    text:\n      zh: |\n        甲\n        乙\n      en: "a  "'
    draft.files[FILE] = draft.files[FILE].replace(
        '{id: "3", label: 第三条, text: ' + old, 'id: "3"\n    label: {zh: 三, ' + new
    )
    draft.save()
    before = draft.files[FILE]
    for part in ("definitions.0", "clauses.2"):
        where = address("change_part", draft, part, FILE)
        (form,) = client.get(where).context["forms"]
        shown = {k: str(v).replace("\n", "\r\n") for k, v in form.initial.items() if v is not None}
        assert send(client, draft, where, shown).status_code == 302
    draft.refresh_from_db()
    assert draft.files[FILE] == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"form": "money"}, "amount"),
        ({"unit__zh": "", "unit__en": ""}, "unit__zh"),
        ({"window__start": ""}, "window__start"),
        ({"name__en": ""}, "name__en"),
        ({"assumption__zh": "假定"}, "assumption__en"),
        ({"id": "Check Up"}, "id"),
        ({"period": ""}, "period"),
    ],
)
def test_a_benefit_says_beside_the_field_what_is_missing(client, draft, wrong, field):
    response = add(client, draft, "benefits", BENEFIT | wrong)
    assert response.status_code == 422
    assert field in next(iter(response.context["forms"])).errors
    assert len(document_of(draft).benefits) == 3


def test_the_check_speaks_beside_the_field_with_its_code(client, draft):
    wrong = CONDITION | {"feel": "学为 = 1"}
    response = add(client, draft, "benefits.0.conditions", wrong, do="check")
    assert "<code>unknown-name-suggest</code>" in under(response, "feel")
    assert "data-unsaved" in response.content.decode()
    assert len(document_of(draft).benefits[0].conditions) == 1
    where = address("add_part", draft, "benefits.0.conditions", FILE)
    typed = client.post(where, wrong, headers={"HX-Request": "true"})
    assert "<code>unknown-name-suggest</code>" in under(typed, "feel")
    assert "<html" not in typed.content.decode()
    empty = client.post(where, CONDITION | {"feel": ""}, headers={"HX-Request": "true"})
    assert empty.status_code == 204
    add(client, draft, "benefits.0.conditions", wrong)
    shown = client.get(address("change_part", draft, "benefits.0.conditions.1", FILE))
    assert "<code>unknown-name-suggest</code>" in under(shown, "feel")
    right = client.get(address("change_part", draft, "benefits.1", FILE)).content.decode()
    assert "政策包其他地方" in right


def test_columns_come_with_cells_and_go_with_them(client, draft):
    column = {"label__zh": "年龄", "label__en": "Age", "feel": "年龄"}
    response = add(client, draft, "tables.0.inputs", column)
    assert response.headers["Location"] == address("table", draft, FILE, "monthly_living_allowance")
    (table,) = document_of(draft).tables
    assert [[cell.text for cell in rule.when][1] for rule in table.rules] == ["-"] * 3
    assert codes(draft) == []
    add(client, draft, "tables.0.outputs", {"name": "次数", "english": "times", "type": "number"})
    grid = client.get(response.headers["Location"])
    assert "desk-bad" in re.search(r'id="findings-0-3".*?</div>', grid.content.decode(), re.S)[0]
    change(client, draft, "tables.0.outputs.0", {"default": "0", "values": "1\n2\n"})
    change(client, draft, "tables.0.inputs.1", {"label__zh": "周岁"})
    (table,) = document_of(draft).tables
    assert (table.outputs[0].default.text, table.outputs[0].values) == ("0", ("1", "2"))
    assert table.inputs[1].label.zh == "周岁"
    for part in ("tables.0.inputs.1", "tables.0.outputs.1"):
        page = client.get(address("remove_part", draft, part, FILE))
        assert page.context["may_remove"]
        send(client, draft, address("remove_part", draft, part, FILE), {})
    (table,) = document_of(draft).tables
    assert (len(table.inputs), len(table.outputs)) == (1, 1)
    assert codes(draft) == []


def test_a_table_and_a_definition_are_added(client, draft):
    response = add(client, draft, "tables", TABLE)
    assert response.headers["Location"] == address("change_part", draft, "tables.1", FILE)
    page = client.get(response.headers["Location"]).content.decode()
    assert address("table", draft, FILE, "check_ups") in page
    table = document_of(draft).tables[1]
    assert [[cell.text for cell in (*rule.when, *rule.then)] for rule in table.rules] == [["-", ""]]
    assert len(codes(draft)) == 1
    send(client, draft, address("remove_part", draft, "tables.1", FILE), {})
    value = {"name": "体检年龄", "english": "age", "clause": "3", "type": "number", "feel": "40"}
    add(client, draft, "definitions", value)
    assert document_of(draft).definitions[0].feel.text == "40"
    assert codes(draft) == []


def test_a_document_is_added_with_a_clause_and_removed(client, draft):
    where = address("add_document", draft)
    assert client.get(where).status_code == 200
    assert send(client, draft, where, DOCUMENT | {"clauses-text__en": ""}).status_code == 422
    checked = send(client, draft, where, DOCUMENT | {"in_force__to": "2021-01-01"}, do="check")
    assert "<code>in-force-ends-before</code>" in under(checked, "document-id")
    response = send(client, draft, where, DOCUMENT)
    assert response.headers["Location"] == address("document", draft, "next.yaml")
    draft.refresh_from_db()
    document = read_pack(draft.files)[0].documents[1]
    assert (document.number, document.source.url) == ("示例〔2022〕9号", "https://example.org/9")
    assert list(document.clauses) == ["4"]
    assert codes(draft) == []
    response = send(client, draft, address("remove_part", draft, "document", "next.yaml"), {})
    assert response.headers["Location"] == address("record", draft)
    draft.refresh_from_db()
    assert "next.yaml" not in draft.files


def test_a_second_officer_sees_what_was_added(client, draft):
    add(client, draft, "clauses", CLAUSE)
    text = client.get(address("compare", draft)).content.decode()
    assert "人才每年体检一次。</ins>" in text


def test_a_form_of_an_older_text_is_not_saved(client, draft):
    where = address("add_part", draft, "clauses", FILE)
    response = client.post(where, CLAUSE | {"do": "save", "seen": "0" * 64})
    assert response.status_code == 422
    assert "在此期间已被改动" in response.content.decode()
    assert "人才每年体检一次。" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("add_part", "nothing"),
        ("add_part", "document"),
        ("add_part", "clauses.0"),
        ("add_part", "benefits.9.conditions"),
        ("add_part", "0.clauses"),
        ("change_part", "clauses"),
        ("change_part", "clauses.9"),
        ("change_part", "tables.0.rules.0"),
        ("remove_part", "benefits.0.amount"),
    ],
)
def test_what_is_no_part_is_not_found(client, draft, name, part):
    where = address(name, draft, part, FILE)
    assert client.get(where).status_code == 404
    assert send(client, draft, where, CLAUSE).status_code == 404
    assert client.get(address(name, draft, "clauses.0", "nothing.yaml")).status_code == 404


def test_only_who_may_edit_sees_the_forms(client, draft, office, make_user):
    pages = [
        address("document", draft, FILE),
        address("add_document", draft),
        address("add_part", draft, "clauses", FILE),
        address("change_part", draft, "clauses.0", FILE),
        address("remove_part", draft, "clauses.0", FILE),
    ]
    drafting.discard(draft=draft, actor=office)
    for page in pages:
        text = client.get(page).content.decode()
        assert 'value="save"' not in text
        assert address("add_part", draft, "clauses", FILE) not in text.replace(page, "")
    client.force_login(make_user(Role.AUDITOR))
    for page in pages:
        assert client.get(page).status_code == client.post(page, CLAUSE).status_code == 403
