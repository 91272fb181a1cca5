"""What reads the cooperation: lists within a user's scope, and what the public may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Count, F, Q, QuerySet

from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of
from huizhi.partners.models import (
    Advice,
    Agreement,
    Base,
    BaseKind,
    CooperationRecord,
    Document,
    Event,
    FollowUp,
    Obligation,
    Party,
    Platform,
    Project,
    RecordKind,
    Side,
    Step,
    Visit,
    VisitReport,
)
from huizhi.partners.models.obligation import CITY_KINDS
from huizhi.partners.states import SIGNED_AGREEMENTS, SIGNED_BASES, ObligationState

# An agreement is to be watched this many days before it ends or its renewal must be settled.
EXPIRY_WARNING_DAYS = 90

R = TypeVar("R", bound=CooperationRecord)


def agreements_for(user: User) -> QuerySet[Agreement]:
    """Return the agreements a user may see."""
    return _scoped(user, _joined(Agreement.objects.select_related("renewed_by")))


def bases_for(user: User) -> QuerySet[Base]:
    """Return the bases a user may see."""
    return _scoped(user, _joined(Base.objects.select_related("agreement", "kind")))


def projects_for(user: User) -> QuerySet[Project]:
    """Return the projects a user may see, with their money."""
    rows = Project.objects.select_related("agreement").prefetch_related("fundings__payer")
    return _scoped(user, _joined(rows))


def visits_for(user: User) -> QuerySet[Visit]:
    """Return the visits a user may see."""
    return _scoped(user, _joined(Visit.objects.select_related("base")))


def events_for(user: User) -> QuerySet[Event]:
    """Return the events a user may see."""
    return _scoped(user, _joined(Event.objects.select_related("agreement", "base")))


def platforms_for(user: User) -> QuerySet[Platform]:
    """Return the platforms a user may see."""
    return _scoped(user, _joined(Platform.objects.all()))


def public_agreements() -> QuerySet[Agreement]:
    """Return the agreements that stand on the public pages."""
    return _joined(Agreement.objects.filter(published=True))


def public_bases() -> QuerySet[Base]:
    """Return the bases that stand on the public pages."""
    return _joined(Base.objects.filter(published=True).select_related("agreement", "kind"))


def public_projects() -> QuerySet[Project]:
    """Return the projects that stand on the public pages, with their money."""
    rows = Project.objects.filter(published=True).select_related("agreement")
    return _joined(rows.prefetch_related("fundings__payer"))


def public_visits() -> QuerySet[Visit]:
    """Return the visits that stand on the public pages."""
    return _joined(Visit.objects.filter(published=True).select_related("base"))


def public_events() -> QuerySet[Event]:
    """Return the events that stand on the public pages."""
    return _joined(Event.objects.filter(published=True).select_related("agreement", "base"))


def public_reports() -> QuerySet[VisitReport]:
    """Return the reports that visits on the public pages delivered."""
    return VisitReport.objects.filter(visit__published=True).select_related("visit")


def public_platforms() -> QuerySet[Platform]:
    """Return the platforms that stand on the public pages."""
    return _joined(Platform.objects.filter(published=True))


def signed_agreements(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Return those that are signed and stand; an intention is not."""
    return rows.filter(state__in=SIGNED_AGREEMENTS)


def signed_bases(rows: QuerySet[Base]) -> QuerySet[Base]:
    """Return those that are signed and stand; an intention is not."""
    return rows.filter(state__in=SIGNED_BASES)


RECORDS: dict[RecordKind, Callable[[User], QuerySet[Any]]] = {
    RecordKind.AGREEMENT: agreements_for,
    RecordKind.BASE: bases_for,
    RecordKind.PROJECT: projects_for,
    RecordKind.VISIT: visits_for,
    RecordKind.EVENT: events_for,
    RecordKind.PLATFORM: platforms_for,
}


def record_of(user: User, kind: str, number: int) -> CooperationRecord | None:
    """Return a record that a user may see by its kind and number, None where there is none."""
    found: CooperationRecord | None = RECORDS[RecordKind(kind)](user).filter(pk=number).first()
    return found


def steps_of(record: CooperationRecord) -> QuerySet[Step]:
    """Return the steps of a record in the order in which they were entered."""
    rows = Step.objects.filter(record_kind=record.record_kind, record_id=record.pk)
    return rows.select_related("entered_by", "document").defer("document__content_cipher")


def last_step(record: CooperationRecord) -> Step | None:
    """Return the last step of a record, None for one entered before steps were kept."""
    return steps_of(record).last()


def documents_of(record: CooperationRecord) -> QuerySet[Document]:
    """Return the documents of a record, without their content."""
    rows = Document.objects.filter(record_kind=record.record_kind, record_id=record.pk)
    return rows.select_related("uploaded_by").defer("content_cipher")


def agreements_to_watch(
    user: User, on: dt.date, days: int = EXPIRY_WARNING_DAYS
) -> QuerySet[Agreement]:
    """Return the agreements that stand, are not renewed, and end or want renewal within the days.

    Those whose end has passed while nobody entered it are among them.
    """
    return needing_watch(agreements_for(user), on, days)


def needing_watch(
    rows: QuerySet[Agreement], on: dt.date, days: int = EXPIRY_WARNING_DAYS
) -> QuerySet[Agreement]:
    """Limit agreements to those to be watched, see `agreements_to_watch`."""
    until = on + dt.timedelta(days=days)
    soon = Q(ends_on__lte=until) | Q(renew_by__lte=until)
    return signed_agreements(rows).filter(soon, renewed_by=None)


