"""What insight reads where no room below has a list of it: money of projects, part by part."""

from __future__ import annotations

from django.db.models import QuerySet

from huizhi.kernel.models import User
from huizhi.kernel.scope import scope_of
from huizhi.partners.models import Funding


def fundings_for(user: User) -> QuerySet[Funding]:
    """Return the parts of the projects' money that a user may see, with project and payer."""
    rows = Funding.objects.select_related("project__county", "payer")
    return scope_of(user).limit(rows, county="project__county", organisation="project__partners")
