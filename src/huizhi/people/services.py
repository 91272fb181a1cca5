"""What changes people: entering them, stating facts, confirming them. See `privacy` for the rest.

Every function checks right and scope first and writes the audit log in the transaction of the
change. Facts are given as Python values by the Chinese names of the catalogue; None is "known to
be absent".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import clock, facts
from huizhi.kernel.fact_values import to_json
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope, scope_of
from huizhi.organisations.models import Organisation
from huizhi.people.errors import IdNumberRefused, IdNumberTaken, PersonRefused
from huizhi.people.id_numbers import IdNumber, read_id_number
from huizhi.people.models import Person
from huizhi.people.wording import first_letter
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

NAME, COUNTY, EMPLOYER = "姓名", "县区", "用人单位"
BIRTH_DATE, GENDER = "出生日期", "性别"
ROWS_PER_TRANSACTION = 300

# What a person has had since birth does not begin on the day from which a list holds.
_LIFELONG = frozenset({BIRTH_DATE, GENDER})

T = TypeVar("T")


@dataclass(frozen=True)
class NewPerson:
    """Somebody to enter. `facts` may give 县区 as a region code and 用人单位 as an id.

    Birth date and gender follow from the ID number where the facts do not give them.
    """

    name: str
    facts: Mapping[str, Any]
    source: str
    id_number: str = ""
    valid_from: dt.date | None = None
    confirmed: bool = False
    not_for_publication: bool = False
    synthetic: bool = False


@dataclass(frozen=True)
class PersonChange:
    """Facts to state about somebody who is in the registry already."""

    person: Person
    facts: Mapping[str, Any]
    source: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    confirmed: bool = False


def add_person(*, actor: User, entry: NewPerson) -> Person:
    """Enter one person with their facts. Errors as `add_people`."""
    return add_people(actor=actor, entries=[entry])[0]


def add_people(*, actor: User, entries: Sequence[NewPerson]) -> list[Person]:
    """Enter people with their facts, and return them in the same order.

    All are checked before any is entered; then some hundreds go into each transaction.
    Errors: `IdNumberRefused`, `IdNumberTaken`, `FactValueWrong`, `PersonRefused`, `OutOfScope`.
    """
    require(actor, Right.PEOPLE_EDIT)
    checked = [_Checked.of(entry) for entry in entries]
    _check_places(row.values for row in checked)
    for row in checked:
        require_in_scope(
            actor, county=row.values.get(COUNTY), organisation_id=row.values.get(EMPLOYER)
        )
    refuse_taken_numbers(actor, [row.id_number for row in checked if row.id_number])
    people: list[Person] = []
    for chunk in in_chunks(checked):
        with transaction.atomic():
            people += _enter(actor, chunk)
    return people


def change_facts(*, actor: User, change: PersonChange) -> int:
    """State facts about one person; return how many said something new. Errors as `add_people`."""
    return change_people(actor=actor, changes=[change])


def change_people(*, actor: User, changes: Sequence[PersonChange]) -> int:
    """State facts about people; return how many facts said something new.

    A fact that is known already changes nothing. Errors as `add_people`.
    """
    require(actor, Right.PEOPLE_EDIT)
    values = [stored_values(change.facts) for change in changes]
    _check_places(values)
    for change, stated in zip(changes, values, strict=True):
        person = change.person
        require_within(actor, person)
        if COUNTY in stated or EMPLOYER in stated:
            require_in_scope(
                actor,
                county=stated.get(COUNTY, person.county_id),
                organisation_id=stated.get(EMPLOYER, person.employer_id),
            )
    pairs = list(zip(changes, values, strict=True))
    return sum(_state_chunk(actor, chunk) for chunk in in_chunks(pairs))


def confirm_facts(*, actor: User, person: Person, names: Sequence[str]) -> int:
    """Confirm facts as they stand, against documents; return how many were not confirmed before."""
    require(actor, Right.PEOPLE_EDIT)
    require_within(actor, person)
    rows = facts.known(on=clock.today(), kind=SubjectKind.PERSON)
    stated = [
        StatedFact(
            SubjectKind.PERSON,
            person.pk,
            row.name,
            row.value,
            row.source,
            row.valid_from,
            row.valid_to,
            actor,
        )
        for row in rows.filter(subject_id=person.pk, name__in=names)
    ]
    with transaction.atomic():
        return facts.record(actor=actor, stated=stated, action="people.confirm_facts")


def in_chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the rows in as many as one transaction may hold."""
    for first in range(0, len(rows), ROWS_PER_TRANSACTION):
        yield rows[first : first + ROWS_PER_TRANSACTION]


def stated_facts(
    *,
    actor: User,
    subject_id: int,
    values: Mapping[str, Any],
    source: str,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    confirmed: bool = False,
) -> list[StatedFact]:
    """Return what is recorded when this is stated of a person; `values` as they are stored."""
    return [
        StatedFact(
            SubjectKind.PERSON,
            subject_id,
            name,
            value,
            source,
            None if name in _LIFELONG else valid_from,
            None if name in _LIFELONG else valid_to,
            actor if confirmed else None,
        )
        for name, value in values.items()
    ]


