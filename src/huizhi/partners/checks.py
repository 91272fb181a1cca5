"""What the details of a record must not say; the services ask before they write."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel import clock
from huizhi.partners.details import AgreementDetails, BaseDetails, RecordDetails, VisitDetails
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Agreement, BaseKind, CooperationRecord, Step
from huizhi.partners.states import SIGNED_AGREEMENTS

# China and a little around it: who mixes up latitude and longitude falls outside.
SOUTH, NORTH = 3, 54
WEST, EAST = 73, 136
LONGEST_VILLAGE = 60


def check_agreement(details: RecordDetails, stored: Agreement | None) -> None:
    """Refuse a number that is taken, a term that runs backwards, parties or renewals that clash."""
    if not isinstance(details, AgreementDetails):
        return
    others = Agreement.objects.exclude(pk=stored.pk) if stored else Agreement.objects.all()
    if details.number and others.filter(number=details.number).exists():
        raise RecordRefused(
            _("Another agreement has the number {number}.").format(number=details.number)
        )
    if details.in_force_from and details.ends_on and details.ends_on < details.in_force_from:
        raise RecordRefused(
            _("The end ({end}) lies before the start ({start}).").format(
                start=details.in_force_from, end=details.ends_on
            )
        )
    if stored is not None:
        _check_renewal(details, stored)
        _check_parties(details, stored)


def _check_renewal(details: AgreementDetails, stored: Agreement) -> None:
    later = details.renewed_by.pk if details.renewed_by else None
    while later is not None:
        if later == stored.pk:
            raise RecordRefused(_("An agreement cannot be renewed by itself or by one it renews."))
        later = Agreement.objects.values_list("renewed_by", flat=True).get(pk=later)


def _check_parties(details: AgreementDetails, stored: Agreement) -> None:
    named = {organisation.pk for organisation in details.partners}
    if details.host is not None:
        named.add(details.host.pk)
    left = [party for party in _parties(stored) if party.organisation_id not in named]
    if left:
        names = "、".join(party.organisation.name for party in left)
        raise RecordRefused(
            _("{names} is a party with a role. Take the role back first.").format(names=names)
        )


def _parties(stored: Agreement) -> Any:
    return stored.parties.select_related("organisation")


def check_base(details: RecordDetails, stored: CooperationRecord | None) -> None:
    """Refuse a kind that there is not or that is out of use, and a place far from China."""
    if not isinstance(details, BaseDetails):
        return
    if details.kind and details.kind != getattr(stored, "kind_id", None):
        kind = BaseKind.objects.filter(pk=details.kind).first()
        if kind is None or not kind.in_use:
            raise RecordRefused(kind_not_in_use(str(kind or details.kind)))
    place = (details.latitude, details.longitude)
    if place.count(None) == 1:
        raise RecordRefused(_("A place on the map needs both latitude and longitude."))
    latitude, longitude = place
    if latitude is None or longitude is None:
        return
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        raise RecordRefused(
            _(
                "{latitude}, {longitude} does not lie in or near China. Latitude is between "
                "{south} and {north}, longitude between {west} and {east}."
            ).format(
                latitude=latitude,
                longitude=longitude,
                south=SOUTH,
                north=NORTH,
                west=WEST,
                east=EAST,
            )
        )


def kind_not_in_use(kind: str) -> str:
    """Return what to say of a word that is no kind of base in use: those that are."""
    allowed = "、".join(str(one) for one in BaseKind.objects.filter(in_use=True))
    return _("“{kind}” is not a kind of base in use. Use one of: {allowed}.").format(
        kind=kind, allowed=allowed
    )


def check_visit(details: RecordDetails) -> None:
    """Refuse a line of villages that is no name."""
    if not isinstance(details, VisitDetails):
        return
    if any(len(line.strip()) > LONGEST_VILLAGE for line in details.villages.splitlines()):
        raise RecordRefused(
            _("A village has a line of its own, of at most {most} characters.").format(
                most=LONGEST_VILLAGE
            )
        )


def check_day(day: dt.date) -> None:
    """Refuse a day to come: what has happened lies behind us."""
    if day > clock.today():
        raise RecordRefused(
            _("{day} is still to come. Enter it once it has happened.").format(day=day)
        )


def check_step(record: CooperationRecord, to: str, on: dt.date, last: Step | None) -> None:
    """Refuse a step to come, one before the last step, and a signature with nobody."""
    check_day(on)
    if last is not None and last.happened_on is not None and on < last.happened_on:
        raise RecordRefused(
            _("{day} lies before the last step, which was on {last}.").format(
                day=on, last=last.happened_on
            )
        )
    signs = isinstance(record, Agreement) and to in SIGNED_AGREEMENTS
    if signs and not record.partners.exists():
        raise RecordRefused(
            _("An agreement is signed by two sides: enter its partners before the signature.")
        )
