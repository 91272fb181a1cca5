"""Drafts: every move, who may make it, and that nothing in force is touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.policies import drafting, queries
from huizhi.policies.errors import DraftRefused, PackRefused, SecondOfficerNeeded
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.states import DRAFT_MOVES, DraftState, VersionState
from huizhi.rules.packs.editing import rows_of
from huizhi.rules.packs.reading import fingerprint_of
from tests.policies.factories import make_draft as store_draft
from tests.policies.factories import make_version

pytestmark = pytest.mark.django_db

FILE = "living.yaml"
NEXT = dt.date(2022, 1, 1)


def start(actor, number="2") -> PackDraft:
    version = PackVersion.objects.filter(state=VersionState.IN_FORCE).first()
    return drafting.start_draft(version=version or make_version(actor), number=number, actor=actor)


def table_of(draft):
    pack, _found = queries.checked(draft.files)
    return pack.documents[0].tables[0]


def change(draft, actor, amount="6000", seen=None):
    table = table_of(draft)
    rows = rows_of(table)
    rows[0] = replace(rows[0], then=(amount,))
    return drafting.change_table(
        draft=draft,
        file=FILE,
        table=table,
        rows=rows,
        seen=seen or fingerprint_of(draft.files),
        actor=actor,
    )


def submitted(actor) -> PackDraft:
    return drafting.submit(draft=change(start(actor), actor), actor=actor)


def test_a_draft_is_a_copy_and_the_version_stays_as_it_is(make_user):
    author = make_user()
    draft = start(author)
    before = PackVersion.objects.get()
    changed = change(draft, author)
    assert "then: [6000]" in changed.files[FILE]
    assert 'version: "2"' in changed.files["pack.yaml"].replace("'", '"')
    after = PackVersion.objects.get()
    assert (after.files, after.fingerprint) == (before.files, before.fingerprint)
    actions = AuditEntry.objects.order_by("position").values_list("action", flat=True)
    assert list(actions)[-2:] == ["policies.draft_start", "policies.draft_change"]


def test_a_draft_may_hold_errors_and_is_then_not_submitted(make_user):
    author = make_user()
    draft = change(start(author), author, "六千 +")
    with pytest.raises(PackRefused, match=FILE):
        drafting.submit(draft=draft, actor=author)
    draft.refresh_from_db()
    assert draft.state == DraftState.EDITED


def test_a_draft_without_a_change_is_not_submitted(make_user):
    author = make_user()
    with pytest.raises(DraftRefused):
        drafting.submit(draft=start(author), actor=author)


def test_a_second_officer_accepts_and_the_new_version_is_in_force_from_the_day(make_user):
    author, reviewer = make_user(), make_user()
    draft = submitted(author)
    version = drafting.accept(draft=draft, from_=NEXT, actor=reviewer)
    draft.refresh_from_db()
    old = draft.based_on
    assert (draft.state, draft.version, draft.decided_by) == ("accepted", version, reviewer)
    assert (version.version, version.state, version.in_force_from) == ("2", "in_force", NEXT)
    assert version.fingerprint == fingerprint_of(version.files) != old.fingerprint
    assert old.in_force_to == NEXT - dt.timedelta(days=1)


@pytest.mark.parametrize("decide", ["accept", "send_back"])
def test_whoever_has_a_part_in_the_text_does_not_decide(make_user, decide):
    author, helper = make_user(), make_user()
    draft = change(change(start(author), author), helper, "7000")
    draft = drafting.submit(draft=draft, actor=author)
    for user in (author, helper):
        with pytest.raises(SecondOfficerNeeded):
            if decide == "accept":
                drafting.accept(draft=draft, from_=NEXT, actor=user)
            else:
                drafting.send_back(draft=draft, reason="x", actor=user)
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert PackVersion.objects.count() == 1


def test_what_was_sent_back_is_mended_and_submitted_again(make_user):
    author, reviewer = make_user(), make_user()
    draft = drafting.send_back(draft=submitted(author), reason="标准有误", actor=reviewer)
    assert (draft.state, draft.reason) == (DraftState.RETURNED, "标准有误")
    draft = drafting.submit(draft=change(draft, author, "5500"), actor=author)
    assert draft.state == DraftState.SUBMITTED


def test_a_submitted_draft_does_not_change(make_user):
    author = make_user()
    with pytest.raises(DraftRefused):
        change(submitted(author), author)


def test_a_change_made_from_an_older_text_is_refused(make_user):
    author = make_user()
    draft = start(author)
    seen = fingerprint_of(draft.files)
    draft = change(draft, author)
    with pytest.raises(DraftRefused):
        change(draft, author, "1", seen=seen)


def test_a_draft_of_a_version_that_another_followed_is_refused(make_user):
    author, reviewer = make_user(), make_user()
    first, second = start(author), start(author, "3")
    second = drafting.submit(draft=change(second, author, "8000"), actor=author)
    first = drafting.submit(draft=change(first, author), actor=author)
    drafting.accept(draft=first, from_=NEXT, actor=reviewer)
    with pytest.raises(DraftRefused):
        drafting.accept(draft=second, from_=dt.date(2023, 1, 1), actor=reviewer)
    assert PackVersion.objects.count() == 2


def test_a_draft_begins_from_a_version_in_force_with_a_number_of_its_own(make_user):
    author = make_user()
    with pytest.raises(DraftRefused):
        drafting.start_draft(version=store_draft(author), number="2", actor=author)
    start(author)
    for number in ("1", "2"):
        with pytest.raises(DraftRefused, match=number):
            start(author, number)


def test_texts_beside_tables_change(make_user):
    author = make_user()
    draft = start(author)
    draft = drafting.change_texts(
        draft=draft,
        file=FILE,
        texts={"benefits.2.amount": "200000"},
        seen=fingerprint_of(draft.files),
        actor=author,
    )
    assert "amount: 200000" in draft.files[FILE]


def edit(what, draft, actor, *path, **given):
    """Call a service on a part of the draft's document."""
    service = getattr(drafting, f"{what}_part")
    seen = fingerprint_of(draft.files)
    return service(draft=draft, file=FILE, path=path, seen=seen, actor=actor, **given)