def stored_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as they are stored. Errors: `FactValueWrong`, `PersonRefused`."""
    return {name: to_json(person_fact(name), value) for name, value in values.items()}


def person_fact(name: str) -> Fact:
    """Return a fact of people by its Chinese name. Errors: `PersonRefused`."""
    fact = load_catalogue().fact(SubjectKind.PERSON, name)
    if fact is None:
        raise PersonRefused(_("There is no fact of people named “{name}”.").format(name=name))
    return fact


@dataclass
class _Checked:
    """An entry whose values are known to be good; `values` as they are stored."""

    entry: NewPerson
    id_number: IdNumber | None
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: NewPerson) -> _Checked:
        """Check one entry by itself."""
        if not entry.name.strip():
            raise PersonRefused(_("A person needs a name."))
        number = read_id_number(entry.id_number) if entry.id_number else None
        given = {NAME: entry.name.strip(), **entry.facts}
        if number is not None:
            check_against_number(number, given)
            given = {BIRTH_DATE: number.birth_date, GENDER: number.gender, **given}
        return cls(entry, number, stored_values(given))


def check_against_number(number: IdNumber, values: Mapping[str, Any]) -> None:
    """Refuse with `IdNumberRefused` what the ID number contradicts."""
    for name, said in ((BIRTH_DATE, number.birth_date), (GENDER, number.gender)):
        stated = values.get(name)
        if stated is not None and stated != said:
            raise IdNumberRefused(
                _(
                    "The ID number says that “{fact}” is {said}, and here stands {stated}. "
                    "Correct one of them."
                ).format(fact=name, said=said, stated=stated),
                fact=name,
            )


def _check_places(rows: Iterable[Mapping[str, Any]]) -> None:
    """Refuse counties and employers that do not exist, with one query for each."""
    counties: set[str] = set()
    employers: set[int] = set()
    for row in rows:
        if row.get(COUNTY) is not None:
            counties.add(row[COUNTY])
        if row.get(EMPLOYER) is not None:
            employers.add(row[EMPLOYER])
    known = set(Region.objects.filter(pk__in=counties).values_list("pk", flat=True))
    if unknown := sorted(counties - known):
        raise PersonRefused(
            _("There is no region with the code {codes}.").format(codes=", ".join(unknown))
        )
    found: set[int] = set()
    for chunk in in_chunks(sorted(employers)):
        found |= set(Organisation.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    if missing := sorted(employers - found):
        raise PersonRefused(
            _("There is no organisation with the number {numbers}.").format(
                numbers=", ".join(map(str, missing))
            )
        )


def refuse_taken_numbers(actor: User, numbers: Sequence[IdNumber]) -> None:
    """Refuse with `IdNumberTaken` numbers that stand here twice or are in the registry.

    Whose number it is, the actor reads in full only of people they may see.
    """
    indexes: dict[str, IdNumber] = {}
    for number in numbers:
        if number.index in indexes:
            raise IdNumberTaken(
                _("The ID number {number} stands here twice.").format(number=number.masked)
            )
        indexes[number.index] = number
    for chunk in in_chunks(sorted(indexes)):
        taken = Person.objects.filter(id_number_index__in=chunk).first()
        if taken is not None:
            seen = scope_of(actor).holds(
                county=taken.county_id, organisation_id=taken.employer_id, person_id=taken.pk
            )
            raise IdNumberTaken(
                _("{number} is the ID number of {name}, who is in the registry already.").format(
                    number=taken.id_number_masked,
                    name=taken.name if seen else first_letter(taken.name),
                ),
                person_id=taken.pk,
            )


def _enter(actor: User, chunk: Sequence[_Checked]) -> list[Person]:
    now = clock.now()
    people = []
    for row in chunk:
        person = Person(
            name=row.values[NAME],
            county_id=row.values.get(COUNTY),
            employer_id=row.values.get(EMPLOYER),
            not_for_publication=row.entry.not_for_publication,
            synthetic=row.entry.synthetic,
            created_at=now,
        )
        if row.id_number is not None:
            put_id_number(person, row.id_number)
        people.append(person)
    Person.objects.bulk_create(people)
    stated = [
        fact
        for person, row in zip(people, chunk, strict=True)
        for fact in stated_facts(
            actor=actor,
            subject_id=person.pk,
            values=row.values,
            source=row.entry.source,
            valid_from=row.entry.valid_from,
            confirmed=row.entry.confirmed,
        )
    ]
    facts.record(actor=actor, stated=stated, action="people.add")
    return people


def _state_chunk(actor: User, chunk: Sequence[tuple[PersonChange, Mapping[str, Any]]]) -> int:
    stated = [
        fact
        for change, values in chunk
        for fact in stated_facts(
            actor=actor,
            subject_id=change.person.pk,
            values=values,
            source=change.source,
            valid_from=change.valid_from,
            valid_to=change.valid_to,
            confirmed=change.confirmed,
        )
    ]
    with transaction.atomic():
        count = facts.record(actor=actor, stated=stated, action="people.change_facts")
        if count:
            moved = [change.person for change, values in chunk if _follow(change, values)]
            Person.objects.bulk_update(moved, ["name", "county", "employer"], batch_size=100)
    return count


def _follow(change: PersonChange, values: Mapping[str, Any]) -> bool:
    """Set the person's columns to what the facts say today; say whether any differs."""
    today = clock.today()
    if change.valid_from and change.valid_from > today:
        return False
    if change.valid_to and change.valid_to <= today:
        return False
    person = change.person
    before = (person.name, person.county_id, person.employer_id)
    person.name = values.get(NAME) or person.name
    person.county_id = values.get(COUNTY, person.county_id)
    person.employer_id = values.get(EMPLOYER, person.employer_id)
    return before != (person.name, person.county_id, person.employer_id)


def put_id_number(person: Person, number: IdNumber) -> None:
    """Set the three columns of the ID number, without saving."""
    person.id_number_cipher = number.cipher
    person.id_number_index = number.index
    person.id_number_masked = number.masked


def require_within(actor: User, person: Person) -> None:
    """Refuse with `OutOfScope` what lies outside the actor's scope."""
    require_in_scope(
        actor,
        county=person.county_id,
        organisation_id=person.employer_id,
        person_id=person.pk,
    )
