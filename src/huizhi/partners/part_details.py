"""What is entered about each part of a record; the fields are those of the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation
from huizhi.partners.models import Document, Party


@dataclass(frozen=True, kw_only=True)
class PartDetails:
    """What every part has: nothing but columns."""

    def columns(self) -> dict[str, Any]:
        """Return what the part's columns hold, by their names."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, kw_only=True)
class PartyDetails(PartDetails):
    """A party of an agreement, and as what."""

    organisation: Organisation
    role: str


@dataclass(frozen=True, kw_only=True)
class ContactDetails(PartDetails):
    """Whom to call at an organisation of an agreement."""

    organisation: Organisation
    office: str
    name: str = ""
    telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class ObligationDetails(PartDetails):
    """What a party has to do. How it was settled goes through `obligations.settle`."""

    party: Party
    text: str
    due_on: dt.date | None = None
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class VillageDetails(PartDetails):
    """A village that a visit went to."""

    name: str
    county: Region | None = None


@dataclass(frozen=True, kw_only=True)
class VisitReportDetails(PartDetails):
    """A report that a visit delivered."""

    title: str
    delivered_on: dt.date
    link: str = ""
    document: Document | None = None
    used: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class AdviceDetails(PartDetails):
    """A piece of advice. What was done with it goes through `advice.answer`."""

    title: str
    given_on: dt.date
    addressed_to: str
    document: Document | None = None
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class PlatformResultDetails(PartDetails):
    """A result of a platform."""

    kind: str
    title: str
    reached_on: dt.date | None = None
    count: int = 1
    note: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class AnnualCheckDetails(PartDetails):
    """The check of a platform for one year."""

    year: int
    outcome: str
    checked_on: dt.date | None = None
    note: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class MemberDetails(PartDetails):
    """A person's place on a platform or project; `person` is a row of the room `people`."""

    person: Any
    role: str = ""
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    brought: bool = False
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class PlatformMemberDetails(MemberDetails):
    """A person's place on a platform."""


@dataclass(frozen=True, kw_only=True)
class ProjectMemberDetails(MemberDetails):
    """A person's place in a project's team."""
