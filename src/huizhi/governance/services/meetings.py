"""What changes meetings, their decisions, and the plans they adopt."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huizhi.governance.details import MeetingDetails, PlanDetails
from huizhi.governance.document_numbers import normalised
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.models import Body, Decision, Meeting, Plan, PlanItem
from huizhi.governance.services.writing import columns, log, replace, require_text
from huizhi.governance.states import MEETING_MOVES, MeetingState, require_move
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope


def add_meeting(
    *, actor: User, details: MeetingDetails, state: str = MeetingState.PLANNED
) -> Meeting:
    """Add a meeting in the state in which it stands.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`.
    """
    _require(actor, details.body)
    _check_meeting(details)
    if state not in MEETING_MOVES:
        raise GovernanceRefused(_("“{state}” is not a state of a meeting.").format(state=state))
    with transaction.atomic():
        meeting = Meeting.objects.create(state=state, created_at=clock.now(), **columns(details))
        log(actor, "add", meeting, {"title": meeting.title, "state": state})
    return meeting


def change_meeting(*, actor: User, meeting: Meeting, details: MeetingDetails) -> Meeting:
    """Replace what is entered about a meeting, except its state. Errors: as for `add_meeting`."""
    _require(actor, meeting.body)
    _require(actor, details.body)
    _check_meeting(details)
    with transaction.atomic():
        stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        changed = replace(stored, columns(details))
        if changed:
            stored.save()
            log(actor, "change", stored, {"title": stored.title, "changed": changed})
    return stored


def move_meeting(
    *, actor: User, meeting: Meeting, to: str, day: dt.date | None = None, reason: str = ""
) -> Meeting:
    """Say that a meeting was held, or is cancelled for a reason. The one door to its state.

    Errors: `RightMissing`, `OutOfScope`, `IllegalMove`, `GovernanceRefused`.
    """
    _require(actor, meeting.body)
    with transaction.atomic():
        stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        before = stored.state
        require_move(MEETING_MOVES, MeetingState, before, to)
        if to == MeetingState.CANCELLED:
            reason = require_text(reason, _("Say why the meeting is cancelled."))
        stored.state = to
        if to == MeetingState.HELD and day:
            stored.day = day
        stored.save()
        log(actor, "move", stored, {"from": before, "to": to, "reason": reason})
    return stored


def add_decision(*, actor: User, meeting: Meeting, text: str) -> Decision:
    """Add a decision under the meeting's next number.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused` while the meeting was not held.
    """
    _require(actor, meeting.body)
    text = require_text(text, _("A decision needs its text."))
    with transaction.atomic():
        stored = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if stored.state != MeetingState.HELD:
            raise GovernanceRefused(
                _("“{title}” is {state}: only a meeting that was held has decisions.").format(
                    title=stored, state=stored.get_state_display()
                )
            )
        last = stored.decisions.aggregate(last=Max("number"))["last"] or 0
        decision = Decision.objects.create(meeting=stored, number=last + 1, text=text)
        log(actor, "decide", stored, {"number": decision.number, "text": text})
    return decision


def correct_decision(*, actor: User, decision: Decision, text: str) -> Decision:
    """Put the text of a decision right; the log keeps what stood there.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`.
    """
    _require(actor, decision.meeting.body)
    text = require_text(text, _("A decision needs its text."))
    with transaction.atomic():
        stored = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        _correct(actor, stored, stored.meeting, text)
    return stored


def add_plan(*, actor: User, details: PlanDetails) -> Plan:
    """Add an implementing plan; its document number is kept as 代字〔年份〕序号号.

    Errors: `RightMissing`, `GovernanceRefused`, `DocumentNumberRefused`.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    values = _plan_columns(details, None)
    with transaction.atomic():
        plan = Plan.objects.create(created_at=clock.now(), **values)
        log(actor, "add", plan, {"title": plan.title, "number": plan.document_number})
    return plan


def change_plan(*, actor: User, plan: Plan, details: PlanDetails) -> Plan:
    """Replace what is entered about a plan. Errors: as for `add_plan`."""
    require(actor, Right.GOVERNANCE_EDIT)
    values = _plan_columns(details, plan)
    with transaction.atomic():
        stored = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        changed = replace(stored, values)
        if changed:
            stored.save()
            log(actor, "change", stored, {"title": stored.title, "changed": changed})
    return stored


def check_plan(details: PlanDetails, plan: Plan | None) -> None:
    """Refuse details that cannot be a plan's, of which None is a new one.

    Errors: `GovernanceRefused`, `DocumentNumberRefused`.
    """
    require_text(details.title, _("The plan needs a title."))
    meeting = details.adopted_by
    if meeting and meeting.state != MeetingState.HELD:
        raise GovernanceRefused(
            _("“{title}” is {state}: only a meeting that was held can adopt a plan.").format(
                title=meeting, state=meeting.get_state_display()
            )
        )
    number = normalised(details.document_number)
    others = Plan.objects.exclude(pk=plan.pk) if plan else Plan.objects.all()
    if number and others.filter(document_number=number).exists():
        raise GovernanceRefused(_("Another plan has the number {number}.").format(number=number))


def add_item(*, actor: User, plan: Plan, text: str) -> PlanItem:
    """Add an item under the plan's next number. Errors: `RightMissing`, `GovernanceRefused`."""
    require(actor, Right.GOVERNANCE_EDIT)
    text = require_text(text, _("An item of a plan needs its text."))
    with transaction.atomic():
        stored = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        last = stored.items.aggregate(last=Max("number"))["last"] or 0
        item = PlanItem.objects.create(plan=stored, number=last + 1, text=text)
        log(actor, "add_item", stored, {"number": item.number, "text": text})
    return item


def correct_item(*, actor: User, item: PlanItem, text: str) -> PlanItem:
    """Put the text of an item right; the log keeps what stood there.

    Errors: `RightMissing`, `GovernanceRefused`.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    text = require_text(text, _("An item of a plan needs its text."))
    with transaction.atomic():
        stored = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        _correct(actor, stored, stored.plan, text)
    return stored


def _correct(actor: User, part: Decision | PlanItem, whole: Meeting | Plan, text: str) -> None:
    before = part.text
    if before != text:
        part.text = text
        part.save()
        log(actor, "correct", whole, {"number": part.number, "before": before, "text": text})


def _require(actor: User, body: Body) -> None:
    require(actor, Right.GOVERNANCE_EDIT)
    require_in_scope(actor, county=body.organisation.county_id)


def _check_meeting(details: MeetingDetails) -> None:
    require_text(details.title, _("The meeting needs a title."))


def _plan_columns(details: PlanDetails, plan: Plan | None) -> dict[str, object]:
    check_plan(details, plan)
    return {**columns(details), "document_number": normalised(details.document_number)}
