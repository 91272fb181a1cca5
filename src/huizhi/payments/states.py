"""The states of a batch of payments and the one table of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.errors import IllegalMove


class BatchState(models.TextChoices):
    """A batch is prepared, its file goes to the bank, and the bank's answer makes it paid."""

    PREPARED = "prepared", gettext_lazy("Prepared")
    PAID = "paid", gettext_lazy("Paid out")


MOVES: dict[BatchState, frozenset[BatchState]] = {
    BatchState.PREPARED: frozenset({BatchState.PAID}),
    BatchState.PAID: frozenset(),
}


def require_move(state: str, wanted: BatchState) -> None:
    """Refuse a move that the table does not allow. Errors: `IllegalMove`."""
    present = BatchState(state)
    if wanted not in MOVES[present]:
        raise IllegalMove(
            _("This batch is “{present}” already: nothing is paid twice.").format(
                present=present.label
            )
        )
