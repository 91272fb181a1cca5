"""Which cell, rule or text a finding of the check belongs to."""

from __future__ import annotations

import pytest

from huizhi.policies.draft_checks import check_table, check_texts, was_complete
from tests.policies.factories import EXAMPLE, make_version

FILE, TABLE = "living.yaml", "monthly_living_allowance"
GAP = """      - {when: ['not("博士", "硕士")'], then: ['0']}\n"""


def files(old: str = "", new: str = "") -> dict[str, str]:
    found = {path.name: path.read_text("utf-8") for path in EXAMPLE.glob("*.yaml")}
    assert old in found[FILE]
    return {**found, FILE: found[FILE].replace(old, new)}


def codes(findings):
    return [finding.code for finding in findings]


def test_a_sound_table_has_a_proof_and_no_findings():
    check = check_table(files(), FILE, TABLE)
    assert (check.cells, check.rules, check.table, check.elsewhere) == ({}, {}, (), ())
    (proof,) = check.proofs
    assert proof.proof.complete


def test_a_wrong_cell_is_told_by_rule_and_column():
    check = check_table(files("'3000'", "'没有的'"), FILE, TABLE)
    assert list(check.cells) == [(1, 1)]
    assert check.proofs == ()


def test_an_overlap_belongs_to_the_later_rule():
    check = check_table(files("""['"硕士"']""", """['"硕士", "博士"']"""), FILE, TABLE)
    assert {rule: codes(found) for rule, found in check.rules.items()} == {1: ["rules-overlap"]}


def test_a_gap_belongs_to_the_table():
    check = check_table(files(GAP), FILE, TABLE)
    assert codes(check.table) == ["table-gap"]


def test_errors_of_other_places_are_told_apart():
    check = check_table(files("quantity: '1'", "quantity: '一 +'"), FILE, TABLE)
    assert (check.cells, check.rules, check.table) == ({}, {}, ())
    assert {finding.severity for finding in check.elsewhere} == {"error"}
    texts = check_texts(
        files("quantity: '1'", "quantity: '一 +'"),
        FILE,
        ["benefits.1.quantity", "benefits.2.amount"],
    )
    assert texts["benefits.1.quantity"]
    assert texts["benefits.2.amount"] == ()


@pytest.mark.django_db
def test_a_stored_version_says_whether_a_table_was_complete(make_user):
    assert was_complete(make_version(make_user()), FILE, TABLE)
