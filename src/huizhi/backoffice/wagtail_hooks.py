"""The office's frame: which screens there are, the menu, the home page, our styles and scripts.

Each room's screens live in a subpackage that lists its `VIEWSETS` and `MENU`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from huizhi.backoffice.home import HomePanel

ROOMS = (
    "insight",
    "people",
    "runs",
    "cases",
    "payments",
    "ledger",
    "policies",
    "partners",
    "governance",
    "organisations",
    "integrations",
    "system",
)
_MODULES = [import_module(f"huizhi.backoffice.{room}") for room in ROOMS]


def _register_viewsets(viewsets: list[Any]) -> None:
    hooks.register("register_admin_viewset", lambda: viewsets)


def _register_menu(items: list[MenuItem]) -> None:
    for item in items:
        hooks.register("register_admin_menu_item", lambda item=item: item)


for _module in _MODULES:
    _register_viewsets(_module.VIEWSETS)
    _register_menu(_module.MENU)
_OUR_ITEMS = {id(item) for module in _MODULES for item in module.MENU}


@hooks.register("construct_main_menu")
def only_our_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out Wagtail's own items: pages, images, reports, help with its outside guide."""
    items[:] = [item for item in items if id(item) in _OUR_ITEMS]


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
