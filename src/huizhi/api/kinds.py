"""The table of the interface: each kind of record, its details, filters, and what is added to it.

A new kind of record takes an entry here and one in `integrations.readable`; a new field of a
record's details takes nothing, see `fields`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.api import series
from huizhi.api.fields import ApiField, Shown, field_of, fields_of, shown_of
from huizhi.api.filters import Filter, choice_filter, column_filter
from huizhi.api.types import Answer, Money
from huizhi.governance import queries as governance
from huizhi.governance.details import MeetingDetails, PlanDetails, ProblemDetails, TaskDetails
from huizhi.governance.models import Meeting, Plan, Problem, Task
from huizhi.governance.services import problems, tasks
from huizhi.governance.states import MEETING_MOVES, PROBLEM_MOVES, TASK_MOVES
from huizhi.integrations.models import ApiScope
from huizhi.integrations.readable import READABLE, Readable
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.organisations import services as organisations
from huizhi.organisations.models import Organisation
from huizhi.partners import parts
from huizhi.partners import services as partners
from huizhi.partners.advice import answer
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    ProjectDetails,
    VisitDetails,
)
from huizhi.partners.models import (
    Advice,
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Milestone,
    MilestoneState,
    Obligation,
    Party,
    Platform,
    Project,
    Result,
    Series,
    Visit,
)
from huizhi.partners.obligations import settle
from huizhi.partners.outcomes import services as outcomes
from huizhi.partners.outcomes.queries import in_state
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails
from huizhi.partners.part_details import AdviceDetails, ObligationDetails, PartyDetails
from huizhi.partners.queries import obligations_in_state
from huizhi.partners.series.services import SeriesDetails
from huizhi.partners.states import ADVICE_MOVES, OBLIGATION_MOVES, ObligationState


@dataclass(frozen=True)
class Kind:
    """A kind of record as the interface offers it.

    `filters` are columns that a list can be narrowed by, or filters of their own; `q` is looked up
    in the index of names, or in the columns `searched`. `add`, `change` and `move` are services; a
    kind without them is only read. `once` are columns that are said when a record is added and not
    changed with its details, such as the agreement of an obligation. `moves` is the table of legal
    moves of a kind that has states. `more` is what a record says beside its details.
    """

    model: type[models.Model]
    details: type[Any]
    read_scope: ApiScope
    filters: tuple[str | Filter, ...]
    write_scope: ApiScope | None = None
    add: Callable[..., Any] | None = None
    change: Callable[..., Any] | None = None
    move: Callable[..., Any] | None = None
    moves: Mapping[Any, frozenset[str]] | None = None
    once: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    more: tuple[Shown, ...] = ()

    @property
    def name(self) -> str:
        """The kind's name in the audit log: `base`."""
        return str(self.model._meta.model_name)

    @property
    def readable(self) -> Readable:
        """Who may see it, and where it stands."""
        return READABLE[self.name]

    @cached_property
    def fields(self) -> list[ApiField]:
        """The fields of its details."""
        return fields_of(self.details, self.model)

    @cached_property
    def said_once(self) -> list[ApiField]:
        """The fields that only a new record is given."""
        return [field_of(self.model, name) for name in self.once]

    @cached_property
    def narrowed_by(self) -> list[Filter]:
        """The filters of its list."""
        return [
            one if isinstance(one, Filter) else column_filter(self.model, one)
            for one in self.filters
        ]

    @cached_property
    def shown(self) -> list[Shown]:
        """All that a record of this kind says, in order."""
        entries = [*(one for one in self.said_once if one.name != "state"), *self.fields]
        details = [shown for entry in entries for shown in entry.shown]
        last = [shown for shown in _LAST if shown.name in _columns(self.model)]
        return [_NUMBER, *self._state(), *details, *self.more, *last]

    @property
    def states(self) -> list[str]:
        """The codes of its states; none for a kind without."""
        return [str(state) for state in self.moves or ()]

    def _state(self) -> list[Shown]:
        if self.moves is None:
            return []
        moves = {str(state): sorted(map(str, to)) for state, to in self.moves.items()}
        labels = {str(state): state.label for state in self.moves}
        return [
            Shown("state", str, _("State"), lambda record: str(record.state)),
            Shown("state_label", str, _("State"), lambda record: str(labels[record.state])),
            Shown("moves", list[str], _("Moves that are open"), lambda record: moves[record.state]),
        ]

    def rows_for(self, user: User) -> QuerySet[Any]:
        """Return the records that a user may see, with all that they name.

        Errors: `RightMissing`.
        """
        many = [entry.name for entry in self.fields if entry.wire.endswith("_ids")]
        return self.readable.rows_for(user).prefetch_related(*many)


