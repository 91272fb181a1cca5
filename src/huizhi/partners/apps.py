"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Cooperation with universities and institutes."""

    name = "huizhi.partners"
    label = "partners"
    verbose_name = _("Cooperation")
