"""What reads the governance: lists within a user's scope, counts, what waits for a user.

The programme office and auditors see all of the city, a county its own county. A department sees
what is its own: tasks of its organisation and its clerks, meetings of bodies where it has a seat.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import (
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from huizhi.governance.models import (
    Body,
    DueChange,
    HandOver,
    Meeting,
    Plan,
    Problem,
    Seat,
    Task,
)
from huizhi.governance.states import OPEN_PROBLEMS, OPEN_TASKS, TaskState
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import RIGHTS, Right, Role
from huizhi.kernel.scope import has_right, scope_of

M = TypeVar("M", bound=Model)

DUE_SOON_DAYS = 7


@dataclass(frozen=True)
class TaskCounts:
    """How many tasks stand where. `overdue` and `due_soon` are among those that are open."""

    open: int
    in_progress: int
    done: int
    cancelled: int
    overdue: int
    due_soon: int
    to_accept: int

    @property
    def total(self) -> int:
        """All tasks, without the cancelled ones."""
        return self.open + self.in_progress + self.done


def tasks_for(user: User) -> QuerySet[Task]:
    """Return the tasks a user may see; `put_off` says how often the due date was moved."""
    changes = DueChange.objects.filter(task=OuterRef("pk"), before__isnull=False).order_by()
    count = changes.annotate(n=Func(F("id"), function="COUNT")).values("n")
    rows = Task.objects.select_related("owner", "deputy", "organisation", "county")
    rows = rows.annotate(put_off=Coalesce(Subquery(count, output_field=IntegerField()), 0))
    own = Q(owner=user) | Q(deputy=user)
    if user.organisation_id:
        own |= Q(organisation_id=user.organisation_id)
    return _seen_by(user, rows, county="county_id", own=own)


def own_tasks(user: User) -> QuerySet[Task]:
    """Return the tasks of which a user is owner or deputy."""
    return tasks_for(user).filter(Q(owner=user) | Q(deputy=user))


def open_first(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Return tasks in the order of a list: open ones by their due date, then the others."""
    closed = Case(When(state__in=OPEN_TASKS, then=Value(0)), default=Value(1))
    return rows.order_by(closed, F("due_on").asc(nulls_last=True), "pk")


def overdue(rows: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Return the open tasks whose due date has passed."""
    return rows.filter(state__in=OPEN_TASKS, due_on__lt=on)


def due_soon(rows: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Return the open tasks that are due within a week, today included."""
    last = on + dt.timedelta(days=DUE_SOON_DAYS)
    return rows.filter(state__in=OPEN_TASKS, due_on__gte=on, due_on__lte=last)


def task_counts(user: User, on: dt.date, *, mine: bool = False) -> TaskCounts:
    """Count the tasks a user may see, or is owner or deputy of, with one query."""
    rows = own_tasks(user) if mine else tasks_for(user)
    is_open = Q(state__in=OPEN_TASKS)
    last = on + dt.timedelta(days=DUE_SOON_DAYS)
    found = rows.order_by().aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in TaskState},
        overdue=Count("pk", filter=is_open & Q(due_on__lt=on)),
        due_soon=Count("pk", filter=is_open & Q(due_on__gte=on, due_on__lte=last)),
        to_accept=Count("pk", filter=Q(state=TaskState.DONE, accepted_by=None)),
    )
    return TaskCounts(**found)


def bodies_for(user: User) -> QuerySet[Body]:
    """Return the bodies a user may see. Departments see all: who leads is no secret."""
    rows = Body.objects.select_related("organisation", "organisation__county")
    return _seen_by(user, rows, county="organisation__county_id", own=Q())


def meetings_for(user: User) -> QuerySet[Meeting]:
    """Return the meetings a user may see, with their body."""
    rows = Meeting.objects.select_related("body__organisation__county")
    seats = Seat.objects.filter(_seats_of(user)).values("body")
    own = Q(body__in=seats) | Q(decisions__tasks__in=own_tasks(user).values("pk"))
    found = _seen_by(user, rows, county="body__organisation__county_id", own=own)
    return found.distinct() if user.role == Role.DEPARTMENT else found


