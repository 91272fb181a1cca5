"""The office's frame: which screens there are, the menu, the home page, our styles and scripts.

Each room's screens live in a subpackage that lists its `VIEWSETS` and `MENU`. The menu has what
leaders look at first, then a group for each part of the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from huizhi.backoffice.home import HomePanel

FIRST = ("insight",)
GROUPS = (
    ("talents", gettext_lazy("Talents"), "user", ("people",)),
    (
        "benefits",
        gettext_lazy("Benefits and money"),
        "form",
        ("runs", "cases", "payments", "ledger", "policies"),
    ),
    ("cooperation", gettext_lazy("Cooperation"), "link", ("partners",)),
    ("governance", gettext_lazy("Governance"), "clipboard-list", ("governance",)),
    ("organisations", gettext_lazy("Organisations"), "site", ("organisations",)),
    ("system", gettext_lazy("System"), "cogs", ("system", "integrations")),
)
"""The groups of the menu, each with the rooms whose items it holds."""

_MODULES = {
    room: import_module(f"huizhi.backoffice.{room}")
    for room in (*FIRST, *(room for *_words, rooms in GROUPS for room in rooms))
}


def _items_of(rooms: Iterable[str]) -> list[MenuItem]:
    return [item for room in rooms for item in _MODULES[room].MENU]


_MENU = [
    *_items_of(FIRST),
    *(
        SubmenuMenuItem(
            label, Menu(items=_items_of(rooms)), name=name, icon_name=icon, order=100 * number
        )
        for number, (name, label, icon, rooms) in enumerate(GROUPS, start=1)
    ),
]


def _register_viewsets(viewsets: list[Any]) -> None:
    hooks.register("register_admin_viewset", lambda: viewsets)


for _module in _MODULES.values():
    _register_viewsets(_module.VIEWSETS)
for _item in _MENU:
    hooks.register("register_admin_menu_item", lambda item=_item: item)


@hooks.register("construct_main_menu")
def only_our_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out Wagtail's own items: pages, images, reports, help with its outside guide."""
    items[:] = [item for item in items if item in _MENU]


@hooks.register("construct_homepage_panels")
def only_our_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Show what the user can do instead of a site summary."""
    panels[:] = [HomePanel()]


@hooks.register("construct_homepage_summary_items")
def no_site_summary(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the counts of pages and images."""
    items.clear()


@hooks.register("insert_global_admin_css")
def our_styles() -> SafeString:
    """Add the office's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("huizhi/office.css"))


@hooks.register("insert_global_admin_js")
def our_scripts() -> SafeString:
    """Add htmx (for fragments that refresh) and the office's script."""
    return format_html(
        '<script src="{}" defer></script><script src="{}" defer></script>',
        static("django_htmx/htmx-2.min.js"),
        static("huizhi/office.js"),
    )
