"""What changes the cooperation: adding, changing, moving from state to state, money of projects.

What hangs on a record has its own doors: `parts`, `documents`, `obligations`, `advice`,
`follow_ups`; the kinds of bases have `base_kinds`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock, facts
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.fact_stating import stated_facts
from huizhi.organisations.models import Organisation
from huizhi.partners.checks import check_agreement, check_base, check_step, check_visit
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    ProjectDetails,
    RecordDetails,
    VisitDetails,
)
from huizhi.partners.errors import RecordRefused
from huizhi.partners.indexing import index_record
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Document,
    Event,
    Funding,
    Platform,
    Project,
    Step,
    Visit,
)
from huizhi.partners.queries import last_step
from huizhi.partners.villages import keep_in_step
from huizhi.rules.money import Money

MODELS: dict[type[RecordDetails], type[CooperationRecord]] = {
    AgreementDetails: Agreement,
    BaseDetails: Base,
    ProjectDetails: Project,
    VisitDetails: Visit,
    EventDetails: Event,
    PlatformDetails: Platform,
}
_RANGES = (("starts_on", "ends_on"), ("signed_on", "ends_on"))


def add(*, actor: User, details: RecordDetails, state: str) -> Any:
    """Add a record in the state in which it stands, and state its facts; return it.

    The model follows from the class of the details. Errors: `RightMissing`, `OutOfScope`,
    `RecordRefused`.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=_code(details.county))
    model = MODELS[type(details)]
    _check(model, details, state, None)
    with transaction.atomic():
        record = model(created_at=clock.now(), **details.columns())
        record.state = state
        record.save()
        record.partners.set(details.partners)
        keep_in_step(record)
        _keep_step(actor, record, on=_day_of_state(record), evidence=details.source)
        _log(actor, "add", record, {"name": record.name, "state": state})
        _state_facts(actor, record)
        index_record(record)
    return record


def change(*, actor: User, record: CooperationRecord, details: RecordDetails) -> Any:
    """Replace what is entered about a record, except its state; return the record.

    Errors: as for `add`; the county that it leaves must be the user's too.
    """
    require(actor, Right.PARTNERS_EDIT)
    stored = type(record).objects.get(pk=record.pk)  # type: ignore[attr-defined]
    require_in_scope(actor, county=stored.county_id)
    require_in_scope(actor, county=_code(details.county))
    _check(type(stored), details, stored.state, stored)
    new = details.columns()
    changed = [name for name, value in new.items() if getattr(stored, name) != value]
    before = set(stored.partners.values_list("pk", flat=True))
    if before != {partner.pk for partner in details.partners}:
        changed.append("partners")
    if not changed:
        return stored
    with transaction.atomic():
        for name, value in new.items():
            setattr(stored, name, value)
        stored.save()
        stored.partners.set(details.partners)
        keep_in_step(stored)
        _log(actor, "change", stored, {"name": stored.name, "changed": changed})
        _state_facts(actor, stored)
        index_record(stored)
    return stored


def move(
    *,
    actor: User,
    record: CooperationRecord,
    to: str,
    on: dt.date,
    reason: str = "",
    document: Document | None = None,
) -> Any:
    """Move a record to another state as of a day; return it. The one door to `state`.

    `reason` and `document` are what shows it, and stay with the step. The day is also kept as the
    date of signature, unveiling, start or end where the record has none. Errors: `RightMissing`,
    `OutOfScope`, `IllegalMove`, `RecordRefused` for a day to come or before the last step.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=record.county_id)
    with transaction.atomic():
        stored = type(record).objects.select_for_update().get(pk=record.pk)  # type: ignore[attr-defined]
        before = stored.state
        check_move(record=stored, to=to)
        check_step(stored, to, on, last_step(stored))
        stored.state = to
        column = stored.STATE_DATES.get(to)
        if column and getattr(stored, column) is None:
            setattr(stored, column, on)
        stored.save()
        _keep_step(actor, stored, on=on, evidence=reason, document=document)
        _log(
            actor,
            "move",
            stored,
            {"from": before, "to": to, "on": on.isoformat(), "reason": reason},
        )
        _state_facts(actor, stored, since=on)
    return stored


def add_funding(
    *,
    actor: User,
    project: Project,
    source: str,
    amount: Money,
    payer: Organisation | None = None,
    purpose: str = "",
) -> Funding:
    """Add one part of a project's money and state the new total.

    Errors: `RightMissing`, `OutOfScope`, `RecordRefused` for an amount that is not positive.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=project.county_id)
    if amount.fen <= 0:
        raise RecordRefused(_("The amount must be more than 0 yuan."))
    with transaction.atomic():
        funding = Funding.objects.create(
            project=project,
            source=source,
            amount=amount,
            payer=payer,
            purpose=purpose,
        )
        detail = {"source": source, "fen": amount.fen, "purpose": purpose}
        _log(actor, "add_funding", project, detail)
        _state_facts(actor, Project.objects.get(pk=project.pk))
    return funding


