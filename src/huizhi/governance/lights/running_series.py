"""The series that lights watch: those that run, of projects and bases that go on."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.partners.models import Series
from huizhi.partners.series.queries import series_for
from huizhi.partners.states import BaseState, ProjectState

GOING_ON = (ProjectState.PLANNED, ProjectState.UNDER_WAY)
BASES_THAT_STAND = tuple(set(BaseState) - {BaseState.ENDED})


def running_series(user: User) -> QuerySet[Series]:
    """Return the series a user may see that have not ended, with `county_code`."""
    runs = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    goes_on = Q(project__state__in=GOING_ON) | Q(base__state__in=BASES_THAT_STAND)
    county = Coalesce("project__county_id", "base__county_id")
    return series_for(user).filter(runs, goes_on).annotate(county_code=county)
