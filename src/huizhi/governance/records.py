"""The records of the cooperation that tasks and problems are about, by kind and id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.models import Problem, RecordKind, Task
from huizhi.kernel.models import User
from huizhi.partners import queries
from huizhi.partners.models import CooperationRecord

READERS: dict[str, Callable[[User], QuerySet[Any]]] = {
    RecordKind.AGREEMENT: queries.agreements_for,
    RecordKind.BASE: queries.bases_for,
    RecordKind.PROJECT: queries.projects_for,
    RecordKind.VISIT: queries.visits_for,
    RecordKind.PLATFORM: queries.platforms_for,
}
NAMED_AT_MOST = 5

Key = tuple[str, int]


def records_of(user: User, kind: str) -> QuerySet[Any]:
    """Return the records of a kind that a user may see, without what only their lists show."""
    return READERS[kind](user).prefetch_related(None).select_related(None)


def find_record(user: User, kind: str, number: int) -> CooperationRecord | None:
    """Return one record that the user may see, None for none."""
    found: CooperationRecord | None = records_of(user, kind).filter(pk=number).first()
    return found


def record_about(row: Task | Problem) -> CooperationRecord | None:
    """Return the record that a task or problem is about, whoever may see it; None for none."""
    if row.record_id is None:
        return None
    model = apps.get_model("partners", row.record_kind)
    found: CooperationRecord = model._default_manager.get(pk=row.record_id)
    return found


def record_called(user: User, kind: str, text: str) -> CooperationRecord:
    """Return the one record within the user's scope that a name, part of it or reference means.

    Errors: `GovernanceRefused`, which names those that could be meant.
    """
    rows = records_of(user, kind)
    exact = list(rows.filter(Q(name=text) | (Q(reference=text) & ~Q(reference="")))[:2])
    found = exact if len(exact) == 1 else list(rows.filter(name__icontains=text)[:NAMED_AT_MOST])
    if len(found) == 1:
        record: CooperationRecord = found[0]
        return record
    label = RecordKind(kind).label
    if not found:
        raise GovernanceRefused(
            _("No {kind} that you may see is called “{text}”.").format(kind=label, text=text)
        )
    names = "、".join(f"{one.name}（{one.reference or one.pk}）" for one in found)
    raise GovernanceRefused(
        _("“{text}” may mean: {names}. Write the whole name or the reference.").format(
            text=text, names=names
        )
    )


def names_of(user: User, keys: Iterable[Key]) -> dict[Key, str]:
    """Return the names of the records that the user may see, with one query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        wanted[kind].add(number)
    return {
        (kind, number): name
        for kind, numbers in wanted.items()
        for number, name in records_of(user, kind).filter(pk__in=numbers).values_list("pk", "name")
    }
