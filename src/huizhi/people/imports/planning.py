"""What applying a row would do: enter somebody, state facts about somebody, nothing, or refuse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel import facts
from huizhi.kernel.fact_values import to_json
from huizhi.kernel.fact_wording import fact_label
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.lists.kinds import CellProblem, Decided, Decisions, RowPlan
from huizhi.kernel.lists.models import Decision, RowOutcome
from huizhi.kernel.models import Fact, User
from huizhi.kernel.scope import scope_of
from huizhi.organisations.models import Organisation
from huizhi.people import privacy, services
from huizhi.people.duplicates import NameAndBirth, people_by_name_and_birth, people_by_number
from huizhi.people.imports.reading import PersonRow
from huizhi.people.models import Person
from huizhi.people.services import (
    COUNTY,
    EMPLOYER,
    NAME,
    NewPerson,
    PersonChange,
    person_fact,
    stated_facts,
    stored_values,
)
from huizhi.people.wording import fact_text, first_letter
from huizhi.rules.subjects import SubjectKind


@dataclass
class PersonPlan(RowPlan):
    """A row with what applying it does. `person` is whom it is, or may be, about."""

    row: PersonRow
    person: Person | None = None
    entry: NewPerson | None = None
    change: PersonChange | None = None
    gives_number: bool = False

    def __post_init__(self) -> None:
        """Keep whom it is about where every kind of list keeps it."""
        if self.person is not None:
            self.subject_id = self.person.pk


@dataclass
class _Registry:
    """What the registry knows of the people that some rows may be about."""

    by_number: dict[str, Person]
    by_name: dict[NameAndBirth, list[Person]]
    current: dict[int, dict[str, Any]]


class PeoplePlanner:
    """Plans rows of one list for one user. A row is planned anew when it is applied."""

    def __init__(self, *, actor: User, source: str, valid_from: dt.date | None) -> None:
        self._actor = actor
        self._county = scope_of(actor).county
        self._source = source
        self._valid_from = valid_from

    def plan(self, rows: Sequence[PersonRow], decisions: Decisions) -> list[PersonPlan]:
        """Return a plan for each row, with few queries for all of them."""
        sound = [row for row in rows if not row.refused]
        registry = _Registry(
            people_by_number(row.id_number for row in sound if row.id_number),
            people_by_name_and_birth((row.name, row.birth_date) for row in sound if row.birth_date),
            {},
        )
        people = {
            person.pk
            for found in (registry.by_number.values(), *registry.by_name.values())
            for person in found
        }
        registry.current = _current_values(people)
        plans = [self._plan(row, registry, decisions) for row in rows]
        self._drop_what_is_known(plans)
        _describe(plans, registry.current)
        return plans

    def apply(self, plans: Sequence[PersonPlan]) -> None:
        """Enter the new people, state what changes, give the ID numbers."""
        added = [plan for plan in plans if plan.entry is not None]
        entries = [plan.entry for plan in added if plan.entry is not None]
        people = services.add_people(actor=self._actor, entries=entries) if entries else []
        for plan, person in zip(added, people, strict=True):
            plan.person, plan.subject_id = person, person.pk
        changes = [plan.change for plan in plans if plan.change is not None]
        if changes:
            services.change_people(actor=self._actor, changes=changes)
        for plan in plans:
            if plan.gives_number and plan.person is not None and plan.row.id_number is not None:
                privacy.set_id_number(
                    actor=self._actor,
                    person=plan.person,
                    id_number=plan.row.id_number.text,
                    reason="",
                )

    def _plan(self, row: PersonRow, registry: _Registry, decisions: Decisions) -> PersonPlan:
        if row.refused:
            return PersonPlan(row, RowOutcome.REFUSED, problems=list(row.problems))
        person = registry.by_number.get(row.id_number.index) if row.id_number else None
        if person is not None:
            if person.name != row.name:
                text = _("The ID number is that of somebody of another name ({name}).")
                return _refused(row, text.format(name=first_letter(person.name)), person)
            return self._change(row, person)
        alike = self._alike(row, registry)
        if not alike:
            return self._add(row)
        for candidate in alike:
            # Of people elsewhere nothing is told, not even that a guess at their facts is right.
            told = self._county in (None, candidate.county_id)
            known = registry.current[candidate.pk]
            if told and row.id_number is None and _says_nothing_new(row, known):
                return PersonPlan(
                    row, RowOutcome.SAME, person=candidate, problems=list(row.problems)
                )
        plan = self._decided(row, alike, decisions.get(row.key))
        plan.candidates = [one.pk for one in alike]
        return plan

    def _alike(self, row: PersonRow, registry: _Registry) -> list[Person]:
        """Return who has the same name and birth date and could be this row's person."""
        born = row.birth_date
        found = registry.by_name.get((row.name, born), []) if born else []
        # Two different ID numbers are two people.
        return [one for one in found if row.id_number is None or one.id_number_index is None]

    def _decided(
        self, row: PersonRow, alike: Sequence[Person], decided: Decided | None
    ) -> PersonPlan:
        chosen = decided.subject_id if decided else None
        person = next((one for one in alike if one.pk == chosen), alike[0])
        decision = decided.decision if decided else ""
        if decision == Decision.SAME:
            plan = self._change(row, person)
            plan.gives_number = row.id_number is not None and plan.outcome != RowOutcome.REFUSED
            return plan
        if decision == Decision.ANOTHER:
            return self._add(row)
        if decision == Decision.LEAVE_OUT:
            return PersonPlan(row, RowOutcome.LEFT_OUT, person=person, problems=list(row.problems))
        problem = CellProblem(
            _(
                "Somebody of this name and birth date is in the registry. "
                "Say whether it is the same person."
            )
        )
        return PersonPlan(
            row, RowOutcome.UNDECIDED, person=person, problems=[*row.problems, problem]
        )

    def _add(self, row: PersonRow) -> PersonPlan:
        values = dict(row.values)
        if self._county is not None:
            values.setdefault(COUNTY, self._county)
            if values[COUNTY] != self._county:
                return _refused(row, _("The person belongs to another county than yours."))
        entry = NewPerson(
            name=values.pop(NAME),
            facts=values,
            source=self._source_of(row),
            id_number=row.id_number.text if row.id_number else "",
            valid_from=self._valid_from,
        )
        return PersonPlan(row, RowOutcome.ADDED, entry=entry, problems=list(row.problems))

    def _change(self, row: PersonRow, person: Person) -> PersonPlan:
        if self._county is not None:
            if person.county_id != self._county:
                text = _(
                    "This person is registered in another county. "
                    "Ask the programme office to move them."
                )
                return _refused(row, text)
            if row.values.get(COUNTY, self._county) != self._county:
                return _refused(row, _("The person belongs to another county than yours."))
        change = PersonChange(person, row.values, self._source_of(row), self._valid_from)
        return PersonPlan(
            row,
            RowOutcome.CHANGED,
            person=person,
            change=change,
            problems=list(row.problems),
        )

    def _drop_what_is_known(self, plans: Sequence[PersonPlan]) -> None:
        """Turn changes that say nothing new into `SAME`, and keep of the others what is new."""
        stated: list[StatedFact] = []
        for plan in plans:
            if plan.change is not None:
                stated += stated_facts(
                    actor=self._actor,
                    subject_id=plan.change.person.pk,
                    values=stored_values(plan.change.facts),
                    source=plan.change.source,
                    valid_from=plan.change.valid_from,
                )
        new = {(fact.subject_id, fact.name) for fact in facts.find_new(stated=stated)}
        for plan in plans:
            if plan.change is None:
                continue
            number = plan.change.person.pk
            left = {
                name: value for name, value in plan.change.facts.items() if (number, name) in new
            }
            if left or plan.gives_number:
                plan.change = PersonChange(
                    plan.change.person, left, plan.change.source, plan.change.valid_from
                )
            else:
                plan.change = None
                plan.outcome = RowOutcome.SAME

    def _source_of(self, row: PersonRow) -> str:
        return f"{self._source} · {row.sheet} · {row.number}"


