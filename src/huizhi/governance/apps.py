"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    """Who decided what, who does it until when, and what is late."""

    name = "huizhi.governance"
    label = "governance"
    verbose_name = _("Governance")
