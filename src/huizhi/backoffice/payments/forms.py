"""Forms of payments: a bank account, and the bank's confirmation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    """Where a subject is paid."""

    holder = forms.CharField(label=_("Holder"), max_length=200)
    bank = forms.CharField(label=_("Bank"), max_length=100)
    number = forms.CharField(
        label=_("Account number"),
        max_length=50,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("9 to 30 digits; spaces do not matter. It is kept encrypted."),
    )


class ConfirmForm(forms.Form):
    """The bank has paid."""

    confirmed = forms.BooleanField(label=_("The bank has confirmed every payment of this batch."))
