"""The states of a case and the one table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.errors import IllegalMove


class CaseState(models.TextChoices):
    """Where a case stands. Approval reserves its money; payment ends it.

    What stands in a bank file is in payment: the bank may have the file already, so that it can
    be paid only, never withdrawn.
    """

    OFFERED = "offered", gettext_lazy("Offered")
    APPROVED = "approved", gettext_lazy("Approved")
    PAYING = "paying", gettext_lazy("In payment")
    PAID = "paid", gettext_lazy("Paid out")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OFFERED: frozenset({CaseState.APPROVED, CaseState.WITHDRAWN}),
    CaseState.APPROVED: frozenset({CaseState.PAYING, CaseState.WITHDRAWN}),
    CaseState.PAYING: frozenset({CaseState.PAID}),
    CaseState.PAID: frozenset(),
    CaseState.WITHDRAWN: frozenset(),
}


def require_move(state: str, wanted: CaseState) -> None:
    """Refuse a move that the table does not allow. Errors: `IllegalMove`."""
    present = CaseState(state)
    if wanted not in MOVES[present]:
        allowed = "、".join(str(move.label) for move in CaseState if move in MOVES[present])
        raise IllegalMove(
            _("A case that is “{present}” cannot become “{wanted}”. Possible: {allowed}.").format(
                present=present.label, wanted=wanted.label, allowed=allowed or _("nothing more")
            )
        )
