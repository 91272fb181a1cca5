"""What the records refer to: regions, facts, indicators, owners of tasks; and the token itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from huizhi.api.access import caller, token_of
from huizhi.api.failures import ANY_CALL, with_failures
from huizhi.api.records import refuse_unknown
from huizhi.api.types import Answer, Body, later, one_of
from huizhi.governance.queries import workers
from huizhi.integrations.models import ApiScope
from huizhi.kernel.models import Region
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.kernel.wording import words
from huizhi.partners.models import Indicator
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

router = Router(tags=["reference"])
KindOfSubject = one_of([str(kind.value) for kind in SubjectKind])


class RegionAnswer(Answer):
    """A region by GB/T 2260; a code that a reform withdrew is not in use."""

    code: str
    name: str
    name_en: str
    parent: str | None
    in_use: bool


class RegionList(Answer):
    """Every region."""

    items: list[RegionAnswer]


class FactValueAnswer(Answer):
    """One value of a fact that has a list of them."""

    value: str
    name_en: str


class FactAnswer(Answer):
    """A fact that may be stated about a kind of subject, or follows from what is stated."""

    kind: str
    name: str
    name_en: str
    type: str
    meaning: str
    unit: str | None
    values: list[FactValueAnswer]
    derived: bool


class FactList(Answer):
    """The facts of one kind, or of all."""

    items: list[FactAnswer]


class FactsWanted(Body):
    """Of which kind of subject."""

    kind: KindOfSubject = None  # type: ignore[valid-type]


class IndicatorAnswer(Answer):
    """What can be measured of a project or base, and how its values are sent."""

    code: str
    name: str
    name_en: str
    unit: str
    value_type: str
    decimals: int
    adds_up: str
    better: str


class IndicatorList(Answer):
    """Every indicator."""

    items: list[IndicatorAnswer]


class WorkerAnswer(Answer):
    """A user who may own tasks."""

    id: int
    name: str
    role: str
    county: str | None


class WorkerList(Answer):
    """Every user who may own tasks."""

    items: list[WorkerAnswer]


class TokenAnswer(Answer):
    """The token that was sent: for whom it acts, and what it may."""

    label: str
    user: str
    role: str
    county: str | None
    organisation_id: int | None
    scopes: list[str]
    expires_at: dt.datetime
    calls_per_minute: int


@router.get(
    "/regions",
    response=with_failures({200: RegionList}, ANY_CALL),
    operation_id="list_regions",
    summary=later(_("Regions")),
)
def list_regions(request: HttpRequest) -> dict[str, Any]:
    """Return the city, its counties and the codes that were withdrawn."""
    items = [
        {
            "code": region.code,
            "name": region.name,
            "name_en": region.name_en,
            "parent": region.parent_id,
            "in_use": region.in_use,
        }
        for region in Region.objects.all()
    ]
    return {"items": items}


@router.get(
    "/facts",
    response=with_failures({200: FactList}, ANY_CALL),
    operation_id="list_facts",
    summary=later(_("Catalogue of facts")),
)
def list_facts(request: HttpRequest, wanted: Query[FactsWanted]) -> dict[str, Any]:
    """Return the facts that the catalogue knows."""
    refuse_unknown(request, FactsWanted)
    kinds = load_catalogue().kinds
    return {
        "items": [
            _fact(each, fact)
            for each, known in kinds.items()
            if wanted.kind in {None, each.value}
            for fact in known.facts.values()
        ]
    }


@router.get(
    "/indicators",
    response=with_failures({200: IndicatorList}, ANY_CALL),
    operation_id="list_indicators",
    summary=later(_("Indicators")),
)
def list_indicators(request: HttpRequest) -> dict[str, Any]:
    """Return the indicators, whose codes name them when points are sent."""
    names = IndicatorAnswer.model_fields
    return {"items": list(Indicator.objects.values(*names))}


@router.get(
    "/workers",
    response=with_failures({200: WorkerList}, ANY_CALL),
    operation_id="list_workers",
    summary=later(_("Who may own tasks")),
)
def list_workers(request: HttpRequest) -> dict[str, Any]:
    """Return the users who may own tasks, to those who give tasks."""
    require(caller(request, ApiScope.GOVERNANCE_READ), Right.GOVERNANCE_EDIT)
    items = [
        {"id": user.pk, "name": str(user), "role": user.role, "county": user.county_id}
        for user in workers()
    ]
    return {"items": items}


@router.get(
    "/token",
    response=with_failures({200: TokenAnswer}, ANY_CALL),
    operation_id="get_token",
    summary=later(_("The token itself")),
)
def get_token(request: HttpRequest) -> dict[str, Any]:
    """Return whom the token stands for and what it may be used for."""
    token = token_of(request)
    return {
        "label": token.label,
        "user": str(token.user),
        "role": token.user.role,
        "county": token.user.county_id,
        "organisation_id": token.user.organisation_id,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
        "calls_per_minute": settings.API_CALLS_PER_MINUTE,
    }


def _fact(kind: SubjectKind, fact: Fact) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "name": fact.name,
        "name_en": fact.english,
        "type": str(fact.type),
        "meaning": words(fact.meaning),
        "unit": words(fact.unit) or None,
        "values": [{"value": one.value, "name_en": one.english} for one in fact.values],
        "derived": fact.derive is not None,
    }
