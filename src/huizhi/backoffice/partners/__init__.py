"""Screens of the cooperation: agreements, bases, projects, visits, events, platforms."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.backoffice.lists.viewsets import imports_of, imports_of_records
from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.partners.outcomes.viewsets import MilestoneViewSet, ResultViewSet
from huizhi.backoffice.partners.pages import ICONS
from huizhi.backoffice.partners.part_lists import (
    AdviceViewSet,
    BaseKindViewSet,
    ObligationViewSet,
    VisitReportViewSet,
)
from huizhi.backoffice.partners.series.viewsets import (
    IndicatorViewSet,
    PointUploadViewSet,
    SeriesViewSet,
)
from huizhi.backoffice.partners.viewsets import (
    AgreementViewSet,
    BaseViewSet,
    EventViewSet,
    PlatformViewSet,
    ProjectViewSet,
    VisitViewSet,
)
from huizhi.kernel.roles import Right
from huizhi.partners.lists import (
    ADVICE,
    AGREEMENTS,
    BASES,
    EVENTS,
    MILESTONES,
    OBLIGATIONS,
    PLATFORMS,
    PROJECTS,
    RESULTS,
    VISITS,
)
from huizhi.partners.models import Agreement, Base, Event, Platform, Project, Visit

VIEWSETS = [
    AgreementViewSet("agreement"),
    BaseViewSet("base"),
    ProjectViewSet("project"),
    VisitViewSet("visit"),
    EventViewSet("event"),
    PlatformViewSet("platform"),
    MilestoneViewSet("milestone"),
    ResultViewSet("projectresult"),
    SeriesViewSet("series"),
    IndicatorViewSet("indicator"),
    PointUploadViewSet("pointupload"),
    ObligationViewSet("obligation"),
    AdviceViewSet("advice"),
    VisitReportViewSet("visitreport"),
    BaseKindViewSet("basekind"),
    *imports_of_records(
        AGREEMENTS,
        BASES,
        PROJECTS,
        VISITS,
        EVENTS,
        PLATFORMS,
        OBLIGATIONS,
        MILESTONES,
        ADVICE,
    ),
    imports_of(RESULTS, records="projectresult", label=RESULTS.model._meta.verbose_name_plural),
]
MENU = [
    RightMenuItem(
        label,
        reverse_lazy(f"{name}:index"),
        right=Right.PARTNERS_VIEW,
        icon_name=icon,
        order=order,
    )
    for name, icon, label, order in (
        ("agreement", ICONS[Agreement], _("Agreements"), 700),
        ("obligation", "tasks", _("Obligations"), 705),
        ("base", ICONS[Base], _("Bases"), 710),
        ("basekind", "list-ul", _("Kinds of bases"), 715),
        ("project", ICONS[Project], _("Projects"), 720),
        ("visit", ICONS[Visit], _("Visits"), 730),
        ("visitreport", "doc-full", _("Reports delivered"), 732),
        ("event", ICONS[Event], _("Events"), 735),
        ("platform", ICONS[Platform], _("Platforms"), 740),
        ("advice", "comment", _("Advice"), 745),
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
        ("milestone:index", _("Milestones"), "calendar-check", 721),
        ("projectresult:index", pgettext_lazy("of a project", "Results"), "success", 722),
        ("series:index", _("Indicator series"), "decimal", 724),
    )
]
