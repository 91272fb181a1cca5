"""The list behind a number: an address with `behind=…` narrows a list to one selection of insight.

It stands in one place for every list, as a filter like the others: it shows as a chip that can be
taken away, stays when other filters change, and comes into exports.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Model, QuerySet, Sum
from django.forms import RadioSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.insight.errors import SelectionUnknown
from huizhi.insight.selections.counting import whole
from huizhi.insight.selections.register import Selection, read_selection
from huizhi.kernel.wording import yuan
from huizhi.rules.money import Money

PARAMETER = "behind"


class BehindFilter(django_filters.ChoiceFilter):
    """Keeps the rows of the one selection that the address names."""

    def __init__(self, code: str, selection: Selection | None, words: str) -> None:
        super().__init__(
            label=gettext_lazy("Figure"), choices=[(code, words)], widget=RadioSelect()
        )
        self.selection = selection

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows that the figure counts; none where the address names no figure."""
        if not value:
            return qs
        return qs.none() if self.selection is None else self.selection.narrow(qs)


def list_of(selection: Selection) -> str:
    """Return the address of the list that shows a selection."""
    name = selection.definition.model._meta.model_name
    return f"{reverse(f'{name}:index')}?{urlencode({PARAMETER: selection.code})}"


def add_behind(filterset: Any, request: HttpRequest, model: type[Model]) -> None:
    """Add the filter to a list's filters if the address asks for it. Before its form is made."""
    code = request.GET.get(PARAMETER, "")
    if not code:
        return
    try:
        selection = read_selection(code, model)
        words = _("{what} (as of {day})").format(
            what=selection.words(), day=selection.on.isoformat()
        )
    except SelectionUnknown as error:
        selection, words = None, str(error)
    filterset.filters[PARAMETER] = BehindFilter(code, selection, words)


def sum_behind(filterset: Any, rows: QuerySet[Any]) -> str:
    """Return in words what the rows of a list add up to, where the number behind it is a sum."""
    chosen = filterset.filters.get(PARAMETER) if filterset else None
    if chosen is None or chosen.selection is None or not filterset.form.cleaned_data[PARAMETER]:
        return ""
    column = chosen.selection.definition.total
    if not column:
        return ""
    total = rows.order_by().aggregate(total=Sum(column))["total"]
    field = rows.model._meta.get_field(column)
    shown = yuan(total) if isinstance(total, Money) else f"{whole(total):,}"
    return _("{column} in all: {total}").format(column=field.verbose_name, total=shown)
