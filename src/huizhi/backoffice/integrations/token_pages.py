"""Pages of tokens: one, a new one with its secret shown once, the end of one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.integrations.forms import TokenForm
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.integrations import tokens
from huizhi.integrations.models import ApiToken
from huizhi.kernel.roles import Right


def tokens_step() -> dict[str, str]:
    """Return the step of the trail that leads to the list."""
    return {"url": reverse("apitoken:index"), "label": _("Access tokens")}


class TokenPage(RecordPage):
    """One token; its secret is not on it."""

    right = Right.OFFICE_ENTER
    template_name = "backoffice/integrations/token.html"
    header_icon = "key"

    def rows(self) -> QuerySet[ApiToken]:
        """Return the tokens this user may see."""
        return tokens.tokens_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [tokens_step()]


class AddToken(FormPage):
    """Makes a token. The page after it is the only one that ever shows the secret."""

    right = Right.OFFICE_ENTER
    page_title = gettext_lazy("Make an access token")
    header_icon = "key"
    form_class = TokenForm
    submit_label = gettext_lazy("Make")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [tokens_step()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: TokenForm) -> tuple[ApiToken, str]:
        """Make it."""
        data = form.cleaned_data
        return tokens.make_token(
            actor=self.user,
            user=form.acts_for(),
            label=data["label"],
            scopes=data["scopes"],
            expires_on=data["expires_on"],
        )

    def answer(self, made: tuple[ApiToken, str]) -> HttpResponseBase:
        """Show the secret in the answer itself: kept in a session it would lie on the disk."""
        token, secret = made
        context = self.get_context_data(
            form=None,
            made=token,
            secret=secret,
            address=reverse("apitoken:record", args=[token.pk]),
        )
        return render(self.request, "backoffice/integrations/secret.html", context)


class RevokeToken(FormPage, TokenPage):
    """Ends a token, after a question."""

    template_name = "backoffice/integrations/revoke.html"
    form_class = Form
    submit_label = gettext_lazy("Revoke the token")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Revoke: {name}").format(name=self.record)

    def save(self, form: Form) -> ApiToken:
        """End it."""
        tokens.revoke_token(actor=self.user, token=self.record)
        return self.record

    def success_message(self, made: ApiToken) -> str:
        """Say that it is done."""
        return _("“{name}” opens nothing any more.").format(name=made)

    def success_address(self, made: ApiToken) -> str:
        """Go back to the token."""
        return reverse("apitoken:record", args=[made.pk])
