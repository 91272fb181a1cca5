"""Factories of cooperation records: one for each model."""

from __future__ import annotations

import datetime as dt

from huizhi.kernel.models import User
from huizhi.organisations.models import Organisation
from huizhi.partners import parts, services
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    ProjectDetails,
    VisitDetails,
)
from huizhi.partners.models import (
    Advice,
    Agreement,
    Base,
    Event,
    Obligation,
    Party,
    Platform,
    Project,
    Visit,
)
from huizhi.partners.part_details import AdviceDetails, ObligationDetails, PartyDetails


def agreement(
    actor: User, name: str = "市校合作协议", state: str = "signed", **fields: object
) -> Agreement:
    details = AgreementDetails(**{"name": name, "source": "测试", "published": True, **fields})
    return services.add(actor=actor, details=details, state=state)


def base(actor: User, name: str = "生源基地", state: str = "in_talks", **fields: object) -> Base:
    values = {"kind": "student_source", "published": True, **fields}
    return services.add(
        actor=actor, details=BaseDetails(name=name, source="测试", **values), state=state
    )


def project(
    actor: User, name: str = "能源控制研究", state: str = "under_way", **fields: object
) -> Project:
    values = {"kind": "research", "published": True, **fields}
    return services.add(
        actor=actor, details=ProjectDetails(name=name, source="测试", **values), state=state
    )


def visit(actor: User, name: str = "暑期实践", state: str = "completed", **fields: object) -> Visit:
    details = VisitDetails(**{"name": name, "source": "测试", "published": True, **fields})
    return services.add(actor=actor, details=details, state=state)


def event(actor: User, name: str = "签约仪式", state: str = "held", **fields: object) -> Event:
    values = {"kind": "signing", "published": True, **fields}
    return services.add(
        actor=actor, details=EventDetails(name=name, source="测试", **values), state=state
    )


def platform(
    actor: User, name: str = "技术中心", state: str = "running", **fields: object
) -> Platform:
    values = {
        "kind": "enterprise_technology_centre",
        "level": "municipal",
        "published": True,
        **fields,
    }
    return services.add(
        actor=actor, details=PlatformDetails(name=name, source="测试", **values), state=state
    )


def party(
    actor: User, agreement: Agreement, organisation: Organisation, role: str = "party_b"
) -> Party:
    details = PartyDetails(organisation=organisation, role=role)
    return parts.add_part(actor=actor, owner=agreement, details=details)


def obligation(actor: User, party: Party, text: str = "提供场地", **fields: object) -> Obligation:
    details = ObligationDetails(party=party, text=text, **fields)
    return parts.add_part(actor=actor, owner=party.agreement, details=details)


def advice(
    actor: User, platform: Platform, title: str = "储能产业建议", **fields: object
) -> Advice:
    values = {"given_on": dt.date(2021, 6, 1), "addressed_to": "市政府", **fields}
    details = AdviceDetails(title=title, **values)
    return parts.add_part(actor=actor, owner=platform, details=details)


def pdf(content: bytes = b"text") -> bytes:
    return b"%PDF-1.7\n" + content
