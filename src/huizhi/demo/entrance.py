"""The demo's entrance: one button for each role, for visitors on the same machine only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from huizhi.demo.visitors import NAMES, SECOND_OFFICER, username
from huizhi.kernel.models import User
from huizhi.kernel.roles import Role
from huizhi.portal.personal.views import start_page

BACKEND = "huizhi.kernel.auth.RoleBackend"
LOOPBACK = {"127.0.0.1", "::1"}
NAMES_OF_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
FORWARDING = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
WHAT_THEY_DO = {
    Role.PROGRAMME_OFFICE: _("Policies, runs, cases, partnerships: the whole programme"),
    SECOND_OFFICER: _("Decides on drafts of policies that the first officer sent"),
    Role.DEPARTMENT: _("Confirms facts, approves what another offered, pays"),
    Role.COUNTY: _("The people and organisations of one county"),
    Role.AUDITOR: _("Reads everything, changes nothing, checks the log"),
    Role.OPERATOR: _("Users and background jobs, no personal data"),
    Role.TALENT: _("One person: the facts about them and what they come to"),
    Role.EMPLOYER: _("One employer: its people and what they are entitled to"),
    Role.UNIVERSITY: _("One university: its agreements and bases"),
}


def is_here(request: HttpRequest) -> bool:
    """Say whether a request comes from this machine itself, through no proxy, asking for it.

    The name in the request matters too: a proxy on this machine that adds no header would else
    open the demo to whoever reaches it by the city's name.
    """
    if split_domain_port(request.get_host())[0] not in NAMES_OF_LOOPBACK:
        return False
    if any(request.META.get(header) for header in FORWARDING):
        return False
    return request.META.get("REMOTE_ADDR") in LOOPBACK


@method_decorator(never_cache, name="dispatch")
class Entrance(TemplateView):
    """Shows the roles; by POST signs the visitor in as one. For all others it does not exist."""

    template_name = "demo/enter.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may enter at all."""
        if not settings.DEMO or not is_here(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the roles whose users are there."""
        names = [username(visitor) for visitor in WHAT_THEY_DO]
        users = {
            user.username: user
            for user in User.objects.filter(username__in=names).select_related("county")
        }
        visitors = [
            {
                "key": str(visitor),
                "label": _label(visitor, users[username(visitor)]),
                "does": does,
                "user": users[username(visitor)],
            }
            for visitor, does in WHAT_THEY_DO.items()
            if username(visitor) in users
        ]
        return super().get_context_data(visitors=visitors, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Sign the visitor in as the one chosen."""
        visitor = request.POST.get("role", "")
        if visitor not in NAMES:
            raise Http404
        user = User.objects.filter(username=username(visitor), is_active=True).first()
        if user is None:
            raise Http404
        login(request, user, backend=BACKEND)
        return redirect(start_page(user))


def _label(visitor: str, user: User) -> Any:
    return (
        _("Programme office, second officer")
        if visitor == SECOND_OFFICER
        else user.get_role_display()
    )
