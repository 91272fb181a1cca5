"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackofficeConfig(AppConfig):
    """Registers the room."""

    name = "huizhi.backoffice"
    label = "backoffice"
    verbose_name = _("Office")
