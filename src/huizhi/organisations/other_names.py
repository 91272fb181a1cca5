"""What changes the names by which an organisation is known besides its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.indexing import index_organisation
from huizhi.organisations.models import NameKind, Organisation, OrganisationName
from huizhi.organisations.names import name_key


def add_name(
    *,
    actor: User,
    organisation: Organisation,
    kind: str,
    name: str,
    source: str,
    until: dt.date | None = None,
) -> OrganisationName:
    """Add an alias, a former name or a further short name.

    Errors: `RightMissing`, `OutOfScope`, `OrganisationRefused` for a name that is empty or that it
    has already, and for a last day of a name that is no former one.
    """
    _require(actor, organisation)
    if not name_key(name):
        raise OrganisationRefused(_("An organisation needs a name."))
    if until is not None and kind != NameKind.FORMER:
        raise OrganisationRefused(_("Only a former name has a day until which it held."))
    own = {name_key(organisation.name), name_key(organisation.short_name)}
    key = name_key(name)
    if key in own or organisation.names.filter(name_key=key).exists():
        raise OrganisationRefused(
            _("“{name}” is a name of this organisation already.").format(name=name)
        )
    with transaction.atomic():
        made = OrganisationName.objects.create(
            organisation=organisation, kind=kind, name=name.strip(), until=until, source=source
        )
        _log(actor, "organisations.add_name", made)
        index_organisation(organisation)
    return made


def remove_name(*, actor: User, name: OrganisationName) -> None:
    """Take back a name that was entered by mistake."""
    organisation = name.organisation
    _require(actor, organisation)
    with transaction.atomic():
        _log(actor, "organisations.remove_name", name)
        name.delete()
        index_organisation(organisation)


def keep_former(*, organisation: Organisation, name: str, until: dt.date | None) -> None:
    """Keep the name that an organisation had before it was renamed; the caller logs the change.

    One that it had before that too is kept with the later day. The name that it takes up again is
    no former one any more.
    """
    organisation.names.filter(name_key=name_key(organisation.name)).delete()
    OrganisationName.objects.update_or_create(
        organisation=organisation,
        name_key=name_key(name),
        defaults={
            "kind": NameKind.FORMER,
            "name": name,
            "until": until,
            "source": organisation.source,
        },
    )


def _require(actor: User, organisation: Organisation) -> None:
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=organisation.county_id, organisation_id=organisation.pk)


def _log(actor: User, action: str, name: OrganisationName) -> None:
    detail: dict[str, Any] = {"kind": name.kind, "name": name.name}
    if name.until:
        detail["until"] = name.until.isoformat()
    audit.append(
        actor=actor,
        action=action,
        subject_kind="organisation",
        subject_id=name.organisation_id,
        detail=detail,
    )