_NUMBER = Shown("id", int, _("Number"), lambda record: record.pk)
_LAST = (
    Shown("synthetic", bool, _("Synthetic"), lambda record: record.synthetic),
    Shown("created_at", dt.datetime, _("Created"), lambda record: record.created_at),
)


def _columns(model: type[models.Model]) -> set[str]:
    return {column.name for column in model._meta.fields}


class FundingAnswer(Answer):
    """One part of a project's money."""

    id: int
    source: str
    source_label: str
    payer_id: int | None
    payer_name: str | None
    amount: Money
    purpose: str


class NumberedAnswer(Answer):
    """A decision of a meeting, or an item of a plan."""

    id: int
    number: int
    text: str


def _total(project: Project) -> dict[str, Any] | None:
    total = project.total_funding
    return None if total is None else {"fen": total.fen}


def _fundings(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "id": part.pk,
            "source": part.source,
            "source_label": str(part.get_source_display()),
            "payer_id": part.payer_id,
            "payer_name": part.payer and part.payer.name,
            "amount": {"fen": part.amount.fen},
            "purpose": part.purpose,
        }
        for part in project.fundings.all()
    ]


def _cooperation(
    model: type[CooperationRecord],
    details: type[Any],
    *,
    filters: tuple[str, ...] = (),
    more: tuple[Shown, ...] = (),
) -> Kind:
    return Kind(
        model=model,
        details=details,
        read_scope=ApiScope.PARTNERS_READ,
        write_scope=ApiScope.PARTNERS_WRITE,
        filters=("state", "county", "statement", "reference", "partners", *filters),
        add=partners.add,
        change=partners.change,
        move=partners.move,
        moves=model.MOVES,
        once=("state",),
        more=more,
    )


def _numbered(name: str, column: str, label: str | Promise) -> Shown:
    """Return the numbered decisions of a meeting, or items of a plan."""
    return Shown(
        name,
        list[NumberedAnswer],
        label,
        lambda record: [
            {"id": one.pk, "number": one.number, "text": one.text}
            for one in getattr(record, column).all()
        ],
    )


def _part(
    model: type[models.Model],
    details: type[Any],
    owner: str,
    *,
    searched: tuple[str, ...],
    filters: tuple[str | Filter, ...] = (),
    add: Callable[..., Any] | None = None,
    change: Callable[..., Any] | None = None,
    move: Callable[..., Any] | None = None,
    moves: Mapping[Any, frozenset[str]] | None = None,
    more: tuple[Shown, ...] = (),
) -> Kind:
    """Return the kind of what hangs on the record to which the column `owner` points."""

    def add_part(*, actor: User, details: Any, **whole: Any) -> Any:
        return parts.add_part(actor=actor, owner=whole[owner], details=details)

    def change_part(*, actor: User, record: Any, details: Any) -> Any:
        return parts.change_part(actor=actor, part=record, details=details)

    return Kind(
        model=model,
        details=details,
        read_scope=ApiScope.PARTNERS_READ,
        write_scope=ApiScope.PARTNERS_WRITE,
        filters=(owner, *filters),
        add=add or add_part,
        change=change or change_part,
        move=move,
        moves=moves,
        once=(owner,),
        searched=searched,
        more=more,
    )


def _settle(*, actor: User, record: Obligation, to: str, on: dt.date, reason: str) -> Obligation:
    return settle(actor=actor, obligation=record, to=to, on=on, evidence=reason)


def _answer(*, actor: User, record: Advice, to: str, on: dt.date, reason: str) -> Advice:
    return answer(actor=actor, advice=record, to=to, on=on, note=reason)


def _move_task(*, actor: User, record: Task, to: str, on: dt.date, reason: str) -> Task:
    return tasks.move_task(actor=actor, task=record, to=to, on=on, text=reason)


def _move_problem(*, actor: User, record: Problem, to: str, on: dt.date, reason: str) -> Problem:
    return problems.move_problem(actor=actor, problem=record, to=to, on=on, text=reason)


def _due(rows: QuerySet[Task], value: str) -> QuerySet[Task]:
    found = governance.overdue if value == "overdue" else governance.due_soon
    return found(rows, clock.today())


