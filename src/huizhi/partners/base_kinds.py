"""What changes the kinds of bases: the same for the whole city, with codes that are for good."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import BaseKind

_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")


def add_kind(
    *, actor: User, code: str, name: str, name_en: str, order: int | None = None
) -> BaseKind:
    """Add a kind after the last one, or at a place. Errors: `RightMissing`, `RecordRefused`."""
    require(actor, Right.PARTNERS_KINDS)
    if not _CODE.fullmatch(code):
        raise RecordRefused(
            _("“{code}” is no code: use small letters, digits and _, at most 30.").format(code=code)
        )
    if BaseKind.objects.filter(pk=code).exists():
        raise RecordRefused(_("The code {code} is taken.").format(code=code))
    _check_names(name, name_en, but=code)
    if order is None:
        order = (BaseKind.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    with transaction.atomic():
        kind = BaseKind.objects.create(code=code, name=name, name_en=name_en, order=order)
        _log(actor, "add", kind)
    return kind


def change_kind(
    *, actor: User, kind: BaseKind, name: str, name_en: str, order: int, in_use: bool
) -> BaseKind:
    """Rename a kind, move it in the list, take it out of use or back; its code stays.

    Bases keep a kind that is out of use; it is not offered for others. Errors: as for `add_kind`.
    """
    require(actor, Right.PARTNERS_KINDS)
    _check_names(name, name_en, but=kind.pk)
    new = {"name": name, "name_en": name_en, "order": order, "in_use": in_use}
    with transaction.atomic():
        stored = BaseKind.objects.select_for_update().get(pk=kind.pk)
        changed = {key: value for key, value in new.items() if getattr(stored, key) != value}
        if changed:
            for key, value in changed.items():
                setattr(stored, key, value)
            stored.save()
            _log(actor, "change", stored, **changed)
    return stored


def _check_names(name: str, name_en: str, *, but: str) -> None:
    if not name.strip() or not name_en.strip():
        raise RecordRefused(_("A kind needs a name in Chinese and one in English."))
    if BaseKind.objects.filter(name=name).exclude(pk=but).exists():
        raise RecordRefused(_("There is a kind “{name}” already.").format(name=name))


def _log(actor: User, verb: str, kind: BaseKind, **changed: object) -> None:
    audit.append(
        actor=actor,
        action=f"partners.{verb}_base_kind",
        subject_kind="base_kind",
        subject_id=kind.pk,
        detail={"name": kind.name, **changed},
    )
