"""The room as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Registers the room."""

    name = "huizhi.payments"
    label = "payments"
    verbose_name = _("Payments")
