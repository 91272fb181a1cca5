"""What changes bodies and their seats."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.governance.details import BodyDetails, SeatDetails
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.models import Body, Rank, Seat
from huizhi.governance.services.writing import columns, log, replace, require_text
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.organisations.models import OrganisationKind


def add_body(*, actor: User, details: BodyDetails) -> Body:
    """Make an organisation known as a body that leads or decides.

    Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`.
    """
    require(actor, Right.GOVERNANCE_EDIT)
    organisation = details.organisation
    require_in_scope(actor, county=organisation.county_id)
    if organisation.kind != OrganisationKind.COMMITTEE:
        raise GovernanceRefused(
            _(
                "“{name}” is not entered as a committee or leading group. Change the kind of the "
                "organisation first, or choose another one."
            ).format(name=organisation)
        )
    if Body.objects.filter(organisation=organisation).exists():
        raise GovernanceRefused(_("“{name}” is a body already.").format(name=organisation))
    with transaction.atomic():
        body = Body.objects.create(created_at=clock.now(), **columns(details))
        log(actor, "add", body, {"name": organisation.name, "kind": body.kind})
    return body


def change_body(*, actor: User, body: Body, details: BodyDetails) -> Body:
    """Replace what is entered about a body, except its organisation.

    Errors: `RightMissing`, `OutOfScope`.
    """
    _require(actor, body)
    with transaction.atomic():
        stored = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        values = {**columns(details), "organisation": stored.organisation}
        changed = replace(stored, values)
        if changed:
            stored.save()
            log(actor, "change", stored, {"changed": changed})
    return stored


def add_seat(*, actor: User, body: Body, details: SeatDetails) -> Seat:
    """Add a seat to a body. Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`."""
    _require(actor, body)
    with transaction.atomic():
        _check_seat(body, details, None)
        seat = Seat.objects.create(body=body, **columns(details))
        log(actor, "add_seat", body, _seat_detail(seat))
    return seat


def change_seat(*, actor: User, seat: Seat, details: SeatDetails) -> Seat:
    """Change a seat, such as who holds it. Errors: as for `add_seat`."""
    _require(actor, seat.body)
    with transaction.atomic():
        stored = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        _check_seat(stored.body, details, stored)
        before = stored.held_by
        if replace(stored, columns(details)):
            stored.save()
            log(actor, "change_seat", stored.body, {**_seat_detail(stored), "held_before": before})
    return stored


def remove_seat(*, actor: User, seat: Seat) -> None:
    """Take a seat away. What it was stays on the log."""
    _require(actor, seat.body)
    with transaction.atomic():
        log(actor, "remove_seat", seat.body, _seat_detail(seat))
        seat.delete()


def _require(actor: User, body: Body) -> None:
    require(actor, Right.GOVERNANCE_EDIT)
    require_in_scope(actor, county=body.organisation.county_id)


def _check_seat(body: Body, details: SeatDetails, seat: Seat | None) -> None:
    require_text(details.post, _("A seat needs its post, such as “head of the department”."))
    if details.holder and details.organisation:
        raise GovernanceRefused(_("A user or an organisation holds a seat, not both."))
    if details.holder and not details.holder.is_active:
        raise GovernanceRefused(
            _("{user} may no longer sign in and cannot hold a seat.").format(user=details.holder)
        )
    others = body.seats.exclude(pk=seat.pk) if seat else body.seats.all()
    if details.rank == Rank.CHAIR and others.filter(rank=Rank.CHAIR).exists():
        raise GovernanceRefused(
            _("“{name}” has a chair already. Change that seat instead.").format(name=body)
        )


def _seat_detail(seat: Seat) -> dict[str, object]:
    return {
        "seat": seat.pk,
        "rank": seat.rank,
        "post": seat.post,
        "holder": seat.holder_id,
        "organisation": seat.organisation_id,
    }
