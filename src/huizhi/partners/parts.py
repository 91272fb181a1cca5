"""What changes the parts of a record: parties, contacts, villages, reports, advice, members …

One door for all of them: who may change a record may change its parts, and the log keeps each
change under the record. How an obligation is settled or advice is answered has doors of its own.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, facts
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.fact_stating import stated_facts
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import (
    Advice,
    AnnualCheck,
    Contact,
    CooperationRecord,
    Document,
    Obligation,
    Part,
    Party,
    PlatformMember,
    PlatformResult,
    ProjectMember,
    Village,
    VisitReport,
)
from huizhi.partners.part_checks import check_part, check_removal
from huizhi.partners.part_details import (
    AdviceDetails,
    AnnualCheckDetails,
    ContactDetails,
    ObligationDetails,
    PartDetails,
    PartyDetails,
    PlatformMemberDetails,
    PlatformResultDetails,
    ProjectMemberDetails,
    VillageDetails,
    VisitReportDetails,
)
from huizhi.partners.villages import write_lines
from huizhi.rules.subjects import SubjectKind

PARTS: dict[type[PartDetails], type[Part]] = {
    PartyDetails: Party,
    ContactDetails: Contact,
    ObligationDetails: Obligation,
    VillageDetails: Village,
    VisitReportDetails: VisitReport,
    AdviceDetails: Advice,
    PlatformResultDetails: PlatformResult,
    AnnualCheckDetails: AnnualCheck,
    PlatformMemberDetails: PlatformMember,
    ProjectMemberDetails: ProjectMember,
}


def add_part(*, actor: User, owner: CooperationRecord, details: PartDetails) -> Any:
    """Add a part to a record; return it. The model follows from the class of the details.

    Errors: `RightMissing`, `OutOfScope`, `RecordRefused`.
    """
    _require(actor, owner)
    model = PARTS[type(details)]
    part = model(**{model.OWNER: owner}, **details.columns())
    check_part(actor, part)
    with transaction.atomic():
        _save(part)
        _log(actor, "add_part", part)
        _follow(actor, part)
    return part


def change_part(*, actor: User, part: Part, details: PartDetails) -> Any:
    """Replace what is entered about a part; return it. Errors: as for `add_part`."""
    _require(actor, part.owner)
    if PARTS[type(details)] is not type(part):
        raise TypeError(f"{type(details).__name__} is not about a {type(part).__name__}")
    stored = type(part)._default_manager.get(pk=part.pk)
    new = details.columns()
    changed = [name for name, value in new.items() if getattr(stored, name) != value]
    if not changed:
        return stored
    for name, value in new.items():
        setattr(stored, name, value)
    check_part(actor, stored)
    with transaction.atomic():
        _save(stored)
        _log(actor, "change_part", stored, changed=changed)
        _follow(actor, stored)
    return stored


def remove_part(*, actor: User, part: Part) -> None:
    """Take back a part that was entered by mistake.

    Errors: `RightMissing`, `OutOfScope`, `RecordRefused` for one on which something rests.
    """
    _require(actor, part.owner)
    check_removal(part)
    with transaction.atomic():
        _log(actor, "remove_part", part)
        part.delete()
        if isinstance(part, Village):
            write_lines(part.visit)


def _require(actor: User, owner: CooperationRecord) -> None:
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=owner.county_id)


def _save(part: Part) -> None:
    try:
        part.clean_fields()
    except ValidationError as error:
        wrong = [
            f"{part._meta.get_field(name).verbose_name}: {' '.join(texts)}"  # type: ignore[union-attr]
            for name, texts in error.message_dict.items()
        ]
        raise RecordRefused(" ".join(wrong)) from error
    try:
        with transaction.atomic():
            part.save()
    except IntegrityError as error:
        raise RecordRefused(
            _("{part} is entered already. Change the row that is there.").format(
                part=part._meta.verbose_name
            )
        ) from error


def _follow(actor: User, part: Part) -> None:
    """Do what follows from a part: lists, lines and facts stay in step with it."""
    if isinstance(part, Party) and part.organisation_id != part.agreement.host_id:
        part.agreement.partners.add(part.organisation)
    if isinstance(part, Village):
        write_lines(part.visit)
    if isinstance(part, AnnualCheck):
        _state_check(actor, part)


def _state_check(actor: User, check: AnnualCheck) -> None:
    """State the outcome of the latest check, since the day of the check where it is known."""
    if check.platform.checks.filter(year__gt=check.year).exists():
        return
    stated = stated_facts(
        kind=SubjectKind.PLATFORM,
        subject_id=check.platform_id,
        values={"年度考核": check.outcome},
        source=_("Annual check {year}").format(year=check.year),
        valid_from=check.checked_on,
    )
    facts.record(actor=actor, stated=stated, action="partners.facts")


def _log(actor: User, verb: str, part: Part, **more: Any) -> None:
    owner = part.owner
    detail = {"part": part._meta.model_name, "number": part.pk, **more}
    if not isinstance(part, Contact | PlatformMember | ProjectMember):
        detail["text"] = str(part)[:200]
    document = getattr(part, "document", None)
    if isinstance(document, Document):
        detail["document"] = document.pk
    audit.append(
        actor=actor,
        action=f"partners.{verb}",
        subject_kind=owner.record_kind,
        subject_id=owner.pk,
        detail=detail,
    )
