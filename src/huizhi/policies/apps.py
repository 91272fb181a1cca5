"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Policies, as Django installs them."""

    name = "huizhi.policies"
    label = "policies"
    verbose_name = _("Policies")
