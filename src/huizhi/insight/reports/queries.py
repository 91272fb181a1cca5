"""What reads reports and their wording."""

from __future__ import annotations

from django.db.models import QuerySet

from huizhi.insight.models import Report, TextVersion
from huizhi.insight.reports.sections import default_texts
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.rules.words import Words


def reports_for(user: User) -> QuerySet[Report]:
    """Return the reports a user may see: a county's clerks those of their county."""
    if not has_right(user, Right.INSIGHT_VIEW):
        return Report.objects.none()
    rows = Report.objects.select_related("county", "made_by", "finished_by")
    return scope_of(user).limit(rows, county="county", organisation="", person="")


def texts_in_force() -> dict[str, Words]:
    """Return the newest wording of each section, the default where nobody changed it."""
    newest = dict(default_texts())
    for version in TextVersion.objects.order_by("number"):
        if version.section in newest:
            newest[version.section] = Words(version.zh, version.en)
    return newest


def text_versions(section: str) -> QuerySet[TextVersion]:
    """Return the versions of a section's wording, the newest first."""
    rows = TextVersion.objects.filter(section=section).select_related("made_by")
    return rows.order_by("-number")
