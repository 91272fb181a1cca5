"""Filters of the list of people: by column, and by what is known today."""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.models import Region
from huizhi.people import queries
from huizhi.people.imports.columns import importable_facts
from huizhi.people.models import Person
from huizhi.people.services import person_fact

Choices = list[tuple[str, str]]


def _values_of(name: str) -> Choices:
    fact = person_fact(name)
    return [(value, value_label(fact, value)) for value in fact.allowed]


def _fact_names() -> Choices:
    return [(name, fact_label(fact)) for name, fact in importable_facts().items()]


def _counties() -> Iterable[tuple[str, str]]:
    return Region.objects.filter(in_use=True).values_list("code", "name")


class FactFilter(django_filters.ChoiceFilter):
    """Keeps the people of whom a fact has the chosen value today."""

    def __init__(self, fact: str) -> None:
        super().__init__(
            label=lazy(lambda: fact_label(person_fact(fact)), str)(),
            choices=lambda: _values_of(fact),
        )
        self.fact = fact

    def filter(self, qs: QuerySet[Person], value: str) -> QuerySet[Person]:
        """Return the rows with the value, or all where none is chosen."""
        return queries.having_fact(qs, self.fact, value) if value else qs


class PersonFilterSet(WagtailFilterSet):
    """Tier, education, degree, title, honours, county, employer, publication, missing fact."""

    tier = FactFilter("人才层次")
    education = FactFilter("学历")
    degree = FactFilter("学位")
    title_rank = FactFilter("职称级别")
    honour = FactFilter("荣誉")
    recruitment_mode = FactFilter("引进方式")
    county = django_filters.ChoiceFilter(label=_("County"), choices=_counties)
    employer = django_filters.CharFilter(
        label=_("Employer"), field_name="employer__name", lookup_expr="icontains"
    )
    not_for_publication = django_filters.ChoiceFilter(
        label=_("Not for publication"), choices=[("True", _("Yes")), ("False", _("No"))]
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing fact"), choices=_fact_names, method="lacking"
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def lacking(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Return the people of whom nobody has stated this fact."""
        return queries.missing_fact(rows, value)
