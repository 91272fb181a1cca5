"""Facts stated by two officers at once: one of them is the later, and only that one is known."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from huizhi.kernel import audit, facts
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Fact
from huizhi.rules.subjects import SubjectKind
from tests.kernel.at_once import at_once, on_postgresql


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_officers_leave_one_value(make_user):
    user = make_user()
    day = dt.date(2021, 7, 26)

    def state(value):
        fact = StatedFact(SubjectKind.PERSON, 7, "学位", value, "人员名单.xlsx")
        with transaction.atomic():
            facts.record(actor=user, stated=[fact])

    state("学士")
    for _time in range(10):
        raised = at_once(lambda: state("硕士"), lambda: state("博士"))
        assert raised == [None, None]
        assert facts.known(on=day).count() == 1
    for earlier in Fact.objects.exclude(superseded=None):
        assert earlier.recorded_id < earlier.superseded_id
    assert audit.find_first_break() is None
