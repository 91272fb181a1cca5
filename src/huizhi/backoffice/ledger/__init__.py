"""Screens of the room ledger: pools, their transfers, opening and adding."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.ledger.viewsets import PoolViewSet
from huizhi.backoffice.menus import RightMenuItem
from huizhi.kernel.roles import Right

VIEWSETS = [PoolViewSet("pool")]
MENU = [
    RightMenuItem(
        _("Pools"),
        reverse_lazy("pool:index"),
        right=Right.LEDGER_VIEW,
        icon_name="table",
        order=450,
    ),
]
