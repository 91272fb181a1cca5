"""A result explained from its snapshot, each value with who said so."""

from __future__ import annotations

import pytest
from django.db import transaction

from huizhi.entitlements import queries, reasons
from huizhi.entitlements.models import Result
from huizhi.kernel import facts
from huizhi.kernel.facts import StatedFact
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.subjects import SubjectKind
from tests.entitlements.factories import make_run

pytestmark = pytest.mark.django_db


def result(run, name, benefit="living-allowance"):
    return queries.results_of(run).get(subject_name=name, benefit=benefit)


def test_conditions_and_values_come_with_their_source(office):
    explanation = reasons.explain(result(make_run(office), "王博"))
    (condition,) = explanation.reason.conditions
    assert (condition.name.zh, condition.outcome) == ("在企业工作", Outcome.YES)
    employer = explanation.facts["用人单位.性质"]
    assert employer.seen.value == '"企业"'
    assert (employer.record.subject_kind, employer.record.subject_id) == ("organisation", 91)
    assert (employer.record.source, employer.record.confirmed_by) == ("人员名单.xlsx", office)
    assert explanation.facts["学位"].record.value == "博士"
    assert explanation.agrees


def test_a_missing_fact_has_no_record(office):
    degree = reasons.explain(result(make_run(office), "赵未")).facts["学位"]
    assert degree.is_missing
    assert degree.record is None


def test_the_reason_is_that_of_the_run_even_after_the_facts_changed(office):
    run = make_run(office)
    with transaction.atomic():
        facts.record(
            actor=office, stated=[StatedFact(SubjectKind.PERSON, 1, "学位", "学士", "更正")]
        )
    explanation = reasons.explain(result(run, "王博"))
    assert explanation.facts["学位"].seen.value == '"博士"'
    assert explanation.agrees


def test_an_answer_that_the_program_no_longer_gives_is_pointed_out(office):
    row = result(make_run(office), "王博")
    Result.objects.filter(pk=row.pk).update(outcome="no")
    row.refresh_from_db()
    assert not reasons.explain(row).agrees


def test_the_other_benefits_of_the_subject_are_at_hand(office):
    row = result(make_run(office), "王博")
    assert [other.benefit for other in reasons.benefits_of_subject(row)] == ["housing"]
