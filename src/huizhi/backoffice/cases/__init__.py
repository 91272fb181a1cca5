"""Screens of the room cases: offers, the list, one case, approvals, withdrawal."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.cases.viewsets import CaseViewSet
from huizhi.backoffice.menus import RightMenuItem
from huizhi.kernel.roles import Right

VIEWSETS = [CaseViewSet("case")]
MENU = [
    RightMenuItem(
        _("Cases"),
        reverse_lazy("case:index"),
        right=Right.CASES_VIEW,
        icon_name="tasks",
        order=300,
    ),
    RightMenuItem(
        _("Make offers"),
        reverse_lazy("case:offers"),
        right=Right.CASES_OFFER,
        icon_name="mail",
        order=310,
    ),
]
