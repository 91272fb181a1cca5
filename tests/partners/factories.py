"""Factories of cooperation records: one for each model."""

from __future__ import annotations

from huizhi.kernel.models import User
from huizhi.partners import services
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    PlatformDetails,
    ProjectDetails,
    VisitDetails,
)
from huizhi.partners.models import Agreement, Base, Platform, Project, Visit


def agreement(
    actor: User, name: str = "市校合作协议", state: str = "signed", **fields: object
) -> Agreement:
    details = AgreementDetails(name=name, source="测试", **fields)
    return services.add(actor=actor, details=details, state=state)


def base(actor: User, name: str = "生源基地", state: str = "in_talks", **fields: object) -> Base:
    values = {"kind": "student_source", **fields}
    return services.add(
        actor=actor, details=BaseDetails(name=name, source="测试", **values), state=state
    )


def project(
    actor: User, name: str = "能源控制研究", state: str = "under_way", **fields: object
) -> Project:
    values = {"kind": "research", **fields}
    return services.add(
        actor=actor, details=ProjectDetails(name=name, source="测试", **values), state=state
    )


def visit(actor: User, name: str = "暑期实践", state: str = "completed", **fields: object) -> Visit:
    details = VisitDetails(name=name, source="测试", **fields)
    return services.add(actor=actor, details=details, state=state)


def platform(
    actor: User, name: str = "技术中心", state: str = "running", **fields: object
) -> Platform:
    values = {"kind": "enterprise_technology_centre", "level": "municipal", **fields}
    return services.add(
        actor=actor, details=PlatformDetails(name=name, source="测试", **values), state=state
    )
