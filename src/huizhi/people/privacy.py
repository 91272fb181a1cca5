"""What touches a person's privacy: the ID number, publication, lists taken out of the system.

Every use is written to the audit log, with the reason where one is asked for.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.people.errors import PersonRefused, ReasonMissing
from huizhi.people.id_numbers import open_id_number, read_id_number
from huizhi.people.models import Person
from huizhi.people.services import put_id_number, refuse_taken_numbers, require_within
from huizhi.rules.subjects import SubjectKind

SHORTEST_REASON = 4


def set_id_number(*, actor: User, person: Person, id_number: str, reason: str) -> None:
    """Give somebody their ID number, or correct it; a correction needs a reason.

    Errors: `IdNumberRefused`, `IdNumberTaken`, `ReasonMissing`, `OutOfScope`.
    """
    require(actor, Right.PEOPLE_EDIT)
    require_within(actor, person)
    number = read_id_number(id_number)
    if person.id_number_index == number.index:
        return
    if person.id_number_index is not None:
        _require_reason(reason)
    refuse_taken_numbers(actor, [number])
    with transaction.atomic():
        # The log before the person, as when facts are stated: else the two could block each other.
        audit.append(
            actor=actor,
            action="people.set_id_number",
            subject_kind=SubjectKind.PERSON,
            subject_id=person.pk,
            detail={"reason": reason, "masked": number.masked},
        )
        put_id_number(person, number)
        person.save(update_fields=["id_number_cipher", "id_number_index", "id_number_masked"])


def reveal_id_number(*, actor: User, person: Person, reason: str) -> str:
    """Return the whole ID number, and log who asked for it and why.

    Errors: `RightMissing`, `OutOfScope`, `ReasonMissing`, `PersonRefused` where there is none.
    """
    require(actor, Right.PEOPLE_REVEAL_ID)
    require_within(actor, person)
    _require_reason(reason)
    if person.id_number_cipher is None:
        raise PersonRefused(_("No ID number is known for this person."))
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="people.reveal_id_number",
            subject_kind=SubjectKind.PERSON,
            subject_id=person.pk,
            detail={"reason": reason.strip()},
        )
    return open_id_number(bytes(person.id_number_cipher))


def set_publication(*, actor: User, person: Person, not_for_publication: bool, reason: str) -> None:
    """Keep a person out of every public page, or allow them there again. Errors as `reveal…`."""
    require(actor, Right.PEOPLE_EDIT)
    require_within(actor, person)
    _require_reason(reason)
    if person.not_for_publication == not_for_publication:
        return
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="people.set_publication",
            subject_kind=SubjectKind.PERSON,
            subject_id=person.pk,
            detail={"not_for_publication": not_for_publication, "reason": reason.strip()},
        )
        person.not_for_publication = not_for_publication
        person.save(update_fields=["not_for_publication"])


def log_export(*, actor: User, rows: int) -> None:
    """Log that somebody took a list of people out of the system."""
    require(actor, Right.PEOPLE_VIEW)
    with transaction.atomic():
        audit.append(
            actor=actor,
            action="people.export",
            subject_kind="people_list",
            subject_id=actor.pk,
            detail={"rows": rows},
        )


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Write down the reason, so that it can be understood later."))
