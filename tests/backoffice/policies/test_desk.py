"""The policy desk: the grid of a table, its errors and proof, and the way to the second officer."""

from __future__ import annotations

import re
import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huizhi.kernel.roles import Role
from huizhi.policies import drafting
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import DraftState
from huizhi.rules.packs.reading import fingerprint_of, read_pack
from tests.organisations.factories import add as add_organisation
from tests.people.factories import make_person
from tests.policies.factories import EXAMPLE, START, make_version

pytestmark = pytest.mark.django_db

FILE, TABLE = "living.yaml", "monthly_living_allowance"
DOCTOR, MASTER, OTHERS = ('"博士"', "5000"), ('"硕士"', "3000"), ('not("博士", "硕士")', "0")
GAP = "学位 &quot;学士&quot; 没有规则（如 学位 = 学士）。"


CASE = """\
cases:
  - name: 企业里的博士
    as_of: 2021-07-26
    facts: {学位: 博士, 用人单位: e}
    related: {organisation: {e: {性质: 企业}}}
    expect: {living-allowance: {result: "yes", amount: 5000}}
"""


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


def grid(client, draft, *rows, do="check", **more):
    """Post a grid of rows of cells as the page does; the first rows come from the file."""
    page = client.get(address("table", draft, FILE, TABLE)).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    data = {
        "seen": seen,
        "do": do,
        "cell": [cell for row in rows for cell in row],
        "origin": [str(number) if number < 3 else "" for number in range(len(rows))],
        "clause": ["1"] * len(rows),
        "note": [""] * len(rows),
        **more,
    }
    return client.post(address("table", draft, FILE, TABLE), data)


def cells_of(response) -> list[str]:
    return [cell.text for line in response.context["lines"] for cell in line.cells]


def under(response, spot: str) -> str:
    found = re.search(rf'id="findings-{spot}"[^>]*>(.*?)</div>', response.content.decode(), re.S)
    return found[1]


def test_a_draft_is_started_from_the_version_in_force(client, office):
    version = make_version(office)
    start = reverse("packversion:start_draft", args=[version.pk])
    assert start in client.get(reverse("packversion:record", args=[version.pk])).content.decode()
    assert client.get(start).status_code == 200
    client.post(start, {"number": "2"})
    draft = PackDraft.objects.get()
    page = client.get(address("record", draft)).content.decode()
    assert address("table", draft, FILE, TABLE) in page
    assert "完整：各栏都有值时，总有规则符合。" in page
    response = client.post(start, {"number": "2"})
    assert response.status_code == 422
    assert "请换一个编号" in response.content.decode()


def test_the_grid_shows_the_rules_and_the_proof(client, draft):
    response = client.get(address("table", draft, FILE, TABLE))
    assert cells_of(response) == [*DOCTOR, *MASTER, *OTHERS]
    text = response.content.decode()
    assert "完整：各栏都有值时，总有规则符合。" in text
    assert 'class="desk-bad"' not in text


def test_errors_stand_under_the_cell_with_what_would_be_right(client, draft):
    response = grid(client, draft, DOCTOR, ('"硕士"', "生活补帖月标准"), OTHERS)
    assert "desk-bad" in under(response, "1-1")
    assert "生活补帖月标准" in under(response, "1-1")
    assert under(response, "1-0") == under(response, "0-1") == ""
    assert "有错误，改正后才能推理。" in response.content.decode()


def test_a_gap_turns_the_proof_red_and_mending_it_green(client, draft):
    red = grid(client, draft, DOCTOR, MASTER).content.decode()
    assert f'<li class="desk-bad">{GAP}' in red
    assert "出现空缺" in red
    mended = grid(client, draft, DOCTOR, MASTER, OTHERS).content.decode()
    assert GAP not in mended
    assert "desk-bad" not in mended


def test_an_overlap_stands_under_the_rule(client, draft):
    response = grid(client, draft, DOCTOR, ('"硕士", "博士"', "3000"), OTHERS)
    assert "同时符合：学位 = 博士" in under(response, "1")


def test_typing_is_checked_without_saving_and_answers_the_parts_alone(client, draft):
    data = {"cell": [*DOCTOR, '"硕士"', "x +"], "origin": ["0", "1"], "clause": ["1"] * 2}
    response = client.post(address("check_table", draft, FILE, TABLE), data | {"note": [""] * 2})
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count('hx-swap-oob="true"') == 2 * 2 + 2 + 1
    assert "desk-bad" in under(response, "1-1")
    assert "<html" not in text
    draft.refresh_from_db()
    assert draft.files == PackDraft.objects.get().files
    assert "x +" not in draft.files[FILE]


def test_saving_writes_the_rules_and_leaves_the_version(client, draft):
    response = grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    assert response.status_code == 302
    draft.refresh_from_db()
    before = PackVersion.objects.get().files[FILE]
    old, new = """{when: ['"博士"'], then: ['5000']}""", """{when: ['"博士"'], then: [6000]"""
    assert old in before
    assert new in draft.files[FILE]
    others = before[before.index("benefits:") :]
    assert draft.files[FILE].endswith(others)


