"""The money of projects: adding a part, taking one back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from huizhi.api.access import caller
from huizhi.api.failures import ONE_RECORD, WRITING, with_failures
from huizhi.api.fields import choose
from huizhi.api.kinds import Kind
from huizhi.api.records import CREATED, answer_again, find, typed
from huizhi.api.repeating import Key, once
from huizhi.api.shapes import Shapes
from huizhi.api.types import Body, Id, PathId, PositiveMoney, later, one_of, text
from huizhi.integrations.models import ApiScope
from huizhi.organisations.models import Organisation
from huizhi.partners import services
from huizhi.partners.models import FundingSource
from huizhi.rules.money import Money

LONGEST_PURPOSE = 200
Source = one_of([str(code) for code in FundingSource.values])
Purpose = text(LONGEST_PURPOSE)


class NewFunding(Body):
    """A part of a project's money: where it comes from, who pays it, how much, what for."""

    source: Source  # type: ignore[valid-type]
    payer_id: Id | None = None
    amount: PositiveMoney
    purpose: Purpose = ""  # type: ignore[valid-type]


def add_funding_routes(router: Router, kind: Kind, shapes: Shapes) -> None:
    """Add the operations to the router of projects; each answers with the project."""

    def add_funding(
        request: HttpRequest,
        response: HttpResponse,
        pk: PathId,
        payload: NewFunding,
        key: str | None = None,
    ) -> Status[Any]:
        user = caller(request, ApiScope.PARTNERS_WRITE)

        def work() -> dict[str, Any]:
            project = find(kind, user, pk)
            payer = payload.payer_id and choose(Organisation, [payload.payer_id], user, "payer_id")
            services.add_funding(
                actor=user,
                project=project,
                source=payload.source,
                amount=Money(payload.amount.fen),
                payer=payer[0] if payer else None,
                purpose=payload.purpose,
            )
            return answer_again(kind, project)

        return Status(CREATED, once(request, response, key, work))

    def remove_funding(request: HttpRequest, pk: PathId, funding: PathId) -> dict[str, Any]:
        user = caller(request, ApiScope.PARTNERS_WRITE)
        project = find(kind, user, pk)
        part = project.fundings.select_related("project").filter(pk=funding).first()
        if part is None:
            raise Http404
        services.remove_funding(actor=user, funding=part)
        return answer_again(kind, project)

    router.post(
        "/{int:pk}/fundings",
        response=with_failures({CREATED: shapes.record}, WRITING),
        operation_id="add_funding",
        summary=later(_("Add money")),
    )(typed(add_funding, key=Key))
    router.delete(
        "/{int:pk}/fundings/{int:funding}",
        response=with_failures({200: shapes.record}, ONE_RECORD),
        operation_id="remove_funding",
        summary=later(_("Take money back")),
    )(remove_funding)
