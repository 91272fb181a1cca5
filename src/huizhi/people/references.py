"""From what people write to what it means: regions, organisations and other subjects by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from huizhi.kernel import clock, facts
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation, OrganisationName
from huizhi.organisations.names import name_key
from huizhi.people.id_numbers import read_id_number
from huizhi.people.models import Person
from huizhi.rules.subjects import SubjectKind

NAME_OF_OTHERS = "名称"
_REGION_SUFFIXES = ("区", "县", "市")


class NameUnknown(HuizhiError):
    """A name that means nothing in the registry, or more than one thing."""


class Lookups:
    """Names as the registry has them at one moment, each kind fetched when first asked for."""

    def __init__(self) -> None:
        self._named: dict[SubjectKind, dict[str, set[int]]] = {}
        self._people: dict[str, int] = {}

    def region_code(self, text: str) -> str:
        """Return the code of a region of this installation. Errors: `NameUnknown`."""
        code = self._regions.get(name_key(text))
        if code is None:
            names = "、".join(Region.objects.filter(in_use=True).values_list("name", flat=True))
            raise NameUnknown(
                _("“{text}” is no region known here. Use one of: {names}.").format(
                    text=text, names=names
                )
            )
        return code

    def subject_id(self, kind: SubjectKind, text: str) -> int:
        """Return the key of a subject by its name, or of a person by the ID number.

        Errors: `NameUnknown`, `IdNumberRefused`.
        """
        if kind is SubjectKind.PERSON:
            return self._person_id(text)
        names = self._names_of(kind)
        found = names.get(name_key(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise NameUnknown(
                _("There are several named “{text}”. Write the whole name or the code.").format(
                    text=text
                )
            )
        close = difflib.get_close_matches(name_key(text), names, 1, 0.6)
        hint = _("Did you mean “{name}”?").format(name=close[0]) if close else ""
        raise NameUnknown(
            _("“{text}” is not in the registry. Enter it there first. {hint}")
            .format(text=text, hint=hint)
            .strip()
        )

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
    def _regions(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, name, name_en in Region.objects.order_by("in_use").values_list(
            "code", "name", "name_en"
        ):
            spellings = [code, name, name_en]
            if len(name) > 2 and name.endswith(_REGION_SUFFIXES):
                spellings.append(name[:-1])
            found.update({name_key(spelling): code for spelling in spellings if spelling})
        return found

    def _names_of(self, kind: SubjectKind) -> dict[str, set[int]]:
        if kind not in self._named:
            pairs = (
                _organisation_names() if kind is SubjectKind.ORGANISATION else _stated_names(kind)
            )
            names: dict[str, set[int]] = {}
            for name, number in pairs:
                if key := name_key(name):
                    names.setdefault(key, set()).add(number)
            self._named[kind] = names
        return self._named[kind]


def _organisation_names() -> Iterable[tuple[str, int]]:
    rows = Organisation.objects.values_list("pk", "name", "short_name", "name_en", "credit_code")
    for number, *names in rows:
        for name in names:
            yield name, number
    yield from OrganisationName.objects.values_list("name", "organisation_id")


def _stated_names(kind: SubjectKind) -> Iterable[tuple[str, int]]:
    rows = facts.known(on=clock.today(), kind=kind).filter(name=NAME_OF_OTHERS)
    for name, number in rows.values_list("value", "subject_id"):
        if name:
            yield name, number
