"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Organisations and who belongs to whom."""

    name = "huizhi.organisations"
    label = "organisations"
    verbose_name = _("Organisations")
