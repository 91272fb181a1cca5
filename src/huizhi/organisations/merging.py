"""Merging two organisations that are one: what would move, what speaks against it, and doing it.

Everything that points to the one that leaves points to the one that stays afterwards, in every
room, see `references`. The audit log, claims, and the subjects of results are not written again.
Facts about the one that leaves are withdrawn, so that no later run finds it, and stated anew of
the one that stays where nothing is known of it; facts of others that name it, such as the employer
of a person, are stated anew with its number. The log keeps the list of all that moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huizhi.kernel import audit, facts, search
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Fact, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.indexing import SEARCH_KIND, index_organisation
from huizhi.organisations.models import (
    DifferentOrganisations,
    NameKind,
    Organisation,
    OrganisationName,
)
from huizhi.organisations.names import name_key
from huizhi.organisations.references import Reference, claims_on, references, subject_tables
from huizhi.organisations.services import FACT_COLUMNS, is_below, state_columns
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

CODES = ("credit_code", "ministry_code")
TAKEN_WHERE_EMPTY = (
    *CODES,
    "short_name",
    "name_en",
    "nature",
    "authority",
    "teaching_level",
    "double_first_class",
)
NAMED_AT_MOST = 10


@dataclass(frozen=True)
class Move:
    """The rows of one column that move; `repeated` are those that the one that stays has too."""

    reference: Reference
    count: int
    names: list[str]
    repeated: list[Any]


@dataclass(frozen=True)
class MergePlan:
    """What a merge would do. `problems` say why it cannot be done, and what to do first."""

    leaving: Organisation
    survivor: Organisation
    moves: list[Move]
    columns: dict[str, Any]
    names: list[str]
    facts: list[Fact]
    left_facts: list[Fact]
    facts_of_others: list[Fact]
    problems: list[str]

    @property
    def column_lines(self) -> list[tuple[str, Any]]:
        """What the one that stays takes over, each with what it is."""
        field = Organisation._meta.get_field
        return [(str(field(name).verbose_name), value) for name, value in self.columns.items()]  # type: ignore[union-attr]


def plan_merge(*, actor: User, leaving: Organisation, survivor: Organisation) -> MergePlan:
    """Say what merging would do. What moves may lie in any county, so it is the city's to merge.

    Errors: `RightMissing`, `OutOfScope`.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=None)
    moves = [move for one in references() if (move := _move(one, leaving, survivor)).count]
    columns = {
        name: getattr(leaving, name)
        for name in TAKEN_WHERE_EMPTY
        if getattr(survivor, name) in ("", None) and getattr(leaving, name) not in ("", None)
    }
    stated = Fact.objects.filter(subject_kind=SubjectKind.ORGANISATION, superseded=None)
    known = {*stated.filter(subject_id=survivor.pk).values_list("name", flat=True), *FACT_COLUMNS}
    own = list(stated.filter(subject_id=leaving.pk))
    return MergePlan(
        leaving=leaving,
        survivor=survivor,
        moves=moves,
        columns=columns,
        names=_new_names(leaving, survivor, columns),
        facts=[fact for fact in own if fact.name not in known],
        left_facts=[fact for fact in own if fact.name in known],
        facts_of_others=list(_facts_naming(leaving)),
        problems=[*_problems(leaving, survivor), *_clashes(moves)],
    )


def merge_organisations(
    *, actor: User, leaving: Organisation, survivor: Organisation
) -> Organisation:
    """Merge one organisation into another, and return the one that stays.

    It happens in one transaction, however many rows move. Errors: as for `plan_merge`, and
    `OrganisationRefused` for what speaks against it.
    """
    with transaction.atomic():
        audit.hold()
        rows = Organisation.with_merged.select_for_update().in_bulk([leaving.pk, survivor.pk])
        leaving, survivor = rows[leaving.pk], rows[survivor.pk]
        plan = plan_merge(actor=actor, leaving=leaving, survivor=survivor)
        if plan.problems:
            raise OrganisationRefused(" ".join(plan.problems))
        moved = {move.reference.label: _repoint(plan, move) for move in plan.moves}
        _keep_apart(leaving, survivor)
        _take_columns(plan)
        _take_names(plan)
        withdrawn = _take_facts(actor, plan)
        search.index(kind=SEARCH_KIND, subject_id=leaving.pk, texts=[])
        index_organisation(survivor)
        _log(actor, plan, moved, withdrawn)
    return survivor


def _move(reference: Reference, leaving: Organisation, survivor: Organisation) -> Move:
    rows = reference.rows(leaving)
    return Move(
        reference=reference,
        count=rows.count(),
        names=reference.names(rows[:NAMED_AT_MOST]),
        repeated=reference.repeated(leaving, survivor),
    )


def _new_names(leaving: Organisation, survivor: Organisation, columns: dict[str, Any]) -> list[str]:
    """Return the names in columns of the one that leaves that the other is not known by yet."""
    known = {name_key(survivor.name), name_key(survivor.short_name), name_key(survivor.name_en)}
    known |= set(survivor.names.values_list("name_key", flat=True))
    taken = {columns.get("short_name"), columns.get("name_en")}
    new: dict[str, str] = {}
    for name in (leaving.name, leaving.short_name, leaving.name_en):
        if name and name not in taken and name_key(name) not in known:
            new.setdefault(name_key(name), name)
    return [*new.values()]


def _facts_naming(organisation: Organisation) -> Iterator[Fact]:
    """Yield the facts known of others whose value is the organisation."""
    named = Q()
    for kind, known in load_catalogue().kinds.items():
        names = [n for n, other in known.references.items() if other is SubjectKind.ORGANISATION]
        if names:
            named |= Q(subject_kind=kind, name__in=names)
    yield from Fact.objects.filter(named, superseded=None, value=organisation.pk).order_by("pk")


