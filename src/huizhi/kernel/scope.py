"""Which rows a user may see: by county, by organisation, by person.

Each room says which of its columns carry the county and the organisation, and filters its lists
with `Scope.limit` before anything else. A scope without limits sees every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right, Role, rights_of

CITY_WIDE = {Role.PROGRAMME_OFFICE, Role.DEPARTMENT, Role.AUDITOR, Role.OPERATOR}

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Scope:
    """Limits of a user's view; None means no limit, a value that nothing has means no rows."""

    county: str | None = None
    organisation_id: int | None = None
    person_id: int | None = None

    def limit(
        self,
        rows: QuerySet[M],
        *,
        county: str,
        organisation: str | None = None,
        person: str | None = None,
    ) -> QuerySet[M]:
        """Return the rows within this scope.

        `county`, `organisation` and `person` name the look-ups that carry a row's county code and
        the ids. Rows of a room that has no such column are not shown to those limited by it.
        """
        for value, lookup in (
            (self.county, county),
            (self.organisation_id, organisation),
            (self.person_id, person),
        ):
            if value is None:
                continue
            rows = rows.filter(Q(**{lookup: value})) if lookup else rows.none()
        return rows

    def holds(
        self,
        *,
        county: str | None,
        organisation_id: int | None = None,
        person_id: int | None = None,
    ) -> bool:
        """Say whether one row with these marks lies within the scope."""
        pairs = (
            (self.county, county),
            (self.organisation_id, organisation_id),
            (self.person_id, person_id),
        )
        return all(limit is None or limit == value for limit, value in pairs)


def scope_of(user: User) -> Scope:
    """Return the limits of a user. A county clerk without a county sees nothing."""
    if user.role in CITY_WIDE:
        return Scope()
    if user.role == Role.COUNTY:
        return Scope(county=user.county_id or "")
    if user.role == Role.TALENT:
        return Scope(person_id=user.person_id or 0)
    return Scope(organisation_id=user.organisation_id or 0)


def has_right(user: User, right: Right) -> bool:
    """Say whether an active user's role carries the right."""
    return bool(user.is_authenticated and user.is_active and right in rights_of(user.role))


def require(user: User, right: Right) -> None:
    """Refuse with `RightMissing` when the user lacks the right."""
    if not has_right(user, right):
        raise RightMissing(
            _(
                "Your role does not allow this. Ask the programme office for the right “{right}”."
            ).format(right=right)
        )


def require_in_scope(
    user: User,
    *,
    county: str | None,
    organisation_id: int | None = None,
    person_id: int | None = None,
) -> None:
    """Refuse with `OutOfScope` when the record is not the user's to touch."""
    scope = scope_of(user)
    if not scope.holds(county=county, organisation_id=organisation_id, person_id=person_id):
        raise OutOfScope(_("This record belongs to another county or organisation than yours."))
