"""What is done with advice: studied, adopted, not adopted. The one door to its state."""

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
from huizhi.partners.models import Advice
from huizhi.partners.states import ADVICE_MOVES, AdviceState


def answer(*, actor: User, advice: Advice, to: str, on: dt.date, note: str) -> Advice:
    """Say on a day what is done with a piece of advice; return it.

    Errors: `RightMissing`, `OutOfScope`, `IllegalMove`, `RecordRefused` for a day to come, one
    before the advice, or without a word on what was done.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=advice.platform.county_id)
    with transaction.atomic():
        stored = Advice.objects.select_for_update().get(pk=advice.pk)
        check_answer(advice=stored, to=to, on=on, note=note)
        before = stored.state
        stored.state, stored.answered_on, stored.answer = to, on, note
        stored.save()
        audit.append(
            actor=actor,
            action="partners.answer_advice",
            subject_kind="platform",
            subject_id=stored.platform_id,
            detail={
                "advice": stored.pk,
                "from": before,
                "to": to,
                "on": on.isoformat(),
                "note": note[:300],
            },
        )
    return stored


def check_answer(*, advice: Advice, to: str, on: dt.date, note: str) -> None:
    """Refuse what `answer` would: a wrong day, no word on what was done, an illegal move."""
    check_day(on)
    if on < advice.given_on:
        raise RecordRefused(
            _("{day} lies before the advice was given ({given}).").format(
                day=on, given=advice.given_on
            )
        )
    if not note.strip():
        raise RecordRefused(_("Say what was done with the advice, or why not."))
    labels = dict(AdviceState.choices)
    if to not in ADVICE_MOVES[advice.state]:
        raise IllegalMove(
            _("The advice is {state} and cannot become {to}.").format(
                state=labels[advice.state], to=labels.get(to, to)
            )
        )
