"""Screens of the policies: pack versions, the document reader, putting in force."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.policies.viewsets import PackVersionViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [PackVersionViewSet("packversion")]
MENU = [
    RightMenuItem(
        _("Policies"),
        reverse_lazy("packversion:index"),
        right=Right.POLICIES_VIEW,
        icon_name="doc-full-inverse",
        order=600,
    ),
]
