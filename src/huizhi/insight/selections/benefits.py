"""Selections of people, cases and results: who is entitled, who was paid, what waits.

A case belongs to the day of the run that found it, so that what is paid stands beside what was
found due; the bank's day is later and stands in the payments.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from huizhi.cases.models import Case
from huizhi.cases.states import CaseState
from huizhi.insight.selections.months import is_month, within
from huizhi.insight.selections.selection import Definition, Selection, register
from huizhi.kernel import clock, facts
from huizhi.kernel.fact_wording import value_label
from huizhi.people.models import Person
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

RUN_DAY = "batch__run__as_of"
TIER = "人才层次"
WITHOUT = "none"
LONG_DAYS = 30
_ENDED = (CaseState.PAID, CaseState.WITHDRAWN)


def cases_on(day: dt.date) -> Q:
    """Return the condition that a case comes from a run as of a day or before."""
    return Q(**{f"{RUN_DAY}__lte": day})


def paid_to_person(**limits: Any) -> Q:
    """Return the condition that a person has a paid case, within limits on the case."""
    paid = Case.objects.filter(
        state=CaseState.PAID,
        subject_kind=SubjectKind.PERSON,
        subject_id=OuterRef("pk"),
        **limits,
    )
    return Q(Exists(paid))


def _tier(chosen: Selection) -> Q:
    known = facts.known(on=clock.today(), kind=SubjectKind.PERSON)
    rows = known.filter(name=TIER, subject_id=OuterRef("pk"))
    return Q(Exists(rows.filter(value=chosen.value)))


def _tier_words(value: str) -> str:
    return value_label(load_catalogue().kinds[SubjectKind.PERSON].facts[TIER], value)


def _state_words(chosen: Selection) -> str:
    return str(CaseState(chosen.value).label)


register(
    (
        Definition("person.all", Person, lambda chosen: Q(), lambda chosen: _("All")),
        Definition(
            "person.tier",
            Person,
            _tier,
            lambda chosen: _("Tier {tier}").format(tier=_tier_words(chosen.value)),
            check=lambda value: 0 < len(value) <= 20,
        ),
        Definition(
            "person.paid",
            Person,
            lambda chosen: paid_to_person(**{f"{RUN_DAY}__lte": chosen.on}),
            lambda chosen: _("People who were paid"),
        ),
        Definition(
            "person.paid-in",
            Person,
            lambda chosen: paid_to_person(**within(RUN_DAY, chosen.value, chosen.on)),
            lambda chosen: _("People paid what was found in {month}").format(month=chosen.value),
            check=is_month,
        ),
        Definition(
            "case.state",
            Case,
            lambda chosen: cases_on(chosen.on) & Q(state=chosen.value),
            _state_words,
            total="amount",
            check=lambda value: value in CaseState.values,
        ),
        Definition(
            "case.paid-in",
            Case,
            lambda chosen: Q(state=CaseState.PAID, **within(RUN_DAY, chosen.value, chosen.on)),
            lambda chosen: _("Paid, found in {month}").format(month=chosen.value),
            total="amount",
            check=is_month,
        ),
        Definition(
            "case.waiting-long",
            Case,
            lambda chosen: (
                cases_on(chosen.on)
                & ~Q(state__in=_ENDED)
                & Q(batch__made_at__lt=clock.now() - dt.timedelta(days=LONG_DAYS))
            ),
            lambda chosen: _("Waiting for more than {days} days").format(days=LONG_DAYS),
            total="amount",
        ),
    )
)
