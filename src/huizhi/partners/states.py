"""The states of cooperation records and the legal moves between them.

An intention is a state of its own and is never counted as a signature: `SIGNED` says which states
of an agreement or a base mean that something has been signed.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementState(models.TextChoices):
    """The states of an agreement, from first contact to its end."""

    IN_TALKS = "in_talks", _("In talks")
    INTENTION = "intention", _("Intention")
    SIGNED = "signed", _("Signed")
    RUNNING = "running", _("Being carried out")
    ENDED = "ended", _("Ended")


class BaseState(models.TextChoices):
    """The seven states of a base; codes are those of the catalogue of facts."""

    IN_TALKS = "in_talks", _("In talks")
    INTENTION = "intention", _("Intention")
    PREPARING = "preparing", _("Preparing")
    SIGNED = "signed", _("Signed")
    UNVEILED = "unveiled", _("Unveiled")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class ProjectState(models.TextChoices):
    """The states of a project; codes are those of the catalogue of facts."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Completed")
    ENDED = "ended", _("Ended early")


class VisitState(models.TextChoices):
    """The states of a visit."""

    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class EventState(models.TextChoices):
    """The states of an event."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class PlatformState(models.TextChoices):
    """The states of a platform."""

    PREPARING = "preparing", _("Preparing")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


class ObligationState(models.TextChoices):
    """Where an obligation stands; worked out from its dates, never stored."""

    OPEN = "open", _("Open")
    OVERDUE = "overdue", _("Overdue")
    FULFILLED = "fulfilled", _("Fulfilled")
    WAIVED = "waived", _("Waived")


class AdviceState(models.TextChoices):
    """What became of a piece of advice."""

    NOTED = "noted", _("Noted")
    UNDER_STUDY = "under_study", _("Under study")
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Not adopted")


Moves = Mapping[str, frozenset[str]]

AGREEMENT_MOVES: Moves = {
    AgreementState.IN_TALKS: frozenset(
        {AgreementState.INTENTION, AgreementState.SIGNED, AgreementState.ENDED}
    ),
    AgreementState.INTENTION: frozenset({AgreementState.SIGNED, AgreementState.ENDED}),
    AgreementState.SIGNED: frozenset({AgreementState.RUNNING, AgreementState.ENDED}),
    AgreementState.RUNNING: frozenset({AgreementState.ENDED}),
    AgreementState.ENDED: frozenset(),
}
BASE_MOVES: Moves = {
    BaseState.IN_TALKS: frozenset(
        {BaseState.INTENTION, BaseState.PREPARING, BaseState.SIGNED, BaseState.ENDED}
    ),
    BaseState.INTENTION: frozenset({BaseState.PREPARING, BaseState.SIGNED, BaseState.ENDED}),
    BaseState.PREPARING: frozenset({BaseState.SIGNED, BaseState.UNVEILED, BaseState.ENDED}),
    BaseState.SIGNED: frozenset({BaseState.UNVEILED, BaseState.RUNNING, BaseState.ENDED}),
    BaseState.UNVEILED: frozenset({BaseState.RUNNING, BaseState.ENDED}),
    BaseState.RUNNING: frozenset({BaseState.ENDED}),
    BaseState.ENDED: frozenset(),
}
PROJECT_MOVES: Moves = {
    ProjectState.PLANNED: frozenset({ProjectState.UNDER_WAY, ProjectState.ENDED}),
    ProjectState.UNDER_WAY: frozenset({ProjectState.COMPLETED, ProjectState.ENDED}),
    ProjectState.COMPLETED: frozenset(),
    ProjectState.ENDED: frozenset(),
}
VISIT_MOVES: Moves = {
    VisitState.PLANNED: frozenset({VisitState.UNDER_WAY, VisitState.CANCELLED}),
    VisitState.UNDER_WAY: frozenset({VisitState.COMPLETED}),
    VisitState.COMPLETED: frozenset(),
    VisitState.CANCELLED: frozenset(),
}
EVENT_MOVES: Moves = {
    EventState.PLANNED: frozenset({EventState.HELD, EventState.CANCELLED}),
    EventState.HELD: frozenset(),
    EventState.CANCELLED: frozenset(),
}
PLATFORM_MOVES: Moves = {
    PlatformState.PREPARING: frozenset({PlatformState.RUNNING, PlatformState.ENDED}),
    PlatformState.RUNNING: frozenset({PlatformState.ENDED}),
    PlatformState.ENDED: frozenset(),
}
# What was settled by mistake is opened again; `overdue` is only an open one whose day has passed.
OBLIGATION_MOVES: Moves = {
    ObligationState.OPEN: frozenset({ObligationState.FULFILLED, ObligationState.WAIVED}),
    ObligationState.OVERDUE: frozenset({ObligationState.FULFILLED, ObligationState.WAIVED}),
    ObligationState.FULFILLED: frozenset({ObligationState.OPEN}),
    ObligationState.WAIVED: frozenset({ObligationState.OPEN}),
}
ADVICE_MOVES: Moves = {
    AdviceState.NOTED: frozenset(
        {AdviceState.UNDER_STUDY, AdviceState.ADOPTED, AdviceState.REJECTED}
    ),
    AdviceState.UNDER_STUDY: frozenset({AdviceState.ADOPTED, AdviceState.REJECTED}),
    AdviceState.ADOPTED: frozenset(),
    AdviceState.REJECTED: frozenset(),
}

SIGNED_AGREEMENTS = frozenset({AgreementState.SIGNED, AgreementState.RUNNING})
SIGNED_BASES = frozenset({BaseState.SIGNED, BaseState.UNVEILED, BaseState.RUNNING})