def test_a_grid_of_an_older_text_is_not_saved(client, draft):
    response = grid(client, draft, DOCTOR, MASTER, OTHERS, do="save", seen="0" * 64)
    assert response.status_code == 422
    assert "在此期间已被改动" in response.content.decode()
    assert cells_of(response) == [*DOCTOR, *MASTER, *OTHERS]


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("add:0", [*DOCTOR, "-", "", *MASTER, *OTHERS]),
        ("remove:1", [*DOCTOR, *OTHERS]),
        ("up:1", [*MASTER, *DOCTOR, *OTHERS]),
        ("down:1", [*DOCTOR, *OTHERS, *MASTER]),
        ("up:0", [*DOCTOR, *MASTER, *OTHERS]),
        ("down:2", [*DOCTOR, *MASTER, *OTHERS]),
        ("remove:7", [*DOCTOR, *MASTER, *OTHERS]),
    ],
)
def test_buttons_add_remove_and_move_rules(client, draft, do, expected):
    assert cells_of(grid(client, draft, DOCTOR, MASTER, OTHERS, do=do)) == expected


def test_the_last_rule_leaves_an_empty_one(client, draft):
    assert cells_of(grid(client, draft, DOCTOR, do="remove:0")) == ["-", ""]


def test_a_block_from_excel_fills_cells_and_adds_rules(client, draft):
    block = '"硕士"\t3,500\r\n"学士"\t1,200.50\textra\r\n\t0\r\n'
    response = grid(client, draft, DOCTOR, MASTER, do="paste", at="1-0", paste=block)
    assert cells_of(response) == [*DOCTOR, '"硕士"', "3500", '"学士"', "1200.50", "-", "0"]
    response = grid(client, draft, DOCTOR, MASTER, do="paste", at="0-1", paste="1\n2\n")
    assert cells_of(response) == ['"博士"', "1", '"硕士"', "2"]
    response = grid(client, draft, DOCTOR, do="paste", at="nowhere", paste="1\n2\n")
    assert cells_of(response) == [*DOCTOR]


def test_expressions_are_checked_as_they_are_typed_and_saved(client, draft):
    page = client.get(address("texts", draft, FILE))
    assert "用人单位.性质 = &quot;企业&quot;" in page.content.decode()
    seen = page.context["seen"]
    wrong = {"part.benefits.2.amount": "十万 +"}
    response = client.post(address("check_texts", draft, FILE), wrong)
    assert "desk-bad" in under(response, "benefits-2-amount")
    assert under(response, "benefits-0-amount") == ""
    response = client.post(address("texts", draft, FILE), wrong)
    assert "十万 +" in response.content.decode()
    draft.refresh_from_db()
    assert "十万 +" not in draft.files[FILE]

    right = {"part.benefits.2.amount": "200000\r\n", "seen": seen, "do": "save"}
    assert client.post(address("texts", draft, FILE), right).status_code == 302
    draft.refresh_from_db()
    assert "amount: 200000" in draft.files[FILE]
    again = client.post(address("texts", draft, FILE), right | {"part.benefits.2.amount": "1"})
    assert again.status_code == 422
    nowhere = address("texts", draft, "nothing.yaml")
    assert client.get(nowhere).status_code == client.post(nowhere, right).status_code == 404


def tried(client, draft, kind="person", **more):
    return client.get(address("try", draft), {"kind": kind, "on": "2021-07-26", **more})


def test_a_draft_is_tried_on_a_person_beside_the_version(client, draft, office):
    person = make_person(facts={"学位": "博士", "用人单位": add_organisation(office).pk})
    grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    text = tried(client, draft, subject=person.pk).content.decode()
    assert "符合条件，5,000.00 元</del>" in text
    assert "符合条件，6,000.00 元</ins>" in text
    assert text.count("<del") == 1
    assert tried(client, draft).context["rows"] is None
    page = client.get(address("try", draft))
    assert (page.status_code, page.context["rows"]) == (200, None)
    assert reverse("person:pick") in page.content.decode()


def test_a_draft_is_tried_on_those_its_benefits_are_for(client, draft, office):
    enterprise = add_organisation(office)
    drafting.change_texts(
        draft=draft,
        file=FILE,
        texts={"benefits.2.amount": "200000"},
        seen=fingerprint_of(draft.files),
        actor=office,
    )
    page = client.get(address("try", draft), {"kind": "organisation"})
    assert [one["kind"] for one in page.context["kinds"]] == ["person", "organisation"]
    assert reverse("organisation:pick") in page.content.decode()
    text = tried(client, draft, "organisation", subject=enterprise.pk).content.decode()
    assert "符合条件，100,000.00 元</del>" in text
    assert "符合条件，200,000.00 元</ins>" in text
    assert tried(client, draft, "team", subject=1).context["kind"] == "person"


