"""From what people write to what it means: regions, organisations and other subjects by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from huizhi.kernel import clock, facts
from huizhi.kernel.lists.errors import NameUnknown
from huizhi.kernel.lists.names import Names, RegionNames
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.names import name_key
from huizhi.people.id_numbers import read_id_number
from huizhi.people.models import Person
from huizhi.rules.subjects import SubjectKind

NAME_OF_OTHERS = "名称"


class Lookups:
    """Names as the registry has them at one moment, each kind fetched when first asked for."""

    def __init__(self) -> None:
        self._named: dict[SubjectKind, Names[int]] = {}
        self._people: dict[str, int] = {}

    def region_code(self, text: str) -> str:
        """Return the code of a region of this installation. Errors: `NameUnknown`."""
        return self._regions.find(text)

    def subject_id(self, kind: SubjectKind, text: str) -> int:
        """Return the key of a subject by its name, or of a person by the ID number.

        Errors: `NameUnknown`, `IdNumberRefused`.
        """
        if kind is SubjectKind.PERSON:
            return self._person_id(text)
        if kind not in self._named:
            self._named[kind] = (
                organisation_names()
                if kind is SubjectKind.ORGANISATION
                else Names(_stated_names(kind), alike=name_key)
            )
        return self._named[kind].find(text)

    def _person_id(self, text: str) -> int:
        index = read_id_number(text).index
        if index not in self._people:
            number = (
                Person.objects.filter(id_number_index=index).values_list("pk", flat=True).first()
            )
            if number is None:
                raise NameUnknown(_("Nobody in the registry has this ID number."))
            self._people[index] = number
        return self._people[index]

    @cached_property
    def _regions(self) -> RegionNames:
        return RegionNames()


def _stated_names(kind: SubjectKind) -> Iterable[tuple[str, int]]:
    rows = facts.known(on=clock.today(), kind=kind).filter(name=NAME_OF_OTHERS)
    for name, number in rows.values_list("value", "subject_id"):
        if name:
            yield name, number
