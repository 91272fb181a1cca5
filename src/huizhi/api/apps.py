"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """The REST interface and the page that describes it."""

    name = "huizhi.api"
    label = "api"
    verbose_name = _("REST interface")
