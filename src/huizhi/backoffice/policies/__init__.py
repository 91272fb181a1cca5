"""Screens of the policies: versions, the reader, putting in force, the desk for drafts."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.policies.viewsets import PackDraftViewSet, PackVersionViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [PackVersionViewSet("packversion"), PackDraftViewSet("packdraft")]
MENU = [
    RightMenuItem(
        _("Policies"),
        reverse_lazy("packversion:index"),
        right=Right.POLICIES_VIEW,
        icon_name="doc-full-inverse",
        order=600,
    ),
    RightMenuItem(
        _("Policy desk"),
        reverse_lazy("packdraft:index"),
        right=Right.POLICIES_VIEW,
        icon_name="edit",
        order=605,
    ),
]
