"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Registers the room."""

    name = "huizhi.portal"
    label = "portal"
    verbose_name = _("Public site")
