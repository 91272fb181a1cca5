"""What reads the cooperation: lists within a user's scope, and what the public may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of
from huizhi.partners.models import Agreement, Base, CooperationRecord, Platform, Project, Visit
from huizhi.partners.states import SIGNED_AGREEMENTS, SIGNED_BASES

R = TypeVar("R", bound=CooperationRecord)


def agreements_for(user: User) -> QuerySet[Agreement]:
    """Return the agreements a user may see."""
    return _scoped(user, _joined(Agreement.objects.all()))


def bases_for(user: User) -> QuerySet[Base]:
    """Return the bases a user may see."""
    return _scoped(user, _joined(Base.objects.select_related("agreement")))


def projects_for(user: User) -> QuerySet[Project]:
    """Return the projects a user may see, with their money."""
    rows = Project.objects.select_related("agreement").prefetch_related("fundings__payer")
    return _scoped(user, _joined(rows))


def visits_for(user: User) -> QuerySet[Visit]:
    """Return the visits a user may see."""
    return _scoped(user, _joined(Visit.objects.select_related("base")))


def platforms_for(user: User) -> QuerySet[Platform]:
    """Return the platforms a user may see."""
    return _scoped(user, _joined(Platform.objects.all()))


def public_agreements() -> QuerySet[Agreement]:
    """Return the agreements that stand on the public pages."""
    return _joined(Agreement.objects.filter(published=True))


def public_bases() -> QuerySet[Base]:
    """Return the bases that stand on the public pages."""
    return _joined(Base.objects.filter(published=True).select_related("agreement"))


def public_projects() -> QuerySet[Project]:
    """Return the projects that stand on the public pages, with their money."""
    rows = Project.objects.filter(published=True).select_related("agreement")
    return _joined(rows.prefetch_related("fundings__payer"))


def public_visits() -> QuerySet[Visit]:
    """Return the visits that stand on the public pages."""
    return _joined(Visit.objects.filter(published=True).select_related("base"))


def public_platforms() -> QuerySet[Platform]:
    """Return the platforms that stand on the public pages."""
    return _joined(Platform.objects.filter(published=True))


def signed_agreements(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Return those that are signed and stand; an intention is not."""
    return rows.filter(state__in=SIGNED_AGREEMENTS)


def signed_bases(rows: QuerySet[Base]) -> QuerySet[Base]:
    """Return those that are signed and stand; an intention is not."""
    return rows.filter(state__in=SIGNED_BASES)


def _joined(rows: QuerySet[R]) -> QuerySet[R]:
    return rows.select_related("county", "host").prefetch_related("partners__parent")


def _scoped(user: User, rows: QuerySet[R]) -> QuerySet[R]:
    """Limit to the county, and for a university or institute to what it is a partner of."""
    return scope_of(user).limit(rows, county="county_id", organisation="partners")
