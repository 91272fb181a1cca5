"""Screens of the cooperation: agreements, bases, projects, visits, platforms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.lists.viewsets import imports_of
from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.partners.pages import ICONS
from huizhi.backoffice.partners.viewsets import (
    AgreementViewSet,
    BaseViewSet,
    PlatformViewSet,
    ProjectViewSet,
    VisitViewSet,
)
from huizhi.kernel.roles import Right
from huizhi.partners.lists import AGREEMENTS, BASES, PLATFORMS, PROJECTS, VISITS
from huizhi.partners.models import Agreement, Base, Platform, Project, Visit

VIEWSETS = [
    AgreementViewSet("agreement"),
    BaseViewSet("base"),
    ProjectViewSet("project"),
    VisitViewSet("visit"),
    PlatformViewSet("platform"),
    *(
        imports_of(kind, records=kind.name, label=kind.model._meta.verbose_name_plural)
        for kind in (AGREEMENTS, BASES, PROJECTS, VISITS, PLATFORMS)
    ),
]
MENU = [
    RightMenuItem(
        label,
        reverse_lazy(f"{model._meta.model_name}:index"),
        right=Right.PARTNERS_VIEW,
        icon_name=ICONS[model],
        order=order,
    )
    for model, label, order in (
        (Agreement, _("Agreements"), 700),
        (Base, _("Bases"), 710),
        (Project, _("Projects"), 720),
        (Visit, _("Visits"), 730),
        (Platform, _("Platforms"), 740),
    )
]
