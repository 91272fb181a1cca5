"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Registers the room."""

    name = "huizhi.cases"
    label = "cases"
    verbose_name = _("Cases")
