"""What changes organisations: adding, changing, and stating facts about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock, facts
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.codes import is_exact_credit_code, read_credit_code, read_ministry_code
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.fact_stating import known, stated_facts
from huizhi.organisations.indexing import index_organisation
from huizhi.organisations.models import IndustryCluster, Organisation, OrganisationKind
from huizhi.organisations.names import name_key
from huizhi.organisations.other_names import keep_former
from huizhi.rules.subjects import SubjectKind

FACT_COLUMNS = {
    "名称": "name",
    "信用代码": "credit_code",
    "性质": "nature",
    "县区": "county",
    "双一流建设高校": "double_first_class",
}


@dataclass(frozen=True)
class OrganisationDetails:
    """What is entered about an organisation; the fields are those of `Organisation`.

    `code_reason` says why a credit code that fails its check character is accepted; it is kept in
    the audit log only.
    """

    kind: str
    name: str
    short_name: str = ""
    name_en: str = ""
    credit_code: str = ""
    ministry_code: str = ""
    nature: str = ""
    county: Region | None = None
    parent: Organisation | None = None
    park: Organisation | None = None
    attracted_on: dt.date | None = None
    clusters: tuple[IndustryCluster, ...] = ()
    seat: str = ""
    authority: str = ""
    teaching_level: str = ""
    double_first_class: bool | None = None
    source: str = ""
    synthetic: bool = False
    code_reason: str = ""


COLUMNS = tuple(
    f.name for f in fields(OrganisationDetails) if f.name not in {"code_reason", "clusters"}
)


def add_organisation(*, actor: User, details: OrganisationDetails) -> Organisation:
    """Add an organisation and state its facts.

    Errors: `RightMissing`, `OutOfScope`, `CodeRefused`, `OrganisationRefused`.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=_county_code(details.county))
    details = _checked(details)
    with transaction.atomic():
        organisation = Organisation(created_at=clock.now(), **_columns(details))
        organisation.save()
        organisation.clusters.set(details.clusters)
        _log(actor, "organisations.add", organisation, details, sorted(_said(details)))
        state_columns(actor, organisation)
        index_organisation(organisation)
    return organisation


