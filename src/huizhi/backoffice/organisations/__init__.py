"""Screens of the organisations: list, record with facts and cooperation, forms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.lists.viewsets import imports_of
from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.organisations.viewsets import OrganisationViewSet
from huizhi.kernel.roles import Right
from huizhi.organisations.lists import ORGANISATIONS

VIEWSETS = [
    OrganisationViewSet("organisation"),
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
]
