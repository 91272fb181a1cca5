"""What followed from a visit or an event: linking it to an agreement, a base or a project."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.partners import queries
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    FollowUp,
    Project,
    Visit,
)

ORIGINS = (Visit, Event)
RESULTS = (Agreement, Base, Project)


def link(
    *,
    actor: User,
    origin: CooperationRecord,
    result: CooperationRecord,
    note: str = "",
    synthetic: bool = False,
) -> FollowUp:
    """Say that a record followed from a visit or event; return the link.

    The visit or event must be the user's to change, the record the user's to see. Errors:
    `RightMissing`, `OutOfScope`, `RecordRefused`.
    """
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=origin.county_id)
    if not isinstance(origin, ORIGINS) or not isinstance(result, RESULTS):
        raise RecordRefused(
            _("From a visit or an event can follow an agreement, a base or a project.")
        )
    require_in_scope(actor, county=result.county_id)
    ends = {
        "origin_kind": origin.record_kind,
        "origin_id": origin.pk,
        "result_kind": result.record_kind,
        "result_id": result.pk,
    }
    if FollowUp.objects.filter(**ends).exists():
        raise RecordRefused(_("“{name}” is linked already.").format(name=result.name))
    with transaction.atomic():
        made = FollowUp.objects.create(**ends, note=note, synthetic=synthetic)
        _log(actor, "link", made, note=note)
    return made


def unlink(*, actor: User, link: FollowUp) -> None:
    """Take back a link that was made by mistake. Errors: `RightMissing`, `OutOfScope`."""
    require(actor, Right.PARTNERS_EDIT)
    origin = queries.record_of(actor, link.origin_kind, link.origin_id)
    require_in_scope(actor, county=origin.county_id if origin else None)
    with transaction.atomic():
        _log(actor, "unlink", link)
        link.delete()


def _log(actor: User, verb: str, link: FollowUp, **more: str) -> None:
    audit.append(
        actor=actor,
        action=f"partners.{verb}",
        subject_kind=link.origin_kind,
        subject_id=link.origin_id,
        detail={"result": link.result_kind, "number": link.result_id, **more},
    )