def remove_funding(*, actor: User, funding: Funding) -> None:
    """Take back a part of a project's money that was entered by mistake."""
    require(actor, Right.PARTNERS_EDIT)
    project = funding.project
    require_in_scope(actor, county=project.county_id)
    with transaction.atomic():
        detail = {"source": funding.source, "fen": funding.amount.fen, "purpose": funding.purpose}
        funding.delete()
        _log(actor, "remove_funding", project, detail)
        _state_facts(actor, Project.objects.get(pk=project.pk))


def state_facts(
    *,
    actor: User,
    record: CooperationRecord,
    values: Mapping[str, Any],
    source: str,
    valid_from: dt.date | None = None,
) -> int:
    """State further facts of the catalogue about a base, project or platform.

    A value of None is known to be absent. Returns how many facts were new. Errors:
    `RecordRefused` for a fact that the columns carry, or a record that has no facts.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=record.county_id)
    if record.SUBJECT_KIND is None:
        raise RecordRefused(_("Agreements and visits have no facts of the catalogue."))
    for name in values:
        if name in record.FACT_COLUMNS:
            raise RecordRefused(
                _("“{name}” is part of the record's details; change it there.").format(name=name)
            )
    stated = stated_facts(
        kind=record.SUBJECT_KIND,
        subject_id=record.pk,
        values=values,
        source=source,
        valid_from=valid_from,
    )
    with transaction.atomic():
        return facts.record(actor=actor, stated=stated, action="partners.facts")


def check_details(*, details: RecordDetails, state: str, stored: Any = None) -> None:
    """Refuse with `RecordRefused` what adding or changing a record would refuse."""
    _check(MODELS[type(details)], details, state, stored)


def check_move(*, record: CooperationRecord, to: str) -> None:
    """Refuse with `IllegalMove` a state that cannot follow, naming those that can."""
    if to not in record.MOVES[record.state]:
        raise IllegalMove(_illegal(record, to))


def _check(model: type[CooperationRecord], details: RecordDetails, state: str, stored: Any) -> None:
    if MODELS[type(details)] is not model:
        raise TypeError(f"{type(details).__name__} is not about a {model.__name__}")
    if not details.name.strip():
        raise RecordRefused(_("The record needs a name."))
    if state not in model.MOVES:
        raise RecordRefused(
            _("“{state}” is not a state of a {kind}.").format(
                state=state, kind=model._meta.verbose_name
            )
        )
    for first, last in _RANGES:
        start, end = getattr(details, first, None), getattr(details, last, None)
        if start and end and end < start:
            raise RecordRefused(
                _("The end ({end}) lies before the start ({start}).").format(start=start, end=end)
            )
    check_agreement(details, stored)
    check_base(details, stored)
    check_visit(details)


def _day_of_state(record: CooperationRecord) -> dt.date | None:
    column = record.STATE_DATES.get(record.state)
    return getattr(record, column) if column else None


def _keep_step(
    actor: User,
    record: CooperationRecord,
    *,
    on: dt.date | None,
    evidence: str,
    document: Document | None = None,
) -> None:
    Step.objects.create(
        record_kind=record.record_kind,
        record_id=record.pk,
        state=record.state,
        happened_on=on,
        evidence=evidence[:300],
        document=document,
        entered_by=actor,
        entered_at=clock.now(),
    )


def _code(county: Region | None) -> str | None:
    return county.code if county else None


def _illegal(record: CooperationRecord, to: str) -> str:
    labels = dict(record._meta.get_field("state").choices)  # type: ignore[arg-type]
    moves = record.MOVES[record.state]
    allowed = "、".join(str(label) for state, label in labels.items() if state in moves)
    text = _("“{name}” is {state} and cannot become {to}. From here it can become: {allowed}.")
    return text.format(
        name=record.name,
        state=labels[record.state],
        to=labels.get(to, to),
        allowed=allowed or _("nothing, this state is the last"),
    )


def _log(actor: User, verb: str, record: CooperationRecord, detail: dict[str, Any]) -> None:
    audit.append(
        actor=actor,
        action=f"partners.{verb}",
        subject_kind=record.record_kind,
        subject_id=record.pk,
        detail=detail,
    )


def _state_facts(actor: User, record: CooperationRecord, since: dt.date | None = None) -> None:
    if record.SUBJECT_KIND is None:
        return
    stated = stated_facts(
        kind=record.SUBJECT_KIND,
        subject_id=record.pk,
        values=record.fact_values(),
        source=record.source,
        valid_from=since,
    )
    facts.record(actor=actor, stated=stated, action="partners.facts")
