"""The legal moves of an import."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huizhi.kernel.errors import IllegalMove
from huizhi.kernel.lists.models import ImportState, ListImport

MOVES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.UPLOADED: frozenset({ImportState.PREVIEWED, ImportState.DISCARDED}),
    ImportState.PREVIEWED: frozenset(
        {ImportState.PREVIEWED, ImportState.APPLYING, ImportState.DISCARDED}
    ),
    # Applying anew after the worker stopped goes on where it was.
    ImportState.APPLYING: frozenset({ImportState.APPLYING, ImportState.APPLIED}),
    # Rows decided on later are applied in a second round.
    ImportState.APPLIED: frozenset({ImportState.APPLYING}),
    ImportState.DISCARDED: frozenset(),
}


def move(batch: ListImport, to: ImportState) -> None:
    """Set the state, without saving. Errors: `IllegalMove`, which names both states."""
    if to not in MOVES[ImportState(batch.state)]:
        raise IllegalMove(
            _("This import is “{state}” and cannot become “{to}”.").format(
                state=batch.get_state_display(), to=to.label
            )
        )
    batch.state = to
