"""The audit log in words: every action written anywhere has them, and an entry can be read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from huizhi.backoffice.system.audit_words import ACTIONS, action_words, detail_words, kind_words
from huizhi.cases.states import CaseState
from huizhi.kernel import audit
from huizhi.kernel.roles import Right, Role
from huizhi.people.privacy import set_publication
from tests.people.factories import make_person

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huizhi"
ROOMS = {path.parent.name for path in SOURCE.glob("*/apps.py")} | {
    "users",
    "regions",
    "facts",
    "lists",
    "office",
    "reports",
    "tokens",
    "webhooks",
}
ACTION = re.compile(r"(?P<room>[a-z]+)(\.[a-z_]+){1,2}")
WRITES = re.compile(r"audit|action=|facts\.record")
SPELT_OUT = {
    "cases": [f"cases.{state}" for state in CaseState],
    "governance": [action for action in ACTIONS if action.startswith("governance.")],
    "lists": [f"lists.{step}" for step in ("upload", "apply", "take_refused", "discard")],
}
"""What an f-string that begins with a room makes; verbs handed to `_log` are found without it."""
OTHER_NAMES = {
    "integrations.webhook.secret",
    "lists.file",
    "partners.document",
    "people.import_file",
}
"""Names of the same shape that are no actions."""


def actions_of(path: Path) -> set[str]:
    """Return the actions that a module writes into the log."""
    text = path.read_text(encoding="utf-8")
    if not WRITES.search(text):
        return set()
    found: set[str] = set()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = ACTION.fullmatch(node.value)
            if match and match["room"] in ROOMS:
                found.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            room = str(node.values[0].value).removesuffix(".")
            if room in ROOMS and str(node.values[0].value).endswith("."):
                verbs = SPELT_OUT.get(room) or [
                    verb if "." in verb else f"{room}.{verb}" for verb in verbs_of(tree)
                ]
                assert verbs, f"{path}: say in SPELT_OUT what {ast.unparse(node)} makes"
                found |= set(verbs)
    return found


def verbs_of(tree: ast.AST) -> set[str]:
    """Return the verbs that a module hands to its `_log(actor, verb, …)`."""
    return {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "_log"
        for argument in node.args[1:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_action_written_anywhere_has_words():
    left_out = {right.value for right in Right} - set(ACTIONS)
    found = {
        action
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and path.name not in ("roles.py", "audit_words.py")
        for action in actions_of(path)
    }
    assert len(found) > 35
    missing = sorted(found - set(ACTIONS) - left_out - OTHER_NAMES)
    assert missing == [], "add these to ACTIONS in backoffice/system/audit_words.py"


def test_every_verb_of_governance_has_words():
    verbs = {
        node.args[1].value
        for path in (SOURCE / "governance" / "services").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "log"
        if isinstance(node.args[1], ast.Constant)
    }
    said = {action.rsplit(".", 1)[1] for action in ACTIONS if action.startswith("governance.")}
    assert len(verbs) > 10
    assert verbs <= said


def test_an_action_without_words_shows_its_code():
    assert action_words("rooms.paint") == "rooms.paint"
    assert kind_words("paint") == "paint"


def test_kinds_and_details_are_said_in_words():
    assert kind_words("payment_batch") == "拨付批次"
    assert kind_words("paymentbatch_list") == "列表：拨付批次"
    assert kind_words("people_list").endswith("人员")
    assert detail_words("case", {"amount_fen": 1200000}) == [("金额", "12,000.00 元")]
    assert detail_words("person", {"facts": ["学位"]}) == [("事实", "学位")]
    with translation.override("en"):
        assert detail_words("person", {"facts": ["学位"]}) == [("Facts", "Degree")]
    assert detail_words("project", {"from": "planned"})[0][1] != "planned"
    assert detail_words("organisation", {"changed": ["name_en"]})[0][1] != "name_en"


@pytest.mark.django_db
def test_an_entry_says_who_did_what_to_which_record_and_why(client, make_user):
    person = make_person()
    officer = make_user()
    set_publication(actor=officer, person=person, not_for_publication=True, reason="本人要求不公开")
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(reverse("auditentry:index")).content.decode()
    assert "公开决定" in page
    entry = audit.AuditEntry.objects.latest("position")
    page = client.get(reverse("auditentry:record", args=[entry.pk])).content.decode()
    for words in (
        "公开决定",
        str(officer),
        "本人要求不公开",
        entry.hash,
        reverse("person:record", args=[person.pk]),
    ):
        assert words in page


@pytest.mark.django_db
def test_the_filters_offer_words_and_an_unknown_kind_has_no_link(client, make_user):
    with transaction.atomic():
        entry = audit.append(actor=None, action="rooms.paint", subject_kind="paint", subject_id=1)
    client.force_login(make_user(Role.AUDITOR))
    page = client.get(reverse("auditentry:index"), {"action": "cases.paid"}).content.decode()
    assert "办件已拨付" in page
    page = client.get(reverse("auditentry:record", args=[entry.pk])).content.decode()
    assert "rooms.paint" in page
