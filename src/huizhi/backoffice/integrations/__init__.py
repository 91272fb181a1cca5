"""Screens of the integrations: access tokens, webhooks and their deliveries."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.integrations.viewsets import TokenViewSet, WebhookViewSet
from huizhi.backoffice.menus import RightMenuItem
from huizhi.kernel.roles import Right

VIEWSETS = [TokenViewSet("apitoken"), WebhookViewSet("webhook")]
MENU = [
    RightMenuItem(
        _("Access tokens"),
        reverse_lazy("apitoken:index"),
        right=Right.OFFICE_ENTER,
        icon_name="key",
        order=930,
    ),
    RightMenuItem(
        _("Webhooks"),
        reverse_lazy("webhook:index"),
        right=Right.OFFICE_ENTER,
        icon_name="mail",
        order=940,
    ),
    RightMenuItem(
        _("REST interface"),
        reverse_lazy("api_docs"),
        right=Right.OFFICE_ENTER,
        icon_name="code",
        order=950,
    ),
]