def _problems(leaving: Organisation, survivor: Organisation) -> Iterator[str]:
    if leaving.pk == survivor.pk:
        yield _("Choose two different organisations.")
        return
    for one in (leaving, survivor):
        if one.merged_into_id:
            yield _("“{name}” was merged into another organisation already.").format(name=one.name)
    if leaving.kind != survivor.kind:
        yield _("One is “{first}”, the other “{second}”: correct the kind of one first.").format(
            first=leaving.get_kind_display(), second=survivor.get_kind_display()
        )
    for name in CODES:
        first, second = getattr(leaving, name), getattr(survivor, name)
        if first and second:
            yield _(
                "They have two codes, {first} and {second}, so they may be two organisations."
                " Delete the wrong code first."
            ).format(first=first, second=second)
    if is_below(survivor, leaving) or survivor.park_id == leaving.pk:
        yield _("“{name}” belongs to the one that would leave. Change that first.").format(
            name=survivor.name
        )
    for model in subject_tables():
        if count := claims_on(model, leaving).count():
            yield _(
                "“{name}” has {records}: {count}. A claim keeps its subject; let this one stay."
            ).format(name=leaving.name, records=model._meta.verbose_name_plural, count=count)


def _clashes(moves: list[Move]) -> Iterator[str]:
    for move in moves:
        if move.repeated and not move.reference.drops_repeated:
            names = "、".join(map(str, move.repeated[:NAMED_AT_MOST]))
            yield _("Both stand in “{title}”: {names}. Take one of the two out first.").format(
                title=move.reference.title, names=names
            )


def _repoint(plan: MergePlan, move: Move) -> dict[str, list[int]]:
    """Let the rows point to the one that stays; return their ids, and of those that went."""
    model, column = move.reference.model, move.reference.field.attname
    dropped = [row.pk for row in move.repeated]
    model._base_manager.filter(pk__in=dropped).delete()
    rows = move.reference.rows(plan.leaving)
    moved = [*rows.values_list("pk", flat=True)]
    rows.order_by().update(**{column: plan.survivor.pk})
    return {"moved": moved} | ({"dropped": dropped} if dropped else {})


def _keep_apart(leaving: Organisation, survivor: Organisation) -> None:
    """Carry over what a clerk found to be other organisations than the one that leaves."""
    rows = DifferentOrganisations.objects.filter(Q(first=leaving) | Q(second=leaving))
    others = {number for pair in rows.values_list("first_id", "second_id") for number in pair}
    rows.delete()
    for other in sorted(others - {leaving.pk, survivor.pk}):
        low, high = sorted((other, survivor.pk))
        DifferentOrganisations.objects.get_or_create(first_id=low, second_id=high)


def _take_columns(plan: MergePlan) -> None:
    leaving, survivor = plan.leaving, plan.survivor
    leaving.merged_into = survivor
    for name in CODES:
        setattr(leaving, name, "")
    leaving.save()
    for name, value in plan.columns.items():
        setattr(survivor, name, value)
    survivor.save()


def _take_names(plan: MergePlan) -> None:
    survivor = plan.survivor
    own = [name_key(survivor.name), name_key(survivor.short_name)]
    survivor.names.filter(name_key__in=own).delete()
    for name in plan.names:
        OrganisationName.objects.create(
            organisation=survivor,
            kind=NameKind.SHORT if name == plan.leaving.short_name else NameKind.ALIAS,
            name=name,
            source=plan.leaving.source,
        )


def _take_facts(actor: User, plan: MergePlan) -> list[str]:
    """State anew what is known; return the names of the facts that are withdrawn."""
    leaving, survivor = plan.leaving, plan.survivor
    withdrawn = facts.withdraw(
        actor=actor,
        kind=SubjectKind.ORGANISATION,
        subject_id=leaving.pk,
        action="organisations.withdraw_facts",
    )
    state_columns(actor, survivor)
    own = [_anew(fact, survivor.pk, fact.value, f"{leaving.name}：") for fact in plan.facts]
    others = [_anew(fact, fact.subject_id, survivor.pk) for fact in plan.facts_of_others]
    facts.record(actor=actor, stated=[*own, *others], action="organisations.merge_facts")
    return [fact.name for fact in withdrawn]


def _anew(fact: Fact, subject_id: int, value: Any, before_source: str = "") -> StatedFact:
    return StatedFact(
        kind=SubjectKind(fact.subject_kind),
        subject_id=subject_id,
        name=fact.name,
        value=value,
        source=before_source + fact.source,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
        confirmed_by=fact.confirmed_by,
    )


def _log(actor: User, plan: MergePlan, moved: dict[str, Any], withdrawn: list[str]) -> None:
    leaving, survivor = plan.leaving, plan.survivor
    detail = {
        "left": leaving.pk,
        "name": leaving.name,
        "moved": moved,
        "columns": plan.columns,
        "names": plan.names,
        "facts": [fact.name for fact in plan.facts],
        "withdrawn": withdrawn,
        "facts_of_others": [
            [fact.subject_kind, fact.subject_id, fact.name] for fact in plan.facts_of_others
        ],
    }
    changes = [
        audit.Change("organisations.merge", "organisation", str(survivor.pk), detail),
        audit.Change(
            "organisations.merged_into", "organisation", str(leaving.pk), {"into": survivor.pk}
        ),
    ]
    audit.append_many(actor=actor, changes=changes)