CLAUSE = {"id": "4", "label": "第四条", "text": {"zh": "甲", "en": "A"}, "assumption": None}


def test_parts_are_added_changed_and_removed_and_the_log_tells_each(make_user):
    author = make_user()
    draft = start(author)
    before = draft.files
    draft = edit("add", draft, author, "clauses", value=CLAUSE)
    assert '- {id: "4", label: 第四条, text: {zh: 甲, en: A}}\n' in draft.files[FILE]
    draft = edit("change", draft, author, "clauses", 3, value={"text": {"zh": "乙"}})
    assert "text: {zh: 乙, en: A}}" in draft.files[FILE]
    draft = edit("remove", draft, author, "clauses", 3)
    assert draft.files == before
    entries = AuditEntry.objects.order_by("-position")[:3]
    assert [(entry.action, entry.detail["part"]) for entry in entries] == [
        ("policies.draft_remove_part", "clauses.3"),
        ("policies.draft_change_part", "clauses.3"),
        ("policies.draft_add_part", "clauses"),
    ]


def test_what_is_needed_elsewhere_stays_while_the_draft_is_sound(make_user):
    author = make_user()
    draft = start(author)
    with pytest.raises(DraftRefused, match="1"):
        edit("remove", draft, author, "clauses", 0)
    with pytest.raises(DraftRefused, match="生活补贴月标准"):
        edit("remove", draft, author, "tables", 0)
    draft.refresh_from_db()
    assert draft.files[FILE] == draft.based_on.files[FILE]
    broken = change(draft, author, "六千 +")
    assert edit("remove", broken, author, "tables", 0).files[FILE].count("tables: []") == 1


def test_a_column_may_go_and_leave_rules_to_be_mended(make_user):
    author = make_user()
    age = {"label": {"zh": "年龄", "en": "Age"}, "feel": "年龄"}
    draft = edit("add", start(author), author, "tables", 0, "inputs", value=age)
    draft = edit("remove", draft, author, "tables", 0, "inputs", 0)
    _pack, found = queries.checked(draft.files)
    assert {f.code for f in found if f.severity == "error"} == {"rules-overlap"}


def test_a_part_that_does_not_fit_the_format_is_refused(make_user):
    author = make_user()
    draft = start(author)
    with pytest.raises(DraftRefused, match="label"):
        edit("add", draft, author, "clauses", value={"id": "5", "text": {"zh": "甲", "en": "A"}})


