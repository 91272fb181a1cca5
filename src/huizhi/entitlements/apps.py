"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitlementsConfig(AppConfig):
    """Entitlements, as Django installs them."""

    name = "huizhi.entitlements"
    label = "entitlements"
    verbose_name = _("Entitlements")