def _refused(row: PersonRow, text: str, person: Person | None = None) -> PersonPlan:
    problems = [*row.problems, CellProblem(text)]
    return PersonPlan(row, RowOutcome.REFUSED, person=person, problems=problems)


def _current_values(people: Iterable[int]) -> dict[int, dict[str, Any]]:
    numbers = sorted(people)
    current: dict[int, dict[str, Any]] = {number: {} for number in numbers}
    rows = Fact.objects.filter(
        subject_kind=SubjectKind.PERSON, subject_id__in=numbers, superseded=None
    ).order_by("valid_from", "pk")
    for number, name, value in rows.values_list("subject_id", "name", "value"):
        current[number][name] = value
    return current


def _says_nothing_new(row: PersonRow, known: Mapping[str, Any]) -> bool:
    return all(
        name in known and known[name] == value for name, value in stored_values(row.values).items()
    )


def _describe(plans: Sequence[PersonPlan], current: Mapping[int, Mapping[str, Any]]) -> None:
    """Say for each change what stood there and what will stand there."""
    organisations = _organisation_names(plans, current)
    for plan in plans:
        if plan.change is None:
            continue
        before = current.get(plan.change.person.pk, {})
        for name, value in plan.change.facts.items():
            fact = person_fact(name)
            names = organisations if name == EMPLOYER else None
            old = fact_text(fact, before[name], names) if name in before else ""
            new = fact_text(fact, to_json(fact, value), names)
            plan.changes.append({"fact": fact_label(fact), "before": old, "after": new})
        if plan.gives_number and plan.row.id_number is not None:
            masked = plan.row.id_number.masked
            plan.changes.append({"fact": _("ID number"), "before": "", "after": masked})


def _organisation_names(
    plans: Sequence[PersonPlan], current: Mapping[int, Mapping[str, Any]]
) -> dict[int, str]:
    wanted: set[int] = set()
    for plan in plans:
        if plan.change is not None and EMPLOYER in plan.change.facts:
            before = current.get(plan.change.person.pk, {}).get(EMPLOYER)
            wanted |= {
                number for number in (before, plan.change.facts[EMPLOYER]) if number is not None
            }
    if not wanted:
        return {}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))
