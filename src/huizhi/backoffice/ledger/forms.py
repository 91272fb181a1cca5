"""Forms of the ledger: a new pool, and money, posts, rooms or vouchers added to one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.ledger.models import Pool, Unit
from huizhi.rules.money import Money, Rounding

LARGEST = Decimal(10) ** 12


class OpenForm(forms.ModelForm):
    """The pool's name and kind; the service makes it."""

    class Meta:
        model = Pool
        fields = ("code", "name", "name_en", "unit", "county", "source")
        help_texts = {  # noqa: RUF012
            "code": _("Small letters, digits and hyphens, such as talent-2021."),
            "county": _("Empty for the whole city."),
            "source": _("Where the means come from, such as a budget's document number."),
        }


class FundForm(forms.Form):
    """How much, and on what ground. Yuan for money, else whole pieces."""

    reason = forms.CharField(
        label=_("Ground"),
        max_length=200,
        help_text=_("The budget or document that appropriates it; it goes on the audit log."),
    )

    def __init__(self, *args: Any, pool: Pool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pool = pool
        money = pool.unit == Unit.MONEY
        places = 2 if money else 0
        self.fields["amount"] = forms.DecimalField(
            label=_("Amount (yuan)") if money else pool.get_unit_display(),
            min_value=Decimal(1).scaleb(-places),
            max_value=LARGEST,
            decimal_places=places,
        )
        self.order_fields(["amount"])

    @property
    def quantity(self) -> int:
        """What to add, in fen or pieces."""
        amount: Decimal = self.cleaned_data["amount"]
        if self.pool.unit == Unit.MONEY:
            return Money.from_yuan(amount, Rounding.HALF_UP).fen
        return int(amount)
