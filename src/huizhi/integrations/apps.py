"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    """Access tokens, answers kept for repeated requests, webhooks."""

    name = "huizhi.integrations"
    label = "integrations"
    verbose_name = _("Integrations")
