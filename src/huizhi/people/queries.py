"""What reads people: lists within a user's scope, a person's facts, what may be published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from huizhi.kernel import clock, facts
from huizhi.kernel.fact_values import from_json
from huizhi.kernel.fact_wording import fact_label
from huizhi.kernel.models import Fact, Region, User
from huizhi.kernel.scope import scope_of
from huizhi.organisations.models import Organisation
from huizhi.people.fact_cells import REGION_FACTS
from huizhi.people.models import Person, Team
from huizhi.people.wording import fact_text
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact as CatalogueFact
from huizhi.rules.facts.model import KindFacts
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class FactLine:
    """A fact as a screen shows it. `row` carries source, validity, who confirmed it and when."""

    fact: CatalogueFact
    label: str
    text: str
    row: Fact

    @property
    def in_force(self) -> bool:
        """Whether the fact is known now; false for one that was superseded."""
        return self.row.superseded_id is None


def people_for(user: User) -> QuerySet[Person]:
    """Return the people a user may see, with county and employer."""
    rows = Person.objects.select_related("county", "employer")
    return scope_of(user).limit(rows, county="county_id", organisation="employer_id", person="pk")


def teams_for(user: User) -> QuerySet[Team]:
    """Return the teams a user may see, with county and leader."""
    rows = Team.objects.select_related("county", "leader")
    return scope_of(user).limit(
        rows, county="county_id", organisation="leader__employer_id", person="members"
    )


def publishable(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Return those of the people who may appear on public pages."""
    return rows.filter(not_for_publication=False)


def with_facts(rows: QuerySet[Person], *names: str) -> QuerySet[Person]:
    """Add facts as they stand today as `fact_<english name>`, e.g. `fact_degree` for 学位."""
    found = {
        f"fact_{_catalogue().facts[name].english}": Subquery(
            _facts_today(name).filter(subject_id=OuterRef("pk")).values("value")[:1]
        )
        for name in names
    }
    return rows.annotate(**found)


def having_fact(rows: QuerySet[Person], name: str, value: Any) -> QuerySet[Person]:
    """Return the people of whom a fact has this value (as stored) today.

    For a fact that is a list: those whose list has it among others.
    """
    known = _facts_today(name).filter(subject_id=OuterRef("pk"))
    fact = _catalogue().facts[name]
    if fact.type.is_list:
        numbers = [
            number
            for number, items in _facts_today(name).values_list("subject_id", "value")
            if items and value in items
        ]
        return rows.filter(pk__in=numbers)
    return rows.filter(Exists(known.filter(value=value)))


def missing_fact(rows: QuerySet[Person], name: str) -> QuerySet[Person]:
    """Return the people of whom nobody has stated a fact for today."""
    return rows.exclude(Exists(_facts_today(name).filter(subject_id=OuterRef("pk"))))


def person_facts(person: Person) -> list[FactLine]:
    """Return what is known of a person today, in the catalogue's order."""
    rows = facts.known(on=clock.today(), kind=SubjectKind.PERSON)
    found = rows.filter(subject_id=person.pk).select_related("recorded", "confirmed_by")
    return fact_lines(found)


def person_history(person: Person) -> list[FactLine]:
    """Return every fact ever recorded of a person, in the catalogue's order, newest first."""
    return subject_history(kind=SubjectKind.PERSON, subject_id=person.pk)


def subject_history(*, kind: SubjectKind, subject_id: int) -> list[FactLine]:
    """Return every fact ever recorded of a subject, in the catalogue's order, newest first."""
    return fact_lines(facts.history(kind=kind, subject_id=subject_id), kind)


def fact_lines(rows: Iterable[Fact], kind: SubjectKind = SubjectKind.PERSON) -> list[FactLine]:
    """Return facts of one kind of subject as a screen shows them, with few queries for names."""
    catalogue = load_catalogue().kinds[kind]
    known = [row for row in rows if row.name in catalogue.facts]
    names = _names_of_references(known, catalogue)
    regions = _region_names(known)
    order = {name: place for place, name in enumerate(catalogue.facts)}
    lines = []
    for row in sorted(known, key=lambda row: order[row.name]):
        fact = catalogue.facts[row.name]
        value = from_json(fact, row.value)
        of = fact.type.kind
        text = fact_text(fact, value, names.get(of) if of else None)
        if fact.name in REGION_FACTS:
            text = regions.get(row.value, text)
        lines.append(FactLine(fact, fact_label(fact), text, row))
    return lines


def _names_of_references(
    rows: Iterable[Fact], catalogue: KindFacts
) -> dict[SubjectKind, dict[int, str]]:
    wanted: dict[SubjectKind, set[int]] = {}
    for row in rows:
        kind = catalogue.references.get(row.name)
        if kind is not None and row.value is not None:
            wanted.setdefault(kind, set()).add(row.value)
    return {kind: subject_names(kind, numbers) for kind, numbers in wanted.items()}


def _region_names(rows: Iterable[Fact]) -> dict[str, str]:
    codes = {row.value for row in rows if row.name in REGION_FACTS and row.value is not None}
    found = Region.objects.filter(pk__in=codes) if codes else Region.objects.none()
    return {region.pk: str(region) for region in found}


def subject_names(kind: SubjectKind, numbers: Iterable[int]) -> dict[int, str]:
    """Return the names of subjects by their keys."""
    if kind is SubjectKind.PERSON:
        return dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    if kind is SubjectKind.ORGANISATION:
        organisations = Organisation.with_merged.filter(pk__in=numbers)
        return {one.pk: str(one) for one in organisations.only("name", "name_en")}
    rows = facts.known(on=clock.today(), kind=kind).filter(name="名称", subject_id__in=numbers)
    return dict(rows.values_list("subject_id", "value"))


def _facts_today(name: str) -> QuerySet[Fact]:
    rows = facts.known(on=clock.today(), kind=SubjectKind.PERSON).filter(name=name)
    return rows.order_by(F("valid_from").desc(nulls_last=True))


def _catalogue() -> KindFacts:
    return load_catalogue().kinds[SubjectKind.PERSON]
