"""The table of the interface: each kind of record, its details, filters, and what is added to it.

A new kind of record takes an entry here and one in `integrations.readable`; a new field of a
record's details takes nothing, see `fields`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.api.fields import ApiField, Shown, fields_of, label_of
from huizhi.api.types import Answer, Money
from huizhi.integrations.models import ApiScope
from huizhi.integrations.readable import READABLE, Readable
from huizhi.kernel.models import User
from huizhi.organisations import services as organisations
from huizhi.organisations.models import Organisation
from huizhi.partners import services as partners
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    PlatformDetails,
    ProjectDetails,
    VisitDetails,
)
from huizhi.partners.models import Agreement, Base, Platform, Project, Visit


@dataclass(frozen=True)
class Kind:
    """A kind of record as the interface offers it.

    `filters` are columns that a list can be narrowed by; `q` is looked up in the index of names.
    `add` and `change` are services; `move` too, for kinds that have states. `more` is what a record
    says beside its details.
    """

    model: type[models.Model]
    details: type[Any]
    read_scope: ApiScope
    write_scope: ApiScope
    filters: tuple[str, ...]
    add: Callable[..., Any]
    change: Callable[..., Any]
    move: Callable[..., Any] | None = None
    more: tuple[Shown, ...] = ()

    @property
    def name(self) -> str:
        """The kind's name in the audit log: `base`."""
        return str(self.model._meta.model_name)

    @property
    def readable(self) -> Readable:
        """Who may see it, and where it stands."""
        return READABLE[self.name]

    @cached_property
    def fields(self) -> list[ApiField]:
        """The fields of its details."""
        return fields_of(self.details, self.model)

    @cached_property
    def shown(self) -> list[Shown]:
        """All that a record of this kind says, in order."""
        state: Any = self.model._meta.get_field("state") if self.move else None
        first = [Shown("id", int, _("Number"), lambda record: record.pk)]
        if state is not None:
            first.append(Shown("state", str, state.verbose_name, lambda record: record.state))
            first.append(label_of("state", state))
            first.append(Shown("moves", list[str], _("Moves that are open"), _moves))
        details = [shown for entry in self.fields for shown in entry.shown]
        last = [
            Shown("synthetic", bool, _("Synthetic"), lambda record: record.synthetic),
            Shown("created_at", dt.datetime, _("Created"), lambda record: record.created_at),
        ]
        return [*first, *details, *self.more, *last]

    @property
    def states(self) -> list[str]:
        """The codes of its states; none for a kind without."""
        column: Any = self.model._meta.get_field("state") if self.move else None
        return [code for code, _label in column.flatchoices] if column is not None else []

    def rows_for(self, user: User) -> QuerySet[Any]:
        """Return the records that a user may see, with all that they name.

        Errors: `RightMissing`.
        """
        many = [entry.name for entry in self.fields if entry.wire.endswith("_ids")]
        return self.readable.rows_for(user).prefetch_related(*many)


class FundingAnswer(Answer):
    """One part of a project's money."""

    id: int
    source: str
    source_label: str
    payer_id: int | None
    payer_name: str | None
    amount: Money
    purpose: str


def _moves(record: Any) -> list[str]:
    return sorted(str(state) for state in record.MOVES[record.state])


def _total(project: Project) -> dict[str, Any] | None:
    total = project.total_funding
    return None if total is None else {"fen": total.fen}


def _fundings(project: Project) -> list[dict[str, Any]]:
    return [
        {
            "id": part.pk,
            "source": part.source,
            "source_label": str(part.get_source_display()),
            "payer_id": part.payer_id,
            "payer_name": part.payer and part.payer.name,
            "amount": {"fen": part.amount.fen},
            "purpose": part.purpose,
        }
        for part in project.fundings.all()
    ]


def _cooperation(
    model: type[models.Model],
    details: type[Any],
    *,
    filters: tuple[str, ...] = (),
    more: tuple[Shown, ...] = (),
) -> Kind:
    return Kind(
        model=model,
        details=details,
        read_scope=ApiScope.PARTNERS_READ,
        write_scope=ApiScope.PARTNERS_WRITE,
        filters=("state", "county", "statement", "reference", "partners", *filters),
        add=partners.add,
        change=partners.change,
        move=partners.move,
        more=more,
    )


_SIGNED: tuple[str, type, str | Promise] = ("is_signed", bool, _("Signed and standing"))
KINDS = (
    Kind(
        model=Organisation,
        details=organisations.OrganisationDetails,
        read_scope=ApiScope.ORGANISATIONS_READ,
        write_scope=ApiScope.ORGANISATIONS_WRITE,
        filters=("kind", "county", "parent", "credit_code", "ministry_code"),
        add=organisations.add_organisation,
        change=lambda *, actor, record, details: organisations.change_organisation(
            actor=actor, organisation=record, details=details
        ),
    ),
    _cooperation(
        Agreement,
        AgreementDetails,
        more=(Shown(*_SIGNED, lambda agreement: agreement.is_signed),),
    ),
    _cooperation(
        Base,
        BaseDetails,
        filters=("kind", "agreement"),
        more=(Shown(*_SIGNED, lambda base: base.is_signed),),
    ),
    _cooperation(
        Project,
        ProjectDetails,
        filters=("kind", "theme", "level", "agreement"),
        more=(
            Shown("total_funding", Money | None, _("Money in all"), _total),
            Shown("fundings", list[FundingAnswer], _("Money by source"), _fundings),
        ),
    ),
    _cooperation(Visit, VisitDetails, filters=("base",)),
    _cooperation(Platform, PlatformDetails, filters=("kind", "level", "synthetic")),
)
