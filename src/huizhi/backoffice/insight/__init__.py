"""Screens of the room insight: the leaders' page, parts of the money, monthly reports."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.chart_files import ChartViewSet
from huizhi.backoffice.insight.leaders import LeadersViewSet
from huizhi.backoffice.insight.viewsets import FundingViewSet, ReportViewSet
from huizhi.backoffice.menus import RightMenuItem
from huizhi.kernel.roles import Right

VIEWSETS = [
    LeadersViewSet("leaders"),
    FundingViewSet("funding"),
    ReportViewSet("report"),
    ChartViewSet("chart", url_prefix="charts"),
]
MENU = [
    RightMenuItem(
        _("Leaders' page"),
        reverse_lazy("leaders:page"),
        right=Right.INSIGHT_VIEW,
        icon_name="view",
        order=10,
    ),
    RightMenuItem(
        _("Monthly reports"),
        reverse_lazy("report:index"),
        right=Right.INSIGHT_VIEW,
        icon_name="doc-full",
        order=20,
    ),
]
