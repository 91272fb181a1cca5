"""Screens of the kernel: jobs, the audit log, users."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.system.audit import AuditViewSet
from huizhi.backoffice.system.viewsets import JobViewSet, UserViewSet
from huizhi.kernel.roles import Right

VIEWSETS = [JobViewSet("job"), AuditViewSet("auditentry"), UserViewSet("user")]
MENU = [
    RightMenuItem(
        _("Background jobs"),
        reverse_lazy("job:index"),
        right=Right.JOBS_VIEW,
        icon_name="cogs",
        order=900,
    ),
    RightMenuItem(
        _("Audit log"),
        reverse_lazy("auditentry:index"),
        right=Right.AUDIT_VIEW,
        icon_name="history",
        order=910,
    ),
    RightMenuItem(
        _("Users"),
        reverse_lazy("user:index"),
        right=Right.USERS_MANAGE,
        icon_name="user",
        order=920,
    ),
]
