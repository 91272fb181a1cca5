"""Forms of tokens and webhooks. Only who manages users chooses for whom they act."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.integrations.models import ApiScope
from huizhi.integrations.webhooks import ACTIONS, WebhookDetails
from huizhi.kernel import clock
from huizhi.kernel.models import SYSTEM_USERNAME, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right

USUAL_DAYS = 90


class _ActsForForm(forms.Form):
    """A form about something that acts for a user: for oneself, or for whom the operator says."""

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).exclude(username=SYSTEM_USERNAME).order_by("username"),
        label=_("Acts for"),
        help_text=_("It sees and does what this user may see and do, never more."),
    )
    label = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("For example the name of the system that uses it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.maker = user
        if not has_right(user, Right.USERS_MANAGE):
            del self.fields["user"]

    def acts_for(self) -> User:
        """Return the user for whom it acts."""
        chosen: User = self.cleaned_data.get("user", self.maker)
        return chosen


class TokenForm(_ActsForForm):
    """A token to make."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=_("Works until"),
        widget=DayInput(),
        help_text=_("The last day, at most a year from now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_on"].initial = clock.today() + dt.timedelta(days=USUAL_DAYS)


class WebhookForm(_ActsForForm):
    """A webhook to add."""

    url = forms.CharField(
        label=_("Address"),
        max_length=400,
        widget=forms.URLInput,
        help_text=_("Messages are sent there by POST. It begins with https://."),
    )
    actions = forms.MultipleChoiceField(
        label=_("Changes to be told"),
        choices=list(ACTIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A message holds the number of the record, no content."),
    )

    def details(self) -> WebhookDetails:
        """Return what was entered, for the service."""
        data = self.cleaned_data
        return WebhookDetails(label=data["label"], url=data["url"], actions=data["actions"])


class ChangeWebhookForm(WebhookForm):
    """What can be changed about a webhook; its owner stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("user", None)
