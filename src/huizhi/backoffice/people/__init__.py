"""Screens of the room people: talents, teams, and the import of lists."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.lists.viewsets import imports_of
from huizhi.backoffice.menus import RightMenuItem
from huizhi.backoffice.people.viewsets import PersonViewSet, TeamViewSet
from huizhi.kernel.roles import Right
from huizhi.people.imports.kind import PEOPLE

VIEWSETS = [
    PersonViewSet("person"),
    TeamViewSet("team"),
    imports_of(PEOPLE, records="person", label=_("Talents")),
]
MENU = [
    RightMenuItem(
        _("Talents"),
        reverse_lazy("person:index"),
        right=Right.PEOPLE_VIEW,
        icon_name="user",
        order=100,
    ),
    RightMenuItem(
        _("Teams"),
        reverse_lazy("team:index"),
        right=Right.PEOPLE_VIEW,
        icon_name="group",
        order=110,
    ),
    RightMenuItem(
        _("Import a list"),
        reverse_lazy("people_import:index"),
        right=Right.PEOPLE_IMPORT,
        icon_name="upload",
        order=120,
    ),
]
