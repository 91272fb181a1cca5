"""The states of pack versions and of drafts, and the legal moves between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.errors import IllegalMove


class VersionState(models.TextChoices):
    """The states of a pack version."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MOVES: dict[str, frozenset[str]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_FORCE}),
    VersionState.IN_FORCE: frozenset({VersionState.WITHDRAWN}),
    VersionState.WITHDRAWN: frozenset(),
}


def require_move(current: str, target: VersionState) -> None:
    """Refuse with `IllegalMove` a step that the table does not have."""
    if target not in MOVES[current]:
        raise IllegalMove(
            _("A version that is “{current}” cannot become “{target}”.").format(
                current=VersionState(current).label, target=target.label
            )
        )


class DraftState(models.TextChoices):
    """The states of a draft on the policy desk."""

    EDITED = "edited", _("Being edited")
    SUBMITTED = "submitted", _("With the second officer")
    RETURNED = "returned", _("Sent back")
    ACCEPTED = "accepted", _("Became a version")
    DISCARDED = "discarded", _("Discarded")


DRAFT_MOVES: dict[str, frozenset[str]] = {
    DraftState.EDITED: frozenset({DraftState.SUBMITTED, DraftState.DISCARDED}),
    DraftState.SUBMITTED: frozenset({DraftState.RETURNED, DraftState.ACCEPTED}),
    DraftState.RETURNED: frozenset({DraftState.SUBMITTED, DraftState.DISCARDED}),
    DraftState.ACCEPTED: frozenset(),
    DraftState.DISCARDED: frozenset(),
}
EDITABLE = (DraftState.EDITED, DraftState.RETURNED)


def require_draft_move(current: str, target: DraftState) -> None:
    """Refuse with `IllegalMove` a step that the table does not have."""
    if target not in DRAFT_MOVES[current]:
        raise IllegalMove(
            _("A draft that is “{current}” cannot become “{target}”.").format(
                current=DraftState(current).label, target=target.label
            )
        )
