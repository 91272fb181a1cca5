"""Agreements, bases, projects, visits and platforms; one file each, `record.py` what they share."""

from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.base import Base, BaseKind
from huizhi.partners.models.platform import Platform, PlatformKind
from huizhi.partners.models.project import Funding, FundingSource, Project, ProjectKind
from huizhi.partners.models.record import Bound, CooperationRecord, Level
from huizhi.partners.models.visit import Visit

__all__ = [
    "Agreement",
    "Base",
    "BaseKind",
    "Bound",
    "CooperationRecord",
    "Funding",
    "FundingSource",
    "Level",
    "Platform",
    "PlatformKind",
    "Project",
    "ProjectKind",
    "Visit",
]
