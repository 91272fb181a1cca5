"""What reads organisations: lists within a user's scope, those that a search finds, clusters."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from huizhi.kernel import search
from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of
from huizhi.organisations.indexing import SEARCH_KIND
from huizhi.organisations.models import IndustryCluster, Organisation, OrganisationKind

BODIES = (OrganisationKind.DEPARTMENT, OrganisationKind.COMMITTEE)


def organisations_for(user: User) -> QuerySet[Organisation]:
    """Return the organisations a user may see, with county and parent.

    A county office sees those of its county, those outside the city, such as the partner
    universities, and the bodies of the city itself, which host what it works on; an employer or
    university sees itself.
    """
    scope = scope_of(user)
    rows = Organisation.objects.select_related("county", "parent", "park")
    seen = scope.limit(rows, county="county_id", organisation="pk")
    if scope.county:
        city = Q(county__parent=None, kind__in=BODIES)
        seen = rows.filter(Q(county_id=scope.county) | Q(county=None) | city)
    return seen


def survivor_of(number: int) -> Organisation | None:
    """Return the organisation into which that of a number was merged, None where it was not."""
    row = Organisation.with_merged.filter(pk=number).select_related("merged_into").first()
    return row.merged_into if row else None


def named_like(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Return those that a search finds by any name, the initials of its pinyin, or a code."""
    return rows.filter(pk__in=search.matching(kind=SEARCH_KIND, text=text))


def clusters_in_use() -> QuerySet[IndustryCluster]:
    """Return the industry clusters that records may be put into."""
    return IndustryCluster.objects.filter(in_use=True)


def clusters_with_counts(user: User) -> QuerySet[IndustryCluster]:
    """Return every cluster with `organisation_count`: those in it that the user may see."""
    seen = organisations_for(user).order_by().values("pk")
    return IndustryCluster.objects.annotate(
        organisation_count=Count("organisations", filter=Q(organisations__in=seen))
    )
