"""Where the names are found that columns of lists may hold: by name, reference or number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet

from huizhi.kernel.lists.fields import Lookups
from huizhi.kernel.lists.names import Names
from huizhi.kernel.models import User
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.models import Organisation
from huizhi.organisations.names import name_key
from huizhi.partners import queries
from huizhi.partners.checks import kind_not_in_use
from huizhi.partners.models import Agreement, Base, BaseKind, Platform, Project

SPELLINGS = ("name", "name_en", "reference")


def _record_names(
    rows_for: Callable[[User], QuerySet[Any]], columns: Sequence[str], user: User
) -> Names[int]:
    """Return the names, references and numbers of the records that a user may see."""
    pairs: list[tuple[str, int]] = []
    for key, *spellings in rows_for(user).values_list("pk", *columns):
        pairs += [(spelling, key) for spelling in dict.fromkeys(spellings)]
    return Names(pairs, alike=name_key)


class BaseKindNames(Names[str]):
    """The kinds of bases by name or code. Those out of use too: bases that have one keep it."""

    def __init__(self, user: User) -> None:
        pairs: list[tuple[str, str]] = []
        for code, *spellings in BaseKind.objects.values_list("code", "name", "name_en"):
            pairs += [(spelling, code) for spelling in (*spellings, code)]
        super().__init__(pairs)

    def unknown(self, text: str, close: str) -> str:
        """Return which kinds there are."""
        return kind_not_in_use(text)


LOOKUPS: Lookups = {
    Organisation: organisation_names,
    Agreement: partial(_record_names, queries.agreements_for, (*SPELLINGS, "number")),
    Base: partial(_record_names, queries.bases_for, SPELLINGS),
    BaseKind: BaseKindNames,
    Platform: partial(_record_names, queries.platforms_for, SPELLINGS),
    Project: partial(_record_names, queries.projects_for, SPELLINGS),
}
