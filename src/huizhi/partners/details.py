"""What is entered about each kind of cooperation record; the fields are those of the models."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation
from huizhi.partners.models import Agreement, Base, Bound


@dataclass(frozen=True, kw_only=True)
class RecordDetails:
    """What every record has. `partners` are organisations; the rest are columns."""

    name: str
    source: str
    name_en: str = ""
    reference: str = ""
    county: Region | None = None
    host: Organisation | None = None
    partners: tuple[Organisation, ...] = ()
    note: str = ""
    note_en: str = ""
    statement: str = ""
    published: bool = False
    synthetic: bool = False

    def columns(self) -> dict[str, Any]:
        """Return what the record's columns hold, by their names."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "partners"}


@dataclass(frozen=True, kw_only=True)
class AgreementDetails(RecordDetails):
    """An agreement; its parties' roles, contacts and obligations are parts of it."""

    kind: str = ""
    number: str = ""
    topic: str = ""
    signed_on: dt.date | None = None
    in_force_from: dt.date | None = None
    ends_on: dt.date | None = None
    renew_by: dt.date | None = None
    renewed_by: Agreement | None = None


@dataclass(frozen=True, kw_only=True)
class BaseDetails(RecordDetails):
    """A base. Its kind is the code of a `BaseKind` and stays empty where it is not known."""

    kind: str = ""
    agreement: Agreement | None = None
    signed_on: dt.date | None = None
    unveiled_on: dt.date | None = None
    joint_training_agreement: bool | None = None
    intern_capacity: int | None = None
    interns_this_year: int | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    def columns(self) -> dict[str, Any]:
        """Return what the record's columns hold; the kind by its code."""
        values = super().columns()
        values["kind_id"] = values.pop("kind") or None
        return values


@dataclass(frozen=True, kw_only=True)
class ProjectDetails(RecordDetails):
    """A project; its money is added part by part, see `services.add_funding`."""

    kind: str
    level: str = ""
    theme: str = ""
    agreement: Agreement | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    partner_count: int | None = None
    people: int | None = None
    people_bound: str = Bound.EXACT
    floor_area: int | None = None
    floor_area_bound: str = Bound.EXACT


@dataclass(frozen=True, kw_only=True)
class VisitDetails(RecordDetails):
    """A visit. `villages` and `topics` hold one item a line."""

    base: Base | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    people: int | None = None
    people_bound: str = Bound.EXACT
    led_by: str = ""
    village_count: int | None = None
    villages: str = ""
    topics: str = ""


@dataclass(frozen=True, kw_only=True)
class EventDetails(RecordDetails):
    """An event."""

    kind: str
    held_on: dt.date | None = None
    place: str = ""
    agreement: Agreement | None = None
    base: Base | None = None
    people: int | None = None
    people_bound: str = Bound.EXACT


@dataclass(frozen=True, kw_only=True)
class PlatformDetails(RecordDetails):
    """A platform."""

    kind: str
    level: str = ""
    recognised_on: dt.date | None = None
    academicians: int | None = None
    experts: int | None = None
