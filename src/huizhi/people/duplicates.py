"""Who in the registry may be the person in hand: by ID number, else by name and birth date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from huizhi.kernel.models import Fact
from huizhi.people.id_numbers import IdNumber
from huizhi.people.models import Person
from huizhi.people.services import BIRTH_DATE, in_chunks
from huizhi.rules.subjects import SubjectKind

NameAndBirth = tuple[str, dt.date]


def people_by_number(numbers: Iterable[IdNumber]) -> dict[str, Person]:
    """Return who has these ID numbers, by `IdNumber.index`."""
    found: dict[str, Person] = {}
    for chunk in in_chunks(sorted({number.index for number in numbers})):
        rows = Person.objects.filter(id_number_index__in=chunk)
        found.update({str(person.id_number_index): person for person in rows})
    return found


def people_by_name_and_birth(pairs: Iterable[NameAndBirth]) -> dict[NameAndBirth, list[Person]]:
    """Return who has these names and was born on these days, oldest entry first.

    The whole registry is searched, since the same person entered twice in two counties is what
    the search is for.
    """
    wanted = set(pairs)
    people: list[Person] = []
    for chunk in in_chunks(sorted({name for name, _ in wanted})):
        people += Person.objects.filter(name__in=chunk).order_by("pk")
    births = _birth_dates([person.pk for person in people])
    found: dict[NameAndBirth, list[Person]] = {}
    for person in people:
        for born in births.get(person.pk, ()):
            if (person.name, born) in wanted:
                found.setdefault((person.name, born), []).append(person)
    return found


def find_duplicates(
    *, name: str, birth_date: dt.date | None, id_number: IdNumber | None = None
) -> list[Person]:
    """Return who may be this person already; one with the same ID number certainly is."""
    if id_number is not None:
        same = people_by_number([id_number])
        if same:
            return list(same.values())
        birth_date = id_number.birth_date
    if birth_date is None:
        return []
    alike = people_by_name_and_birth([(name, birth_date)]).get((name, birth_date), [])
    # Two different ID numbers are two people.
    return [person for person in alike if id_number is None or person.id_number_index is None]


def _birth_dates(people: list[int]) -> Mapping[int, set[dt.date]]:
    births: dict[int, set[dt.date]] = {}
    for chunk in in_chunks(people):
        rows = Fact.objects.filter(
            subject_kind=SubjectKind.PERSON,
            subject_id__in=chunk,
            name=BIRTH_DATE,
            superseded=None,
        )
        for number, value in rows.values_list("subject_id", "value"):
            if value is not None:
                births.setdefault(number, set()).add(dt.date.fromisoformat(value))
    return births
