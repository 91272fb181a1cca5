"""Agreements, bases, projects, visits and platforms; one file each, `record.py` what they share.

A project's milestones and results, and the indicator series of projects and bases, stand beside.
"""

from huizhi.partners.models.agreement import Agreement
from huizhi.partners.models.base import Base, BaseKind
from huizhi.partners.models.milestone import Milestone, MilestoneState
from huizhi.partners.models.platform import Platform, PlatformKind
from huizhi.partners.models.project import Funding, FundingSource, Project, ProjectKind
from huizhi.partners.models.record import Bound, CooperationRecord, Level
from huizhi.partners.models.result import Result, ResultKind
from huizhi.partners.models.series import (
    AddsUp,
    Better,
    Granularity,
    Indicator,
    Point,
    PointKey,
    PointUpload,
    Series,
    Standing,
    Target,
    ValueType,
)
from huizhi.partners.models.visit import Visit

__all__ = [
    "AddsUp",
    "Agreement",
    "Base",
    "BaseKind",
    "Better",
    "Bound",
    "CooperationRecord",
    "Funding",
    "FundingSource",
    "Granularity",
    "Indicator",
    "Level",
    "Milestone",
    "MilestoneState",
    "Platform",
    "PlatformKind",
    "Point",
    "PointKey",
    "PointUpload",
    "Project",
    "ProjectKind",
    "Result",
    "ResultKind",
    "Series",
    "Standing",
    "Target",
    "ValueType",
    "Visit",
]
