"""Agreements, bases, projects, visits, events and platforms, and what hangs on each.

One file each; `record.py` is what they share, `part.py` what their parts share. The indicator
series of projects and bases stand in `series.py`.
"""

from huizhi.partners.models.agreement import Agreement, AgreementKind
from huizhi.partners.models.base import Base
from huizhi.partners.models.base_kind import BaseKind
from huizhi.partners.models.document import Document, DocumentFormat
from huizhi.partners.models.event import Event, EventKind, FollowUp
from huizhi.partners.models.member import Membership, PlatformMember, ProjectMember
from huizhi.partners.models.milestone import Milestone, MilestoneState
from huizhi.partners.models.obligation import Contact, Obligation, Party, PartyRole, Side
from huizhi.partners.models.part import Attached, Part, RecordKind
from huizhi.partners.models.platform import (
    Advice,
    AnnualCheck,
    CheckOutcome,
    Platform,
    PlatformKind,
    PlatformResult,
    PlatformResultKind,
)
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
from huizhi.partners.models.step import Step
from huizhi.partners.models.visit import Village, Visit, VisitReport

__all__ = [
    "AddsUp",
    "Advice",
    "Agreement",
    "AgreementKind",
    "AnnualCheck",
    "Attached",
    "Base",
    "BaseKind",
    "Better",
    "Bound",
    "CheckOutcome",
    "Contact",
    "CooperationRecord",
    "Document",
    "DocumentFormat",
    "Event",
    "EventKind",
    "FollowUp",
    "Funding",
    "FundingSource",
    "Granularity",
    "Indicator",
    "Level",
    "Membership",
    "Milestone",
    "MilestoneState",
    "Obligation",
    "Part",
    "Party",
    "PartyRole",
    "Platform",
    "PlatformKind",
    "PlatformMember",
    "PlatformResult",
    "PlatformResultKind",
    "Point",
    "PointKey",
    "PointUpload",
    "Project",
    "ProjectKind",
    "ProjectMember",
    "RecordKind",
    "Result",
    "ResultKind",
    "Series",
    "Side",
    "Standing",
    "Step",
    "Target",
    "ValueType",
    "Village",
    "Visit",
    "VisitReport",
]
