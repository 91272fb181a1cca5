"""Forms of decisions about cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.models import User
from huizhi.ledger.models import Pool
from huizhi.ledger.queries import money_pools_for
from huizhi.ledger.services import shown

LONGEST_REASON = 300


class PoolField(forms.ModelChoiceField):
    """A choice of pools that says what each has left."""

    def label_from_instance(self, obj: Pool) -> str:
        """Return the pool's name and what is available."""
        return _("{pool} ({left} left)").format(
            pool=obj,
            left=shown(obj, obj.available),  # type: ignore[attr-defined]
        )


class ApproveForm(forms.Form):
    """Which pool pays; and what was on the screen when the officer decided."""

    pool = PoolField(
        label=gettext_lazy("Pool"),
        queryset=Pool.objects.none(),
        help_text=gettext_lazy("The approval reserves the money here; nothing is paid yet."),
    )
    seen_count = forms.IntegerField(widget=forms.HiddenInput)
    seen_fen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pool"].queryset = money_pools_for(user)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why an offer or an approval is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept with the case and on the audit log."),
    )