def past_their_end(rows: QuerySet[Agreement], on: dt.date) -> QuerySet[Agreement]:
    """Limit agreements to those that still stand though their last day has passed."""
    return signed_agreements(rows).filter(ends_on__lt=on, renewed_by=None)


def with_overdue_obligations(rows: QuerySet[Agreement], on: dt.date) -> QuerySet[Agreement]:
    """Limit agreements to those with an obligation that is overdue on a day."""
    late = obligations_in_state(Obligation.objects.all(), ObligationState.OVERDUE, on)
    return rows.filter(pk__in=late.values("agreement"))


def parties_for(user: User) -> QuerySet[Party]:
    """Return the parties of the agreements a user may see."""
    rows = Party.objects.filter(agreement__in=agreements_for(user).values("pk"))
    return rows.select_related("agreement__county", "organisation")


def obligations_for(user: User) -> QuerySet[Obligation]:
    """Return the obligations of the agreements a user may see."""
    rows = Obligation.objects.filter(agreement__in=agreements_for(user).values("pk"))
    return rows.select_related(
        "agreement__county", "party__organisation", "party__agreement", "document"
    ).defer("document__content_cipher")


def obligations_in_state(
    rows: QuerySet[Obligation], state: str, on: dt.date
) -> QuerySet[Obligation]:
    """Limit obligations to those that stand so on a day."""
    unsettled = rows.filter(fulfilled_on=None, waived_on=None)
    match ObligationState(state):
        case ObligationState.FULFILLED:
            return rows.exclude(fulfilled_on=None)
        case ObligationState.WAIVED:
            return rows.exclude(waived_on=None)
        case ObligationState.OVERDUE:
            return unsettled.filter(due_on__lt=on)
        case ObligationState.OPEN:
            return unsettled.filter(Q(due_on=None) | Q(due_on__gte=on))


def obligations_of_side(rows: QuerySet[Obligation], side: str) -> QuerySet[Obligation]:
    """Limit obligations to those of the city's side or the partners'."""
    city = Q(party__organisation=F("agreement__host")) | Q(party__organisation__kind__in=CITY_KINDS)
    return rows.filter(city) if side == Side.CITY else rows.exclude(city)


def base_kind_names() -> dict[str, str]:
    """Return the names of the kinds of bases in use by their codes, in their order."""
    return {kind.code: str(kind) for kind in BaseKind.objects.filter(in_use=True)}


def kinds_with_bases(user: User) -> QuerySet[BaseKind]:
    """Return the kinds of bases, each with `bases_count`: how many of those the user sees."""
    seen = Count("bases", filter=Q(bases__in=bases_for(user).values("pk")))
    return BaseKind.objects.annotate(bases_count=seen)


def with_overdue_counts(rows: QuerySet[Agreement], on: dt.date) -> QuerySet[Agreement]:
    """Add to agreements how many obligations are overdue on a day, as `overdue_count`."""
    late = Q(
        obligations__fulfilled_on=None, obligations__waived_on=None, obligations__due_on__lt=on
    )
    return rows.annotate(overdue_count=Count("obligations", filter=late, distinct=True))


def advice_for(user: User) -> QuerySet[Advice]:
    """Return the advice of the platforms a user may see."""
    rows = Advice.objects.filter(platform__in=platforms_for(user).values("pk"))
    return rows.select_related("platform__county", "document").defer("document__content_cipher")


def visit_reports_for(user: User) -> QuerySet[VisitReport]:
    """Return the reports that the visits a user may see delivered."""
    rows = VisitReport.objects.filter(visit__in=visits_for(user).values("pk"))
    return rows.select_related("visit__county", "document").defer("document__content_cipher")


def what_followed(
    user: User, origin: CooperationRecord
) -> list[tuple[FollowUp, CooperationRecord]]:
    """Return what followed from a visit or event, as far as the user may see it."""
    rows = FollowUp.objects.filter(origin_kind=origin.record_kind, origin_id=origin.pk)
    return _with_records(user, rows, "result")


def what_led_to(user: User, result: CooperationRecord) -> list[tuple[FollowUp, CooperationRecord]]:
    """Return the visits and events from which a record followed, as far as the user may see."""
    rows = FollowUp.objects.filter(result_kind=result.record_kind, result_id=result.pk)
    return _with_records(user, rows, "origin")


def _with_records(
    user: User, rows: QuerySet[FollowUp], end: str
) -> list[tuple[FollowUp, CooperationRecord]]:
    """Pair the rows with the records at one end: one query for each kind there is."""
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(getattr(row, f"{end}_kind"), set()).add(getattr(row, f"{end}_id"))
    found = {
        (kind, record.pk): record
        for kind, numbers in wanted.items()
        for record in RECORDS[RecordKind(kind)](user).filter(pk__in=numbers)
    }
    pairs = (
        (row, found.get((getattr(row, f"{end}_kind"), getattr(row, f"{end}_id")))) for row in rows
    )
    return [(row, record) for row, record in pairs if record is not None]


def _joined(rows: QuerySet[R]) -> QuerySet[R]:
    return rows.select_related("county", "host").prefetch_related("partners__parent")


def _scoped(user: User, rows: QuerySet[R]) -> QuerySet[R]:
    """Limit to the county, and for a university to what it or one of its colleges takes part in."""
    scope = scope_of(user)
    if scope.organisation_id is None:
        return scope.limit(rows, county="county_id")
    own = Q(partners=scope.organisation_id) | Q(partners__parent=scope.organisation_id)
    return rows.filter(pk__in=rows.model._default_manager.filter(own).values("pk"))
