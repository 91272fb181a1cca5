"""Organisations that may be the same one: when one is added, and among those on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from django.db import transaction
from django.db.models import Q, QuerySet

from huizhi.kernel import audit
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.models import (
    DifferentOrganisations,
    Organisation,
    OrganisationKind,
    OrganisationName,
)
from huizhi.organisations.names import CoreName, core_name, name_key
from huizhi.organisations.queries import organisations_for

MOST_OF_A_KEY = 20


class Likeness(StrEnum):
    """Why two organisations look like one."""

    SAME_NAME = "same_name"
    SAME_CORE = "same_core"


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be one, and the name that says so."""

    first: Organisation
    second: Organisation
    likeness: Likeness
    name: str

    @property
    def both(self) -> tuple[Organisation, Organisation]:
        """The two."""
        return self.first, self.second


def find_duplicates(
    *,
    name: str,
    other_names: Iterable[str] = (),
    credit_code: str = "",
    ministry_code: str = "",
    except_id: int | None = None,
) -> QuerySet[Organisation]:
    """Return organisations that may be the same one: by a code, or by any name of either.

    Names are compared as `names.name_key` writes them.
    """
    names = [one.strip() for one in (name, *other_names) if name_key(one)]
    keys = [name_key(one) for one in names]
    known_so = OrganisationName.objects.filter(name_key__in=keys).values("organisation")
    same = Q(name_key__in=keys) | Q(short_name__in=names) | Q(pk__in=known_so)
    if credit_code:
        same |= Q(credit_code=credit_code)
    if ministry_code:
        same |= Q(ministry_code=ministry_code)
    rows = Organisation.objects.filter(same).select_related("county", "parent")
    return rows.exclude(pk=except_id) if except_id else rows


def similar_pairs(user: User) -> list[Pair]:
    """Return the pairs among the organisations that a user may see, by name.

    Two share a name of any kind, or their names differ only by place, legal form and remark.
    Colleges of two universities may bear one name, and pairs that a clerk found to be two are left
    out.
    """
    rows = {one.pk: one for one in organisations_for(user).prefetch_related("names")}
    apart = set(DifferentOrganisations.objects.values_list("first_id", "second_id"))
    found: dict[tuple[int, int], Pair] = {}
    for likeness, pairs in (
        (Likeness.SAME_NAME, _of_one_name(rows.values())),
        (Likeness.SAME_CORE, _of_one_core(rows.values())),
    ):
        for first, second, name in pairs:
            pair = (first, second)
            if pair in apart or pair in found or not _may_be_one(rows[first], rows[second]):
                continue
            found[pair] = Pair(rows[first], rows[second], likeness, name)
    return list(found.values())


def mark_different(*, actor: User, first: Organisation, second: Organisation) -> None:
    """Say that two organisations that look like one are two, so that nobody is asked again.

    Errors: `RightMissing`, `OutOfScope`.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    for one in (first, second):
        require_in_scope(actor, county=one.county_id, organisation_id=one.pk)
    low, high = sorted((first, second), key=lambda one: one.pk)
    with transaction.atomic():
        _pair, made = DifferentOrganisations.objects.get_or_create(first=low, second=high)
        if made:
            audit.append(
                actor=actor,
                action="organisations.mark_different",
                subject_kind="organisation",
                subject_id=low.pk,
                detail={"other": high.pk, "names": [low.name, high.name]},
            )


def _names_of(one: Organisation) -> Iterator[str]:
    yield one.name
    yield one.short_name
    yield from (other.name for other in one.names.all())


def _of_one_name(rows: Iterable[Organisation]) -> Iterator[tuple[int, int, str]]:
    """Yield two ids, the smaller first, and the name that both have."""
    holders: dict[str, dict[int, str]] = defaultdict(dict)
    for one in rows:
        for name in _names_of(one):
            if key := name_key(name):
                holders[key][one.pk] = name
    for some in holders.values():
        for first, second in combinations(sorted(some)[:MOST_OF_A_KEY], 2):
            yield first, second, some[first]


def _of_one_core(rows: Iterable[Organisation]) -> Iterator[tuple[int, int, str]]:
    """Yield two ids, the smaller first, and a name of the first whose core the other has too.

    Universities with two codes of the Ministry are two: 中国石油大学（北京） and （华东）.
    """
    regions = [*Region.objects.values_list("name", flat=True)]
    holders: dict[str, dict[tuple[int, CoreName], str]] = defaultdict(dict)
    coded = set()
    for one in rows:
        if one.ministry_code:
            coded.add(one.pk)
        for name in _names_of(one):
            core = core_name(name, regions)
            if core.text:
                holders[core.text][one.pk, core] = name
    for some in holders.values():
        in_order = sorted(some, key=lambda held: held[0])[:MOST_OF_A_KEY]
        for (first, core), (second, other) in combinations(in_order, 2):
            if first == second or {first, second} <= coded or not core.agrees_with(other):
                continue
            yield first, second, some[first, core]


def _may_be_one(first: Organisation, second: Organisation) -> bool:
    colleges = first.kind == second.kind == OrganisationKind.COLLEGE
    if colleges and first.parent_id != second.parent_id:
        return False
    return first.parent_id != second.pk and second.parent_id != first.pk
