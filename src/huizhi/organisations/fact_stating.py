"""Stating what a registry record says as facts of the catalogue, so that runs see it.

The registries keep a few columns for lists and scope; the fact store keeps the same with validity
and source. One function turns the one into the other, for every kind of subject.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from huizhi.kernel.fact_values import to_json
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Region
from huizhi.organisations.errors import OrganisationRefused
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind


def known(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that say something: a registry column cannot say "known to be absent"."""
    return {name: value for name, value in columns.items() if value is not None and value != ""}


def stated_facts(
    *,
    kind: SubjectKind,
    subject_id: int,
    values: Mapping[str, Any],
    source: str,
    valid_from: dt.date | None = None,
) -> list[StatedFact]:
    """Return facts for the values, by the names of the catalogue; None is known to be absent.

    A choice's code becomes the catalogue's word for it, a region its code, a record its id, money
    its yuan. Errors: `OrganisationRefused` for a name that the catalogue does not have,
    `FactValueWrong` for a value that does not fit.
    """
    return [
        StatedFact(kind, subject_id, name, to_fact_json(kind, name, value), source, valid_from)
        for name, value in values.items()
    ]


def to_fact_json(kind: SubjectKind, name: str, value: Any) -> Any:
    """Return a column's value as the fact store keeps it (errors as for `stated_facts`)."""
    fact = load_catalogue().fact(kind, name)
    if fact is None:
        raise OrganisationRefused(
            _("There is no fact “{name}” about a {kind}.").format(name=name, kind=kind.value)
        )
    return to_json(fact, _plain(fact, value))


def _plain(fact: Fact, value: Any) -> Any:
    if isinstance(value, Region):
        return value.code
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Money):
        return value.yuan
    words = {word.english: word.value for word in fact.values}
    return words.get(value, value) if isinstance(value, str) else value
