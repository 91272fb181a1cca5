"""Menu items that show only to those who have the right."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem

from huizhi.backoffice.pages import user_of
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right


class RightMenuItem(MenuItem):
    """A menu item behind a right. `order` places it within its group."""

    def __init__(
        self, label: str | Promise, url: str | Promise, *, right: Right, icon_name: str, order: int
    ) -> None:
        super().__init__(label, url, icon_name=icon_name, order=order, name=icon_name + str(order))
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        """Say whether this user sees the item."""
        return has_right(user_of(request), self.right)
