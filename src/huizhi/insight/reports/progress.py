"""How the indicator series stand against their targets, as a report says it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from huizhi.insight.reports.problems import ITEMS_KEPT
from huizhi.insight.selections.register import Selection
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.wording import quantity_words
from huizhi.partners.models import Standing, Target
from huizhi.partners.series.queries import series_for


@dataclass(frozen=True)
class Progress:
    """What was reached of a series and what should have been, in its unit; by project or base."""

    record: str
    indicator: dict[str, str]
    unit: dict[str, str]
    so_far: str
    expected: str
    standing: str
    assumed: bool

    def words(self) -> str:
        """Return it as a passage of a list."""
        language = screen_language()
        form = _("{record}, {indicator}: {so_far} of {expected}, {standing}")
        if self.assumed:
            form = _("{record}, {indicator}: {so_far} of {expected}, {standing} (assumed target)")
        return form.format(
            record=self.record,
            indicator=self.indicator[language],
            so_far=quantity_words(Decimal(self.so_far), self.unit[language]),
            expected=quantity_words(Decimal(self.expected), self.unit[language]),
            standing=Standing(self.standing).label,
        )


def series_progress(user: User, base: Selection) -> dict[str, Any]:
    """Return how many series have a target and how many are behind, and the first, those first.

    Series count whose last value is of the report's month or earlier: of others it is no longer
    known how they stood.
    """
    chosen = Selection("series.with-target", base.on, county=base.county)
    rows = chosen.narrow(series_for(user)).filter(last_period__lte=base.on)
    behind = rows.filter(standing=Standing.BEHIND)
    others = rows.exclude(standing=Standing.BEHIND)
    assumed = Target.objects.filter(series=OuterRef("pk"), assumed=True)
    first = [
        *behind.annotate(assumed=Exists(assumed))[:ITEMS_KEPT],
        *others.annotate(assumed=Exists(assumed))[:ITEMS_KEPT],
    ]
    return {
        "count": rows.count(),
        "behind": behind.count(),
        "items": [asdict(_progress(series)) for series in first[:ITEMS_KEPT]],
    }


def _progress(series: Any) -> Progress:
    indicator = series.indicator
    return Progress(
        record=series.subject_name,
        indicator={"zh": indicator.name, "en": indicator.name_en or indicator.name},
        unit={"zh": indicator.unit, "en": indicator.unit_en or indicator.unit},
        so_far=str(series.so_far_entered),
        expected=str(series.expected_entered),
        standing=series.standing,
        assumed=series.assumed,
    )
