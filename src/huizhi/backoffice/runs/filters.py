"""Filters of the result list. One run at a time: without a choice, the newest complete one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.entitlements import queries
from huizhi.entitlements.models import OUTCOMES, MissingFact, Result, Run
from huizhi.kernel.fact_wording import held_words, tier_words
from huizhi.kernel.models import Region
from huizhi.kernel.wording import KINDS
from huizhi.policies.queries import catalogue as catalogue_of
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

MOST_TO_CHOOSE = 30
WITHOUT = "none"

M = TypeVar("M", bound=Model)


def by_numbers(rows: QuerySet[M], wanted: str) -> dict[str, M]:
    """Return the rows to choose from by their number as text: the first, and the one wanted."""
    first = {str(row.pk): row for row in rows[:MOST_TO_CHOOSE]}
    if wanted.isdecimal() and wanted not in first:
        first |= {str(row.pk): row for row in rows.filter(pk=wanted)}
    return first


@lru_cache(maxsize=32)
def _missing_names(run_id: int) -> tuple[tuple[str, str], ...]:
    """Return the facts that decide unknown results of a complete run, with the kind of subject.

    A complete run never changes.
    """
    names = MissingFact.objects.filter(result__run=run_id).values_list(
        "name", "result__subject_kind"
    )
    return tuple(names.order_by("name", "result__subject_kind").distinct())


def _missing_choices(run: Run) -> list[tuple[str, str]]:
    """Return each missing fact with its names on the screen, one for each kind that lacks it."""
    catalogue = catalogue_of(run.pack_version)
    names: dict[str, list[str]] = {}
    for name, kind in _missing_names(run.pk):
        names.setdefault(name, []).append(held_words(name, SubjectKind(kind), catalogue))
    return [(name, " / ".join(words)) for name, words in names.items()]


class ResultFilterSet(WagtailFilterSet):
    """Run, outcome, benefit, kind of subject, county, tier, missing fact."""

    run = django_filters.ChoiceFilter(label=_("Run"), empty_label=None)
    outcome = django_filters.ChoiceFilter(label=_("Outcome"), choices=OUTCOMES)
    benefit = django_filters.ChoiceFilter(label=_("Benefit"))
    subject_kind = django_filters.ChoiceFilter(label=_("Subject"))
    county = django_filters.ChoiceFilter(label=_("County"), method="in_county")
    tier = django_filters.ChoiceFilter(label=_("Tier"), method="of_tier")
    missing = django_filters.ChoiceFilter(label=_("Missing fact"), method="lacking")
    alone = django_filters.ChoiceFilter(
        label=_("Lacks nothing else"), choices=[("1", _("Yes"))], method="lacking_one"
    )

    class Meta:
        model = Result
        fields: tuple[str, ...] = ()

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: QuerySet[Result] | None = None,
        *,
        request: HttpRequest,
        prefix: str | None = None,
    ) -> None:
        data = QueryDict(mutable=True) if data is None else data.copy()
        made = queries.complete_runs_for(request.user)  # type: ignore[arg-type]
        runs = by_numbers(made, data.get("run", ""))
        choices = self._choices(data, runs)
        for name, allowed in choices.items():
            # A remembered value that the chosen run does not have must not switch filters off.
            if data.get(name) not in {str(value) for value, _label in allowed}:
                data.pop(name, None)
        if runs and "run" not in data:
            data["run"] = next(iter(runs))
        super().__init__(data, queryset, request=request, prefix=prefix)
        for name, allowed in choices.items():
            self.filters[name].extra["choices"] = allowed
        if runs:
            self.filters["run"].extra["initial"] = next(iter(runs))

    def _choices(self, data: QueryDict, runs: dict[str, Run]) -> dict[str, list[tuple[Any, Any]]]:
        run = runs.get(data.get("run", "")) or next(iter(runs.values()), None)
        tier = load_catalogue().fact(SubjectKind.PERSON, "人才层次")
        without = (WITHOUT, _("(none)"))
        regions = Region.objects.filter(in_use=True).order_by("code")
        benefits = queries.benefits_of(run) if run else {}
        return {
            "run": [(number, f"{run} · {run.pack_version}") for number, run in runs.items()],
            "outcome": OUTCOMES,
            "benefit": [(id, of.name) for id, of in benefits.items()],
            "subject_kind": list(KINDS.items()),
            "county": [*((region.code, str(region)) for region in regions), without],
            "tier": [
                *((value, tier_words(value)) for value in (tier.allowed if tier else ())),
                without,
            ],
            "missing": _missing_choices(run) if run else [],
        }

    def in_county(self, rows: QuerySet[Result], name: str, value: str) -> QuerySet[Result]:
        """Return the rows of a county, or of none."""
        return rows.filter(county=None if value == WITHOUT else value)

    def of_tier(self, rows: QuerySet[Result], name: str, value: str) -> QuerySet[Result]:
        """Return the rows of persons of a tier, or of none."""
        tier = "" if value == WITHOUT else value
        return rows.filter(subject_kind=SubjectKind.PERSON, tier=tier)

    def lacking(self, rows: QuerySet[Result], name: str, value: str) -> QuerySet[Result]:
        """Return the rows that a missing fact decides."""
        return queries.lacking(rows, value)

    def lacking_one(self, rows: QuerySet[Result], name: str, value: str) -> QuerySet[Result]:
        """Return the rows that lack one fact only."""
        return queries.lacking_one(rows)
