"""How an obligation is settled: fulfilled, waived, or opened again. The one door to its state."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.partners.checks import check_day
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Document, Obligation
from huizhi.partners.states import OBLIGATION_MOVES, ObligationState


def settle(
    *,
    actor: User,
    obligation: Obligation,
    to: str,
    on: dt.date,
    evidence: str,
    document: Document | None = None,
) -> Obligation:
    """Mark an obligation as fulfilled or waived on a day, or open it again; return it.

    `evidence` says what shows it, who waived it, or why it is open again. Errors: `RightMissing`,
    `OutOfScope`, `IllegalMove`, `RecordRefused` for a day to come or without evidence.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=obligation.agreement.county_id)
    with transaction.atomic():
        stored = Obligation.objects.select_for_update().get(pk=obligation.pk)
        check_settling(obligation=stored, to=to, on=on, evidence=evidence)
        before = stored.state
        stored.fulfilled_on = on if to == ObligationState.FULFILLED else None
        stored.waived_on = on if to == ObligationState.WAIVED else None
        stored.evidence = evidence[:300]
        stored.document = document
        stored.save()
        audit.append(
            actor=actor,
            action="partners.settle_obligation",
            subject_kind="agreement",
            subject_id=stored.agreement_id,
            detail={
                "obligation": stored.pk,
                "from": before.value,
                "to": to,
                "on": on.isoformat(),
                "evidence": stored.evidence,
                "document": document.pk if document else None,
            },
        )
    return stored


def check_settling(*, obligation: Obligation, to: str, on: dt.date, evidence: str) -> None:
    """Refuse what `settle` would: a day to come, no evidence, a move that is not legal."""
    check_day(on)
    if not evidence.strip():
        raise RecordRefused(_("Say what shows it."))
    before = obligation.state
    if to not in OBLIGATION_MOVES[before]:
        raise IllegalMove(
            _("The obligation is {state} and cannot become {to}.").format(
                state=before.label, to=dict(ObligationState.choices).get(to, to)
            )
        )
