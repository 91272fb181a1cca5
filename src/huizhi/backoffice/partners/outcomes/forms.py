"""Forms of milestones and results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.partners.models import Milestone, Result
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails
from huizhi.rules.money import Money, Rounding


class MilestoneForm(forms.ModelForm):
    """What is to be reached by which day, and when it was."""

    class Meta:
        model = Milestone
        fields = ("title", "title_en", "due", "done_on", "note", "source")
        widgets = {  # noqa: RUF012 - Django's form
            "due": DayInput(),
            "done_on": DayInput(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"done_on": _("Leave it empty until it is reached.")}  # noqa: RUF012

    def _post_clean(self) -> None:
        """Leave the rules to the service, which says in words what is wrong."""

    def details(self) -> MilestoneDetails:
        """Return what was entered, for the service."""
        return MilestoneDetails(**self.cleaned_data, synthetic=self.instance.synthetic)


class ResultForm(forms.ModelForm):
    """One result. Money is asked for in yuan."""

    yuan = forms.DecimalField(
        label=_("Amount (yuan)"),
        max_digits=16,
        decimal_places=2,
        min_value=Decimal("0.01"),
        required=False,
        help_text=_("For income only; other kinds have a count."),
    )

    class Meta:
        model = Result
        fields = (
            "kind",
            "title",
            "title_en",
            "count",
            "bound",
            "reached_on",
            "evidence",
            "source",
            "published",
        )
        widgets = {"reached_on": DayInput()}  # noqa: RUF012 - Django's form

    field_order = ("kind", "title", "title_en", "count", "yuan", "bound")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.amount is not None:
            self.initial["yuan"] = self.instance.amount.yuan

    def _post_clean(self) -> None:
        """Leave the rules to the service, which says in words what is wrong."""

    def details(self) -> ResultDetails:
        """Return what was entered, for the service."""
        values = dict(self.cleaned_data)
        yuan = values.pop("yuan")
        amount = None if yuan is None else Money.from_yuan(yuan, Rounding.HALF_UP)
        return ResultDetails(**values, amount=amount, synthetic=self.instance.synthetic)