def change_organisation(
    *,
    actor: User,
    organisation: Organisation,
    details: OrganisationDetails,
    since: dt.date | None = None,
    renamed: bool = False,
) -> Organisation:
    """Replace what is entered about an organisation; state the facts that changed.

    `since` is the day from which the new details hold; without it they correct the old ones.
    `renamed` says that the name before was right in its time: it is kept as a former one. Errors:
    as for `add_organisation`; the county that it leaves must be the user's too.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    stored = Organisation.objects.get(pk=organisation.pk)
    require_in_scope(actor, county=stored.county_id, organisation_id=stored.pk)
    require_in_scope(actor, county=_county_code(details.county), organisation_id=stored.pk)
    details = _checked(details)
    if details.parent is not None and is_below(details.parent, stored):
        raise OrganisationRefused(_("An organisation cannot belong to itself."))
    new = _columns(details)
    changed = [name for name in COLUMNS if getattr(stored, name) != new[name]]
    if set(stored.clusters.all()) != set(details.clusters):
        changed.append("clusters")
    if not changed:
        return stored
    _check_kind(stored, details)
    name_before = stored.name
    with transaction.atomic():
        for name, value in new.items():
            setattr(stored, name, value)
        stored.save()
        stored.clusters.set(details.clusters)
        if renamed and name_key(name_before) != stored.name_key:
            keep_former(organisation=stored, name=name_before, until=since)
        _log(actor, "organisations.change", stored, details, changed)
        state_columns(actor, stored, since)
        index_organisation(stored)
    return stored


def state_facts(
    *,
    actor: User,
    organisation: Organisation,
    values: Mapping[str, Any],
    source: str,
    valid_from: dt.date | None = None,
) -> int:
    """State further facts of the catalogue, such as 注册资本; return how many were new.

    A value of None is known to be absent.
    Facts that the columns carry are changed with `change_organisation`, except that whether a
    university is 双一流 may be stated for an earlier time. Errors: `OrganisationRefused`.
    """
    require(actor, Right.ORGANISATIONS_EDIT)
    require_in_scope(actor, county=organisation.county_id, organisation_id=organisation.pk)
    for name in values:
        if name in FACT_COLUMNS and name != "双一流建设高校":
            raise OrganisationRefused(
                _("“{name}” is part of the organisation's details; change it there.").format(
                    name=name
                )
            )
    stated = stated_facts(
        kind=SubjectKind.ORGANISATION,
        subject_id=organisation.pk,
        values=values,
        source=source,
        valid_from=valid_from,
    )
    with transaction.atomic():
        return facts.record(actor=actor, stated=stated, action="organisations.facts")


def check_details(details: OrganisationDetails) -> None:
    """Refuse what adding or changing would refuse. Errors: `CodeRefused`, `OrganisationRefused`."""
    _checked(details)


def _checked(details: OrganisationDetails) -> OrganisationDetails:
    """Return the details with clean codes and names, or refuse them."""
    if not details.name.strip():
        raise OrganisationRefused(_("An organisation needs a name."))
    if details.kind == OrganisationKind.COLLEGE and details.parent is None:
        raise OrganisationRefused(_("A college needs the university that it belongs to."))
    if details.park is not None and details.park.kind != OrganisationKind.PARK:
        raise OrganisationRefused(
            _("“{name}” is not an industrial park.").format(name=details.park.name)
        )
    if details.attracted_on is not None and details.park is None:
        raise OrganisationRefused(_("Say into which park the firm came on that day."))
    credit_code = details.credit_code and read_credit_code(
        details.credit_code, override_reason=details.code_reason
    )
    ministry_code = details.ministry_code and read_ministry_code(details.ministry_code)
    return replace(
        details, name=details.name.strip(), credit_code=credit_code, ministry_code=ministry_code
    )


def _check_kind(stored: Organisation, details: OrganisationDetails) -> None:
    """Refuse to make something else of a park in which there are firms."""
    if details.kind != OrganisationKind.PARK and stored.firms.exists():
        raise OrganisationRefused(
            _("There are firms in this park: {count}. Take them out of it first.").format(
                count=stored.firms.count()
            )
        )


def _columns(details: OrganisationDetails) -> dict[str, Any]:
    return {name: getattr(details, name) for name in COLUMNS}


def _said(details: OrganisationDetails) -> set[str]:
    empty = ("", None, ())
    return {name for name in (*COLUMNS, "clusters") if getattr(details, name) not in empty}


def _county_code(county: Region | None) -> str | None:
    return county.code if county else None


def is_below(candidate: Organisation, above: Organisation) -> bool:
    """Say whether an organisation is another one or belongs to it, over any number of steps."""
    step: Organisation | None = candidate
    while step is not None:
        if step.pk == above.pk:
            return True
        step = step.parent
    return False


def _log(
    actor: User,
    action: str,
    organisation: Organisation,
    details: OrganisationDetails,
    changed: list[str],
) -> None:
    detail: dict[str, Any] = {"name": organisation.name, "changed": changed}
    code = organisation.credit_code
    if code and "credit_code" in changed and not is_exact_credit_code(code):
        detail["accepted_code"] = {"code": code, "reason": details.code_reason}
    audit.append(
        actor=actor,
        action=action,
        subject_kind="organisation",
        subject_id=organisation.pk,
        detail=detail,
    )


def state_columns(actor: User, organisation: Organisation, since: dt.date | None = None) -> None:
    """State what the columns of an organisation say as facts, from a day on."""
    columns = {fact: getattr(organisation, column) for fact, column in FACT_COLUMNS.items()}
    stated = stated_facts(
        kind=SubjectKind.ORGANISATION,
        subject_id=organisation.pk,
        values=known(columns),
        source=organisation.source,
        valid_from=since,
    )
    facts.record(actor=actor, stated=stated, action="organisations.facts")
