"""Seeds what hangs on a demo city's records: moves, parties, obligations, advice, what followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huizhi.kernel.models import User
from huizhi.organisations.models import Organisation
from huizhi.partners import advice, follow_ups, obligations, parts, services
from huizhi.partners.models import Agreement, Base, CooperationRecord, Project
from huizhi.partners.part_details import (
    AdviceDetails,
    AnnualCheckDetails,
    ContactDetails,
    ObligationDetails,
    PartyDetails,
    PlatformResultDetails,
)

Entry = dict[str, Any]
Organisations = Mapping[str, Organisation]

_RESULTS: dict[str, type[CooperationRecord]] = {
    "agreement": Agreement,
    "base": Base,
    "project": Project,
}


def seed_parts(*, actor: User, record: Any, entry: Entry, organisations: Organisations) -> None:
    """Seed the parts of a new record, by the names of `PARTS`, in that order."""
    for name, seed in PARTS.items():
        for one in entry.get(name, ()):
            seed(actor, record, dict(one), organisations)


def _move(actor: User, record: Any, one: Entry, _organisations: Organisations) -> None:
    services.move(actor=actor, record=record, to=one["to"], on=one["day"], reason=one["evidence"])


def _party(actor: User, record: Any, one: Entry, organisations: Organisations) -> None:
    details = PartyDetails(organisation=organisations[one["organisation"]], role=one["role"])
    parts.add_part(actor=actor, owner=record, details=details)


def _contact(actor: User, record: Any, one: Entry, organisations: Organisations) -> None:
    details = ContactDetails(organisation=organisations[one["organisation"]], office=one["office"])
    parts.add_part(actor=actor, owner=record, details=details)


def _obligation(actor: User, record: Any, one: Entry, organisations: Organisations) -> None:
    party = record.parties.get(organisation=organisations[one["party"]])
    details = ObligationDetails(
        party=party,
        text=one["text"],
        due_on=one.get("due_on"),
        synthetic=one.get("synthetic", False),
    )
    made = parts.add_part(actor=actor, owner=record, details=details)
    if "settled" in one:
        settled = one["settled"]
        obligations.settle(
            actor=actor,
            obligation=made,
            to=settled["to"],
            on=settled["day"],
            evidence=settled["evidence"],
        )


def _advice(actor: User, record: Any, one: Entry, _organisations: Organisations) -> None:
    answers = one.pop("answers", ())
    details = AdviceDetails(**one, synthetic=True)
    made = parts.add_part(actor=actor, owner=record, details=details)
    for given in answers:
        advice.answer(actor=actor, advice=made, to=given["to"], on=given["day"], note=given["note"])


def _result(actor: User, record: Any, one: Entry, _organisations: Organisations) -> None:
    details = PlatformResultDetails(**one, synthetic=True)
    parts.add_part(actor=actor, owner=record, details=details)


def _check(actor: User, record: Any, one: Entry, _organisations: Organisations) -> None:
    details = AnnualCheckDetails(**one, synthetic=True)
    parts.add_part(actor=actor, owner=record, details=details)


def _followed(actor: User, record: Any, one: Entry, _organisations: Organisations) -> None:
    result = _RESULTS[one["kind"]]._default_manager.get(reference=one["reference"])
    follow_ups.link(actor=actor, origin=record, result=result, note=one["note"], synthetic=True)


PARTS: dict[str, Callable[[User, Any, Entry, Organisations], None]] = {
    "moves": _move,
    "parties": _party,
    "contacts": _contact,
    "obligations": _obligation,
    "advice": _advice,
    "platform_results": _result,
    "checks": _check,
    "followed": _followed,
}
