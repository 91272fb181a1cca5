"""What reads organisations: lists within a user's scope, likely duplicates."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of
from huizhi.organisations.models import Organisation
from huizhi.organisations.names import name_key


def organisations_for(user: User) -> QuerySet[Organisation]:
    """Return the organisations a user may see, with county and parent.

    A county office sees those of its county and those outside the city, such as the partner
    universities; an employer or university sees itself.
    """
    scope = scope_of(user)
    rows = Organisation.objects.select_related("county", "parent")
    seen = scope.limit(rows, county="county_id", organisation="pk")
    if scope.county:
        seen = rows.filter(Q(county_id=scope.county) | Q(county=None))
    return seen


def find_duplicates(
    *, name: str, credit_code: str = "", ministry_code: str = "", except_id: int | None = None
) -> QuerySet[Organisation]:
    """Return organisations that may be the same one: by a code, or by name as it is compared."""
    same = Q(name_key=name_key(name))
    if credit_code:
        same |= Q(credit_code=credit_code)
    if ministry_code:
        same |= Q(ministry_code=ministry_code)
    rows = Organisation.objects.filter(same).select_related("county", "parent")
    return rows.exclude(pk=except_id) if except_id else rows
