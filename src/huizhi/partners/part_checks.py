"""What a part of a record must not say, and when it cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.scope import require_in_scope
from huizhi.partners.checks import check_day
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import (
    Advice,
    AnnualCheck,
    Contact,
    Obligation,
    Part,
    Party,
    PlatformMember,
    ProjectMember,
    VisitReport,
)
from huizhi.partners.states import AdviceState, ObligationState

FIRST_YEAR = 1990


def check_part(actor: User, part: Part) -> None:
    """Refuse a part that contradicts its record or the rest of it, with `RecordRefused`."""
    for model, check in _CHECKS:
        if isinstance(part, model):
            check(actor, part)
    document = getattr(part, "document", None)
    if document is not None and (document.record_kind, document.record_id) != (
        part.owner.record_kind,
        part.owner.pk,
    ):
        raise RecordRefused(_("The document belongs to another record."))


def check_removal(part: Part) -> None:
    """Refuse to take back a part on which something rests, with `RecordRefused`."""
    if isinstance(part, Party) and (part.obligations.exists() or _has_contacts(part)):
        raise RecordRefused(
            _("{party} has obligations or contacts. Take those back first.").format(party=part)
        )
    settled = (ObligationState.FULFILLED, ObligationState.WAIVED)
    if isinstance(part, Obligation) and part.state in settled:
        raise RecordRefused(_("The obligation is settled. Open it again before you take it back."))
    if isinstance(part, Advice) and part.state != AdviceState.NOTED:
        raise RecordRefused(_("The advice has been dealt with and stays on record."))


def _has_contacts(party: Party) -> bool:
    rows = Contact.objects.filter(agreement=party.agreement, organisation=party.organisation)
    return rows.exists()


def _contact(actor: User, contact: Any) -> None:
    agreement = contact.agreement
    named = contact.organisation_id == agreement.host_id or agreement.partners.filter(
        pk=contact.organisation_id
    )
    if not named:
        raise RecordRefused(
            _("{name} has no part in this agreement.").format(name=contact.organisation)
        )


def _obligation(actor: User, obligation: Any) -> None:
    if not obligation.text.strip():
        raise RecordRefused(_("Say what is to be done."))
    if obligation.party.agreement_id != obligation.agreement_id:
        raise RecordRefused(_("The party belongs to another agreement."))


def _report(actor: User, report: Any) -> None:
    check_day(report.delivered_on)
    if report.link and not report.link.startswith(("https://", "http://")):
        raise RecordRefused(
            _("“{link}” is no web address: it begins with https:// or http://.").format(
                link=report.link
            )
        )
    begun = report.visit.starts_on
    if begun and report.delivered_on < begun:
        raise RecordRefused(
            _("The report ({day}) lies before the visit began ({begun}).").format(
                day=report.delivered_on, begun=begun
            )
        )


def _advice(actor: User, advice: Any) -> None:
    check_day(advice.given_on)
    if advice.answered_on and advice.answered_on < advice.given_on:
        raise RecordRefused(_("The advice was answered before this day."))


def _yearly(actor: User, check: Any) -> None:
    last = clock.today().year
    if not FIRST_YEAR <= check.year <= last:
        raise RecordRefused(
            _("The year lies between {first} and {last}.").format(first=FIRST_YEAR, last=last)
        )
    if check.checked_on is not None:
        check_day(check.checked_on)


def _member(actor: User, member: Any) -> None:
    require_in_scope(
        actor,
        county=member.person.county_id,
        organisation_id=member.person.employer_id,
        person_id=member.person_id,
    )
    if member.from_on and member.to_on and member.to_on < member.from_on:
        raise RecordRefused(
            _("The end ({end}) lies before the start ({start}).").format(
                start=member.from_on, end=member.to_on
            )
        )


_CHECKS: tuple[tuple[type[Part], Callable[[User, Any], None]], ...] = (
    (Contact, _contact),
    (Obligation, _obligation),
    (VisitReport, _report),
    (Advice, _advice),
    (AnnualCheck, _yearly),
    (PlatformMember, _member),
    (ProjectMember, _member),
)
