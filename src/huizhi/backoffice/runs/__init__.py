"""Screens of the entitlements: runs, results, reasons, missing facts, comparisons."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.runs.comparison_viewsets import ComparisonViewSet, DifferenceViewSet
from huizhi.backoffice.runs.viewsets import ResultViewSet, RunViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [
    RunViewSet("run"),
    ResultViewSet("result"),
    ComparisonViewSet("comparison"),
    DifferenceViewSet("difference"),
]
MENU = [
    RightMenuItem(
        _("Entitlement runs"),
        reverse_lazy("run:index"),
        right=Right.RUNS_VIEW,
        icon_name="rotate",
        order=200,
    ),
    RightMenuItem(
        _("Results"),
        reverse_lazy("result:index"),
        right=Right.RUNS_VIEW,
        icon_name="list-ul",
        order=210,
    ),
    RightMenuItem(
        _("Comparisons"),
        reverse_lazy("comparison:index"),
        right=Right.RUNS_VIEW,
        icon_name="resubmit",
        order=220,
    ),
]
