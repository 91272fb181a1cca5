"""What points to an organisation, in every room: found in the models, so that none is forgotten.

The rooms above cannot be imported here. They need not be: Django knows every foreign key to
`Organisation`, and two conventions of the house name the rest. A number column `organisation_id`
is an organisation (the kernel's users, the marks of cases and results); `subject_kind` with
`subject_id` is the subject of a fact, a claim or an account.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet, UniqueConstraint

from huizhi.organisations.models import DifferentOrganisations, Organisation, OrganisationName
from huizhi.rules.subjects import SubjectKind

NUMBER_COLUMN = "organisation_id"
# The subject that they name was so at its time and is never written again.
KEPT_AS_THEY_ARE = frozenset(
    {"kernel.AuditEntry", "kernel.Fact", "entitlements.Result", "entitlements.Difference"}
)


@dataclass(frozen=True)
class Reference:
    """A column that holds the id of an organisation."""

    model: type[models.Model]
    field: models.Field[Any, Any]

    @property
    def label(self) -> str:
        """The column as the log names it, such as partners.Agreement.host."""
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def title(self) -> str:
        """The column in words: which records, as what."""
        owner, field = self._owner()
        if field.name == NUMBER_COLUMN:
            return str(owner._meta.verbose_name_plural)
        return f"{owner._meta.verbose_name_plural} · {field.verbose_name}"

    def rows(self, organisation: Organisation) -> QuerySet[Any]:
        """Return the rows that point to an organisation, hidden ones too."""
        rows = self.model._base_manager.filter(**{self.field.attname: organisation.pk})
        return rows.order_by("pk")

    def repeated(self, leaving: Organisation, survivor: Organisation) -> list[Any]:
        """Return the rows that would say of the survivor what another row says of it already."""
        numbers: set[int] = set()
        for fields in self._unique_sets():
            columns = ["pk", *(name for name in fields if name != self.field.name)]
            taken = {row[1:] for row in self.rows(survivor).values_list(*columns)}
            rows = self.rows(leaving).values_list(*columns)
            numbers |= {row[0] for row in rows if row[1:] in taken}
        return [*self.rows(leaving).filter(pk__in=numbers)] if numbers else []

    @property
    def drops_repeated(self) -> bool:
        """Whether a row that says the same twice may go: it says nothing else."""
        return bool(self.model._meta.auto_created) or self.model is OrganisationName

    def names(self, rows: QuerySet[Any]) -> list[str]:
        """Return what the rows are called; one of a join table by the record that it joins."""
        owner = self.model._meta.auto_created
        if not owner:
            return [str(row) for row in rows]
        column = next(f for f in self.model._meta.fields if f.related_model is owner)
        return [str(getattr(row, column.name)) for row in rows.select_related(column.name)]

    def _owner(self) -> tuple[type[models.Model], Any]:
        """Return the model and field to name: of a join table, those that it belongs to."""
        owner: Any = self.model._meta.auto_created
        if not owner:
            return self.model, self.field
        joins = (f for f in owner._meta.many_to_many if f.remote_field.through is self.model)
        return owner, next(joins)

    def _unique_sets(self) -> Iterator[tuple[str, ...]]:
        """Yield the sets of columns, this one among them, that no two rows share."""
        options = self.model._meta
        sets = [tuple(names) for names in options.unique_together]
        sets += [tuple(c.fields) for c in options.constraints if isinstance(c, UniqueConstraint)]
        if self.field.unique:
            sets.append((self.field.name,))
        return (names for names in sets if self.field.name in names)


def references() -> list[Reference]:
    """Return every column that holds an organisation's id and moves with a merge.

    Pairs of organisations found to be two are left out: `merging` writes them anew in order.
    """
    relations: Any = Organisation._meta.get_fields(include_hidden=True)
    found = [
        Reference(relation.related_model, relation.field)
        for relation in relations
        if relation.auto_created and not relation.concrete and not relation.many_to_many
        if relation.related_model is not DifferentOrganisations
    ]
    for model in apps.get_models():
        found += [Reference(model, one) for one in model._meta.fields if one.name == NUMBER_COLUMN]
    return found


def subject_tables() -> list[type[models.Model]]:
    """Return the models whose rows hold an organisation as the subject of a claim.

    A claim is keyed by its subject: it does not move, or it could be paid twice.
    """
    return [
        model
        for model in apps.get_models()
        if {"subject_kind", "subject_id"} <= {field.name for field in model._meta.fields}
        and model._meta.label not in KEPT_AS_THEY_ARE
    ]


def claims_on(model: type[models.Model], organisation: Organisation) -> QuerySet[Any]:
    """Return the rows of a subject table that are about an organisation."""
    return model._default_manager.filter(
        subject_kind=SubjectKind.ORGANISATION, subject_id=organisation.pk
    )