def test_a_part_that_stands_in_two_places_is_not_changed_in_both(make_user):
    author = make_user()
    draft = start(author)
    for old, new in (("label: 第一条", "label: &one 第一条"), ("label: 第二条", "label: *one")):
        assert old in draft.files[FILE]
        draft.files[FILE] = draft.files[FILE].replace(old, new)
    draft.save()
    with pytest.raises(DraftRefused, match="写入"):
        edit("change", draft, author, "clauses", 0, value={"label": "第一款"})


def test_half_of_a_pair_of_characters_is_refused_and_odd_ones_are_written_by_their_codes(make_user):
    author = make_user()
    draft = start(author)
    with pytest.raises(DraftRefused, match="写入"):
        edit("change", draft, author, "clauses", 0, value={"text": {"zh": "\ud800"}})
    # Odd, and yet it can be written.
    kept = edit("change", draft, author, "clauses", 0, value={"text": {"zh": "甲\x7f\u2028乙"}})
    assert "甲\\u007f\\u2028乙" in kept.files[FILE]


def test_a_document_is_added_and_removed(make_user):
    author = make_user()
    draft = start(author)
    before = draft.files
    value = {
        "document": {
            "id": "next",
            "title": {"zh": "新办法", "en": "New"},
            "in_force": {"from": "2022-01-01"},
        },
        "clauses": [CLAUSE],
    }

    def add(draft):
        seen = fingerprint_of(draft.files)
        return drafting.add_document(draft=draft, value=value, seen=seen, actor=author)

    draft = add(draft)
    assert "  - next.yaml" in draft.files["pack.yaml"] or "next.yaml]" in draft.files["pack.yaml"]
    later = add(draft)
    assert "next-2022-01-01.yaml" in later.files
    with pytest.raises(DraftRefused, match="next-2022-01-01"):
        add(later)
    for name in ("next.yaml", "next-2022-01-01.yaml"):
        seen = fingerprint_of(later.files)
        later = drafting.remove_document(draft=later, file=name, seen=seen, actor=author)
    assert later.files == before


@pytest.mark.parametrize("what", ["add", "change", "remove"])
def test_parts_change_by_the_same_rules_as_tables(make_user, what):
    author, other = make_user(), make_user(Role.AUDITOR)
    given = {} if what == "remove" else {"value": CLAUSE}
    path = ("clauses",) if what == "add" else ("clauses", 2)
    draft = start(author)
    with pytest.raises(RightMissing):
        edit(what, draft, other, *path, **given)
    changed = change(draft, author)
    draft.files = draft.based_on.files
    with pytest.raises(DraftRefused, match="在此期间"):
        edit(what, draft, author, *path, **given)
    with pytest.raises(DraftRefused):
        edit(what, drafting.submit(draft=changed, actor=author), author, *path, **given)


def test_a_discarded_draft_frees_its_number(make_user):
    author = make_user()
    assert drafting.discard(draft=start(author), actor=author).state == DraftState.DISCARDED
    assert start(author).number == "2"


@pytest.mark.parametrize("state", list(DraftState))
def test_only_the_legal_moves_are_made(make_user, state):
    author, reviewer = make_user(), make_user()
    draft = submitted(author)
    version = draft.based_on if state == DraftState.ACCEPTED else None
    PackDraft.objects.filter(pk=draft.pk).update(state=state, version=version)
    moves = {
        DraftState.SUBMITTED: lambda: drafting.submit(draft=draft, actor=author),
        DraftState.DISCARDED: lambda: drafting.discard(draft=draft, actor=author),
        DraftState.RETURNED: lambda: drafting.send_back(draft=draft, reason="x", actor=reviewer),
        DraftState.ACCEPTED: lambda: drafting.accept(draft=draft, from_=NEXT, actor=reviewer),
    }
    for target, move in moves.items():
        if target not in DRAFT_MOVES[state]:
            with pytest.raises(IllegalMove):
                move()


@pytest.mark.parametrize("role", [Role.COUNTY, Role.AUDITOR, Role.DEPARTMENT])
def test_others_read_and_change_nothing(make_user, role):
    author, other = make_user(), make_user(role)
    draft = submitted(author)
    assert list(queries.drafts_for(other)) == [draft]
    with pytest.raises(RightMissing):
        drafting.accept(draft=draft, from_=NEXT, actor=other)
    with pytest.raises(RightMissing):
        start(other, "9")
    assert not queries.drafts_for(make_user(Role.EMPLOYER)).exists()
