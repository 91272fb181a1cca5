"""What changes the table of industry clusters. It is the city's: a county does not change it."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.models import IndustryCluster

CODE = re.compile(r"[a-z][a-z0-9-]*")


def add_cluster(*, actor: User, code: str, name: str, name_en: str, source: str) -> IndustryCluster:
    """Add a cluster.

    Errors: `RightMissing`, `OutOfScope`, `OrganisationRefused` for a code that is no Latin word,
    an empty name, or a code or name that is taken.
    """
    _require(actor)
    if not CODE.fullmatch(code):
        raise OrganisationRefused(
            _(
                "The code of a cluster is a word of small letters, digits and hyphens, such as"
                " new-energy; “{code}” is not."
            ).format(code=code)
        )
    _check_names(name, name_en)
    if IndustryCluster.objects.filter(code=code).exists():
        raise OrganisationRefused(_("There is a cluster “{code}” already.").format(code=code))
    with transaction.atomic():
        made = IndustryCluster.objects.create(
            code=code, name=name.strip(), name_en=name_en.strip(), source=source.strip()
        )
        _log(actor, "organisations.add_cluster", made, {"name": made.name})
    return made


def rename_cluster(
    *, actor: User, cluster: IndustryCluster, name: str, name_en: str, source: str
) -> IndustryCluster:
    """Give a cluster other names or another source; its code stays. Errors: as for adding."""
    _require(actor)
    stored = IndustryCluster.objects.get(pk=cluster.pk)
    _check_names(name, name_en, except_id=stored.pk)
    new = {"name": name.strip(), "name_en": name_en.strip(), "source": source.strip()}
    before = {field: getattr(stored, field) for field in new}
    if new == before:
        return stored
    with transaction.atomic():
        for field, value in new.items():
            setattr(stored, field, value)
        stored.save()
        _log(actor, "organisations.rename_cluster", stored, {"from": before, "to": new})
    return stored


def set_cluster_in_use(*, actor: User, cluster: IndustryCluster, in_use: bool) -> IndustryCluster:
    """Give a cluster up, or take it up again. What belongs to it keeps it."""
    _require(actor)
    stored = IndustryCluster.objects.get(pk=cluster.pk)
    if stored.in_use != in_use:
        with transaction.atomic():
            stored.in_use = in_use
            stored.save()
            verb = "restore_cluster" if in_use else "retire_cluster"
            _log(actor, f"organisations.{verb}", stored, {"name": stored.name})
    return stored


def _require(actor: User) -> None:
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=None)


def _check_names(name: str, name_en: str, except_id: int | None = None) -> None:
    if not name.strip() or not name_en.strip():
        raise OrganisationRefused(_("A cluster needs a Chinese and an English name."))
    if IndustryCluster.objects.filter(name=name.strip()).exclude(pk=except_id or 0).exists():
        raise OrganisationRefused(_("There is a cluster “{code}” already.").format(code=name))


def _log(actor: User, action: str, cluster: IndustryCluster, detail: dict[str, object]) -> None:
    audit.append(
        actor=actor,
        action=action,
        subject_kind="industry_cluster",
        subject_id=cluster.pk,
        detail={"code": cluster.code, **detail},
    )