_SIGNED: tuple[str, type, str | Promise] = ("is_signed", bool, _("Signed and standing"))
KINDS = (
    Kind(
        model=Organisation,
        details=organisations.OrganisationDetails,
        read_scope=ApiScope.ORGANISATIONS_READ,
        write_scope=ApiScope.ORGANISATIONS_WRITE,
        filters=("kind", "county", "parent", "credit_code", "ministry_code"),
        add=organisations.add_organisation,
        change=lambda *, actor, record, details: organisations.change_organisation(
            actor=actor, organisation=record, details=details
        ),
    ),
    _cooperation(
        Agreement,
        AgreementDetails,
        more=(Shown(*_SIGNED, lambda agreement: agreement.is_signed),),
    ),
    _cooperation(
        Base,
        BaseDetails,
        filters=("kind", "agreement"),
        more=(Shown(*_SIGNED, lambda base: base.is_signed),),
    ),
    _cooperation(
        Project,
        ProjectDetails,
        filters=("kind", "theme", "level", "agreement"),
        more=(
            Shown("total_funding", Money | None, _("Money in all"), _total),
            Shown("fundings", list[FundingAnswer], _("Money by source"), _fundings),
        ),
    ),
    _cooperation(Visit, VisitDetails, filters=("base",)),
    _cooperation(Event, EventDetails, filters=("kind", "agreement", "base")),
    _cooperation(Platform, PlatformDetails, filters=("kind", "level", "synthetic")),
    _part(Party, PartyDetails, "agreement", searched=("organisation__name",)),
    _part(
        Obligation,
        ObligationDetails,
        "agreement",
        searched=("text",),
        filters=(
            choice_filter(
                "state",
                ObligationState.values,
                _("State"),
                lambda rows, state: obligations_in_state(rows, state, clock.today()),
            ),
        ),
        move=_settle,
        moves=OBLIGATION_MOVES,
        more=shown_of(Obligation, "fulfilled_on", "waived_on", "evidence"),
    ),
    _part(
        Milestone,
        MilestoneDetails,
        "project",
        searched=("title",),
        filters=(
            choice_filter(
                "state",
                MilestoneState.values,
                _("State"),
                lambda rows, state: in_state(rows, MilestoneState(state), on=clock.today()),
            ),
        ),
        add=outcomes.add_milestone,
        change=lambda *, actor, record, details: outcomes.change_milestone(
            actor=actor, milestone=record, details=details
        ),
        more=(
            Shown("state", str, _("State"), lambda milestone: str(milestone.state)),
            Shown("state_label", str, _("State"), lambda milestone: str(milestone.state.label)),
        ),
    ),
    _part(
        Result,
        ResultDetails,
        "project",
        searched=("title",),
        filters=("kind",),
        add=outcomes.add_result,
        change=lambda *, actor, record, details: outcomes.change_result(
            actor=actor, result=record, details=details
        ),
    ),
    _part(
        Advice,
        AdviceDetails,
        "platform",
        searched=("title",),
        filters=("state",),
        move=_answer,
        moves=ADVICE_MOVES,
        more=shown_of(Advice, "answered_on", "answer"),
    ),
    Kind(
        model=Task,
        details=TaskDetails,
        read_scope=ApiScope.GOVERNANCE_READ,
        write_scope=ApiScope.GOVERNANCE_WRITE,
        filters=(
            "state",
            choice_filter("due", ["overdue", "soon"], _("Due on"), _due),
            "county",
            "organisation",
            "owner",
            "problem",
        ),
        add=tasks.add_task,
        change=lambda *, actor, record, details: tasks.change_task(
            actor=actor, task=record, details=details
        ),
        move=_move_task,
        moves=TASK_MOVES,
        once=("due_on",),
        searched=("title", "description"),
        more=shown_of(Task, "evidence", "done_on", "done_by", "accepted_by"),
    ),
    Kind(
        model=Problem,
        details=ProblemDetails,
        read_scope=ApiScope.GOVERNANCE_READ,
        write_scope=ApiScope.GOVERNANCE_WRITE,
        filters=("state", "severity", "origin", "county", "organisation"),
        add=problems.add_problem,
        change=lambda *, actor, record, details: problems.change_problem(
            actor=actor, problem=record, details=details
        ),
        move=_move_problem,
        moves=PROBLEM_MOVES,
        searched=("title", "description", "measures"),
        more=shown_of(Problem, "solved_on"),
    ),
    Kind(
        model=Meeting,
        details=MeetingDetails,
        read_scope=ApiScope.GOVERNANCE_READ,
        filters=("state", "body"),
        moves=MEETING_MOVES,
        searched=("title", "agenda", "minutes"),
        more=(_numbered("decisions", "decisions", _("Decisions")),),
    ),
    Kind(
        model=Plan,
        details=PlanDetails,
        read_scope=ApiScope.GOVERNANCE_READ,
        filters=("body", "document_number"),
        searched=("title", "document_number"),
        more=(_numbered("plan_items", "items", _("Items of plans")),),
    ),
    Kind(
        model=Series,
        details=SeriesDetails,
        read_scope=ApiScope.SERIES_READ,
        filters=("project", "base", *series.FILTERS),
        searched=series.SEARCHED,
        more=series.SHOWN,
    ),
)