def test_a_draft_is_tried_on_people_of_ones_own_county_alone(client, draft, make_user, make_county):
    own, other = make_county(), make_county("140223", "广灵县", "Guangling")
    person, ours = make_person(county=other), make_person("李四", county=own)
    client.force_login(make_user(Role.COUNTY, county=own))
    assert tried(client, draft, subject=person.pk).context["rows"] is None
    assert tried(client, draft, subject=ours.pk).context["rows"]
    found = client.get(reverse("person:pick"), {"q": person.name}).json()
    assert (found["options"], found["status"]) == ([], "没有找到。可输入名称的一部分。")
    (option,) = client.get(reverse("person:pick"), {"q": "李"}).json()["options"]
    assert option["value"] == str(ours.pk)


def test_the_tests_of_the_pack_run_on_the_draft(client, draft, settings, tmp_path):
    assert "没有测试" in client.get(address("tests", draft)).content.decode()
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder)
    (folder / "tests").mkdir()
    (folder / "tests" / "living.yaml").write_text(CASE, "utf-8")
    settings.PACKS_DIR = tmp_path
    assert "1 个测试中有 1 个" in client.get(address("tests", draft)).content.decode()
    grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    text = client.get(address("tests", draft)).content.decode()
    assert "1 个测试中有 0 个" in text
    assert "应为 5000，实为 6000" in text
    grid(client, draft, ('"博士"', "6000 +"), MASTER, OTHERS, do="save")
    assert "请先改正" in client.get(address("tests", draft)).content.decode()
    assert "请先改正" in client.get(address("try", draft)).content.decode()


def test_a_second_officer_sees_what_differs_and_puts_it_in_force(client, draft, make_user):
    grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    client.post(address("submit", draft))
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert address("accept", draft) not in client.get(address("record", draft)).content.decode()
    own = client.post(address("accept", draft), {"from_": "2022-01-01"})
    assert own.status_code == 422
    assert "须由未参与的同事复核" in own.content.decode()

    client.force_login(make_user(Role.AUDITOR))
    home = reverse("wagtailadmin_home")
    assert "份政策包草稿待复核" not in client.get(home).content.decode()
    client.force_login(make_user())
    assert "1 份政策包草稿待复核" in client.get(home).content.decode()
    assert address("accept", draft) in client.get(address("record", draft)).content.decode()
    for name in ("compare", "accept", "send_back"):
        text = client.get(address(name, draft)).content.decode()
        assert '<del class="desk-gone"><code class="office-feel">5000</code></del>' in text
        assert '<ins class="desk-new"><code class="office-feel">6000</code></ins>' in text
    response = client.post(address("accept", draft), {"from_": "2022-01-01"})
    version = PackVersion.objects.get(version="2")
    assert response.headers["Location"] == reverse("packversion:record", args=[version.pk])
    assert PackVersion.objects.get(version="1").in_force_from == START


def test_a_draft_is_sent_back_with_the_reason_and_given_up(client, draft, office, make_user):
    grid(client, draft, ('"博士"', "6000"), MASTER, OTHERS, do="save")
    client.post(address("submit", draft))
    client.force_login(make_user())
    client.post(address("send_back", draft), {"reason": "缺文件依据"})
    client.force_login(office)
    page = client.get(address("record", draft)).content.decode()
    assert "缺文件依据" in page
    client.post(address("discard", draft))
    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED
    page = client.get(address("record", draft)).content.decode()
    assert address("submit", draft) not in page


def test_others_read_a_draft_and_cannot_edit(client, draft, make_user):
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(address("record", draft)).content.decode()
    assert address("table", draft, FILE, TABLE) not in page
    assert client.get(address("compare", draft)).status_code == 200
    for name in ("table", "check_table"):
        where = address(name, draft, FILE, TABLE)
        assert client.post(where, {}).status_code == 403
    for name in ("submit", "discard", "accept", "send_back"):
        assert client.post(address(name, draft)).status_code == 403


def test_a_table_that_is_not_there_is_not_found(client, draft):
    assert client.get(address("table", draft, FILE, "nothing")).status_code == 404


def test_the_list_asks_as_many_queries_for_three_rows_as_for_one(client, office, draft):
    def asked():
        client.get(reverse("packdraft:index"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("packdraft:index"))
        return len(captured)

    one = asked()
    for number in ("3", "4"):
        drafting.start_draft(version=PackVersion.objects.get(), number=number, actor=office)
    assert asked() == one


@pytest.mark.parametrize("odd", ["\x0b", "\x7f", "\x85"])
def test_a_sign_that_files_do_not_take_is_kept_as_it_was_pasted(client, draft, odd):
    cell, text = f'"博{odd}士"', f'"企{odd}业"'
    assert grid(client, draft, (cell, "6000"), MASTER, OTHERS).status_code == 200
    assert grid(client, draft, (cell, "6000"), MASTER, OTHERS, do="save").status_code == 302
    for do, status in (("check", 200), ("save", 302)):
        draft.refresh_from_db()
        data = {"part.benefits.0.amount": text, "do": do, "seen": fingerprint_of(draft.files)}
        assert client.post(address("texts", draft, FILE), data).status_code == status
    draft.refresh_from_db()
    pack, _found = read_pack(draft.files)
    assert pack.documents[0].tables[0].rules[0].when[0].text == cell
    assert pack.documents[0].benefits[0].amount.text == text
