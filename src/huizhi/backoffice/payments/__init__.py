"""Screens of the room payments: what waits, batches, bank files, confirmation."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.payments.viewsets import PaymentBatchViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [PaymentBatchViewSet("paymentbatch")]
MENU = [
    RightMenuItem(
        _("Payments"),
        reverse_lazy("paymentbatch:index"),
        right=Right.PAYMENTS_VIEW,
        icon_name="form",
        order=400,
    ),
]
