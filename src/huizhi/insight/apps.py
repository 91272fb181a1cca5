"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    """What leaders see: figures with the lists behind them, and monthly reports."""

    name = "huizhi.insight"
    label = "insight"
    verbose_name = _("Insight")