def plans_for(user: User) -> QuerySet[Plan]:
    """Return the plans a user may see. The city's are issued to all; a county's stay there."""
    rows = Plan.objects.select_related("body__organisation", "adopted_by")
    if not has_right(user, Right.GOVERNANCE_VIEW):
        return rows.none()
    county = scope_of(user).county
    if county is None:
        return rows
    of_the_city = Q(body=None) | Q(body__organisation__county__parent=None)
    return rows.filter(of_the_city | Q(body__organisation__county=county))


def problems_for(user: User) -> QuerySet[Problem]:
    """Return the problems a user may see."""
    rows = Problem.objects.select_related("county", "organisation")
    own = Q(tasks__in=own_tasks(user).values("pk"))
    if user.organisation_id:
        own |= Q(organisation_id=user.organisation_id)
    found = _seen_by(user, rows, county="county_id", own=own)
    return found.distinct() if user.role == Role.DEPARTMENT else found


def open_problems(rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """Return the problems that are still to be solved."""
    return rows.filter(state__in=OPEN_PROBLEMS)


def hand_overs_for(user: User) -> QuerySet[HandOver]:
    """Return the hand-overs a user may see: a county's clerks those of their county."""
    rows = HandOver.objects.select_related("leaver", "heir", "by")
    return _seen_by(user, rows, county="leaver__county_id", own=Q(leaver=user) | Q(heir=user))


def workers() -> QuerySet[User]:
    """Return the users who may own tasks: active, with the right to work on them."""
    roles = [role for role, rights in RIGHTS.items() if Right.TASKS_WORK in rights]
    return User.objects.filter(is_active=True, role__in=roles).order_by("first_name", "username")


def open_tasks_of(user: User) -> QuerySet[Task]:
    """Return the open tasks of which somebody is owner or deputy, in nobody's scope."""
    rows = Task.objects.filter(state__in=OPEN_TASKS).select_related("owner", "deputy", "county")
    return rows.filter(Q(owner=user) | Q(deputy=user))


def seats_of(user: User) -> QuerySet[Seat]:
    """Return the seats that a user holds."""
    return Seat.objects.filter(holder=user).select_related("body__organisation")


def users_with_work() -> QuerySet[User]:
    """Return the users who own open tasks, help with them or hold seats."""
    open_tasks = Task.objects.filter(state__in=OPEN_TASKS)
    return User.objects.filter(
        Q(pk__in=open_tasks.values("owner"))
        | Q(pk__in=open_tasks.exclude(deputy=None).values("deputy"))
        | Q(pk__in=Seat.objects.exclude(holder=None).values("holder"))
    )


def users_gone_with_work() -> QuerySet[User]:
    """Return the users who may no longer sign in but still own open tasks or hold seats."""
    return users_with_work().filter(is_active=False).order_by("username")


def history(kind: str, number: int) -> QuerySet[AuditEntry]:
    """Return what the log says about one record of this room, oldest first."""
    rows = AuditEntry.objects.filter(subject_kind=kind, subject_id=str(number))
    return rows.select_related("actor").order_by("position")


def _seats_of(user: User) -> Q:
    held = Q(holder=user)
    if user.organisation_id:
        held |= Q(organisation_id=user.organisation_id)
    return held


def _seen_by(user: User, rows: QuerySet[M], *, county: str, own: Q) -> QuerySet[M]:
    """Limit to the county; for a department to its own, where `own` says which that are."""
    if not has_right(user, Right.GOVERNANCE_VIEW):
        return rows.none()
    if user.role == Role.DEPARTMENT:
        return rows.filter(own)
    return scope_of(user).limit(rows, county=county)
