"""Screens of the organisations: lists, record with names and facts, clusters, duplicates, forms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.lists.viewsets import imports_of
from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.organisations.clusters import ClusterViewSet
from huizhi.backoffice.organisations.viewsets import OrganisationViewSet
from huizhi.kernel.roles import Right
from huizhi.organisations.lists import ORGANISATIONS

VIEWSETS = [
    OrganisationViewSet("organisation"),
    ClusterViewSet("industrycluster"),
    imports_of(ORGANISATIONS, records="organisation", label=_("Organisations")),
]
MENU = [
    RightMenuItem(
        _("Organisations"),
        reverse_lazy("organisation:index"),
        right=Right.ORGANISATIONS_VIEW,
        icon_name="site",
        order=800,
    ),
    RightMenuItem(
        _("Industry clusters"),
        reverse_lazy("industrycluster:index"),
        right=Right.ORGANISATIONS_VIEW,
        icon_name="group",
        order=810,
    ),
    RightMenuItem(
        _("Possible duplicates"),
        reverse_lazy("organisation:similar"),
        right=Right.ORGANISATIONS_VIEW,
        icon_name="copy",
        order=820,
    ),
]
