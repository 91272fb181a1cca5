"""The lists of tokens and webhooks: one's own; of everybody for who manages users."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.integrations.token_pages import AddToken, RevokeToken, TokenPage
from huizhi.backoffice.integrations.webhook_pages import (
    AddWebhook,
    ChangeWebhook,
    DeleteWebhook,
    PauseWebhook,
    Resend,
    ResumeWebhook,
    WebhookPage,
)
from huizhi.backoffice.viewsets import DateTimeColumn, ScopedViewSet
from huizhi.integrations.models import ApiToken, Webhook
from huizhi.integrations.tokens import tokens_for
from huizhi.integrations.webhooks import webhooks_for
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right

HEADINGS = {"state_words": _("State"), "scope_words": _("Scopes"), "last_day": _("Works until")}


class TokenViewSet(ScopedViewSet):
    """Access tokens, newest first."""

    model = ApiToken
    icon = "key"
    view_right = Right.OFFICE_ENTER
    record_page = TokenPage
    add_page = AddToken
    list_display = (
        "label",
        "user",
        "prefix",
        Column("state_words", label=_("State")),
        DateTimeColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
        Column("last_day", label=_("Works until"), sort_key="expires_at"),
    )
    list_export = (
        "label",
        "user",
        "prefix",
        "scope_words",
        "state_words",
        "made_by",
        "made_at",
        "last_used_at",
        "last_day",
    )
    export_headings: ClassVar = HEADINGS
    search_fields = ("label", "prefix")
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[ApiToken]:
        """Return the tokens this user may see."""
        return tokens_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address that ends a token."""
        revoke = path("<int:pk>/revoke/", RevokeToken.as_view(), name="revoke")
        return [*super().get_urlpatterns(), revoke]


class WebhookViewSet(ScopedViewSet):
    """Webhooks, newest first."""

    model = Webhook
    icon = "mail"
    view_right = Right.OFFICE_ENTER
    record_page = WebhookPage
    add_page = AddWebhook
    edit_page = ChangeWebhook
    list_display = (
        "label",
        "owner",
        "url",
        Column("state_words", label=_("State")),
        "failures",
        DateTimeColumn("made_at", label=_("Made"), sort_key="made_at"),
    )
    list_filter = ("active",)
    list_export = ("label", "owner", "url", "state_words", "failures", "made_at")
    export_headings: ClassVar = HEADINGS
    search_fields = ("label", "url")
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Webhook]:
        """Return the webhooks this user may see."""
        return webhooks_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the addresses of the buttons."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/delete/", DeleteWebhook.as_view(), name="delete"),
            path("<int:pk>/pause/", PauseWebhook.as_view(), name="pause"),
            path("<int:pk>/resume/", ResumeWebhook.as_view(), name="resume"),
            path("<int:pk>/deliveries/<int:delivery>/", Resend.as_view(), name="resend"),
        ]
