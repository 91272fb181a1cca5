"""Screens of the organisations: list, record with facts and cooperation, forms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.organisations.viewsets import OrganisationViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [OrganisationViewSet("organisation")]
MENU = [
    RightMenuItem(
        _("Organisations"),
        reverse_lazy("organisation:index"),
        right=Right.ORGANISATIONS_VIEW,
        icon_name="site",
        order=800,
    ),
]
