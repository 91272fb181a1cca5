"""Screens of the cooperation: agreements, bases, projects, visits, platforms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.partners.outcomes.viewsets import MilestoneViewSet, ResultViewSet
from huizhi.backoffice.partners.pages import ICONS
from huizhi.backoffice.partners.series.viewsets import (
    IndicatorViewSet,
    PointUploadViewSet,
    SeriesViewSet,
)
from huizhi.backoffice.partners.viewsets import (
    AgreementViewSet,
    BaseViewSet,
    PlatformViewSet,
    ProjectViewSet,
    VisitViewSet,
)
from huizhi.kernel.roles import Right
from huizhi.partners.models import Agreement, Base, Platform, Project, Visit

VIEWSETS = [
    AgreementViewSet("agreement"),
    BaseViewSet("base"),
    ProjectViewSet("project"),
    VisitViewSet("visit"),
    PlatformViewSet("platform"),
    MilestoneViewSet("milestone"),
    ResultViewSet("projectresult"),
    SeriesViewSet("series"),
    IndicatorViewSet("indicator"),
    PointUploadViewSet("pointupload"),
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
MENU += [
    RightMenuItem(
        label,
        reverse_lazy(address),
        right=Right.PARTNERS_VIEW,
        icon_name=icon,
        order=order,
    )
    for address, label, icon, order in (
        ("projectresult:index", pgettext_lazy("of a project", "Results"), "success", 722),
        ("series:index", _("Indicator series"), "decimal", 724),
    )
]
