"""What changes the record of an organisation's rank, such as an institute that was raised."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import DatePrecision, Organisation, OrganisationRank, RankChange


def record_rank(
    *,
    actor: User,
    organisation: Organisation,
    change: str,
    since: dt.date,
    source: str,
    level: str = "",
    precision: str = DatePrecision.DAY,
) -> OrganisationRank:
    """Record that an organisation was raised, lowered, or has a rank.

    `level` is free text such as 正处级 and may stay empty where it is not told. Errors:
    `RightMissing`, `OutOfScope`, `OrganisationRefused` for a rank on record that names none, or
    one that is recorded already.
    """
    _require(actor, organisation)
    level = level.strip()
    if change == RankChange.STATED and not level:
        raise OrganisationRefused(_("Say which rank it has, such as 正处级."))
    if organisation.ranks.filter(change=change, since=since, level=level).exists():
        raise OrganisationRefused(_("This rank is on record already."))
    with transaction.atomic():
        made = OrganisationRank.objects.create(
            organisation=organisation,
            change=change,
            level=level,
            since=since,
            precision=precision,
            source=source,
        )
        _log(actor, "organisations.record_rank", made)
    return made


def remove_rank(*, actor: User, rank: OrganisationRank) -> None:
    """Take back a record of rank that was entered by mistake."""
    _require(actor, rank.organisation)
    with transaction.atomic():
        _log(actor, "organisations.remove_rank", rank)
        rank.delete()


def _require(actor: User, organisation: Organisation) -> None:
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=organisation.county_id, organisation_id=organisation.pk)


def _log(actor: User, action: str, rank: OrganisationRank) -> None:
    audit.append(
        actor=actor,
        action=action,
        subject_kind="organisation",
        subject_id=rank.organisation_id,
        detail={"change": rank.change, "level": rank.level, "since": rank.since_text},
    )
