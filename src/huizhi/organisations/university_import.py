"""Entering a list of universities: good rows go in, what stands there already stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.models import Nature, Organisation, OrganisationKind
from huizhi.organisations.names import name_key
from huizhi.organisations.services import (
    COLUMNS,
    OrganisationDetails,
    add_organisation,
    change_organisation,
)
from huizhi.organisations.university_list import (
    ListedUniversity,
    ListProblem,
    read_university_list,
)

ROWS_AT_A_TIME = 200

Report = Callable[[int, int], None]


@dataclass
class UniversitiesImported:
    """What an import did. `renamed` ones count among those changed."""

    added: int = 0
    changed: int = 0
    renamed: int = 0
    unchanged: int = 0
    refused: list[ListProblem] = field(default_factory=list)
    notices: list[ListProblem] = field(default_factory=list)


def import_universities(
    *, actor: User, path: Path, source: str, report: Report = lambda done, total: None
) -> UniversitiesImported:
    """Enter the universities of the Ministry's list that are not there yet.

    One is known by its code, and without a code by its name. One that the list calls otherwise was
    renamed: its former name is kept. A second import of the same list changes nothing. Errors:
    `RightMissing`, `OutOfScope` for a county, `OrganisationRefused` for a file that is no list.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=None)
    found = read_university_list(path)
    done = UniversitiesImported(refused=list(found.refused), notices=list(found.notices))
    entering = _Entering(actor, source, done)
    for first in range(0, len(found.rows), ROWS_AT_A_TIME):
        report(first, len(found.rows))
        with transaction.atomic():
            for row in found.rows[first : first + ROWS_AT_A_TIME]:
                entering.enter(row)
    report(len(found.rows), len(found.rows))
    if done.added or done.changed:
        with transaction.atomic():
            _log(actor, path, done)
    return done


class _Entering:
    """Enters row after row, knowing what is on record."""

    def __init__(self, actor: User, source: str, done: UniversitiesImported) -> None:
        self.actor = actor
        self.source = source
        self.done = done
        # The city, for an institution that has its seat there.
        self.regions = {region.name: region for region in Region.objects.filter(parent=None)}
        known = Organisation.objects.filter(kind=OrganisationKind.UNIVERSITY)
        rows = list(known.select_related("county", "parent", "park").prefetch_related("clusters"))
        self.by_code = {one.ministry_code: one for one in rows if one.ministry_code}
        self.by_name = {one.name_key: one for one in rows}

    def enter(self, row: ListedUniversity) -> None:
        """Add a university, change what the list says otherwise, or leave it."""
        named = self.by_name.get(name_key(row.name))
        stored = self.by_code.get(row.code) if row.code else named
        if stored is None and named is not None:
            if named.ministry_code:
                text = _("“{name}” is on record with the code {code}. Compare the two.")
                problem = text.format(name=row.name, code=named.ministry_code)
                self.done.refused.append(ListProblem(row.place, problem))
                return
            stored = named
        if stored is None:
            self._add(row)
        else:
            self._change(row, stored)

    def _add(self, row: ListedUniversity) -> None:
        add_organisation(
            actor=self.actor,
            details=OrganisationDetails(
                kind=OrganisationKind.UNIVERSITY,
                nature=Nature.UNIVERSITY,
                name=row.name,
                ministry_code=row.code,
                county=self.regions.get(row.seat),
                seat=row.seat,
                authority=row.authority,
                teaching_level=row.level,
                source=self.source,
            ),
        )
        self.done.added += 1

    def _change(self, row: ListedUniversity, stored: Organisation) -> None:
        says = {
            "name": row.name if name_key(row.name) != stored.name_key else stored.name,
            "ministry_code": row.code or stored.ministry_code,
            "nature": stored.nature or Nature.UNIVERSITY,
            "seat": row.seat,
            "authority": row.authority,
            "teaching_level": row.level,
        }
        if all(getattr(stored, name) == value for name, value in says.items()):
            self.done.unchanged += 1
            return
        values = {name: getattr(stored, name) for name in COLUMNS}
        details = OrganisationDetails(**{**values, **says}, clusters=tuple(stored.clusters.all()))
        renamed = says["name"] != stored.name
        change_organisation(actor=self.actor, organisation=stored, details=details, renamed=renamed)
        self.done.changed += 1
        self.done.renamed += renamed


def _log(actor: User, path: Path, done: UniversitiesImported) -> None:
    counts = {
        one.name: getattr(done, one.name)
        for one in fields(done)
        if one.name not in {"refused", "notices"}
    }
    audit.append(
        actor=actor,
        action="organisations.import",
        subject_kind="organisation_list",
        subject_id=path.name[:40],
        detail={"file": path.name, **counts, "refused": len(done.refused)},
    )
