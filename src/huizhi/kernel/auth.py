"""Django's and Wagtail's question "has this user the permission?", answered from the roles."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Model

from huizhi.kernel.models import User
from huizhi.kernel.roles import Right, rights_of
from huizhi.kernel.scope import has_right

ENTER_OFFICE = "wagtailadmin.access_admin"


class RoleBackend(ModelBackend):
    """Signs users in by password; their permissions are the rights of their role.

    A permission is asked for as `huizhi.<right>`, e.g. `huizhi.people.view`; Wagtail's own question
    for its admin is the right to enter the office. Nobody is a superuser.
    """

    def has_perm(self, user_obj: User, perm: str, obj: Model | None = None) -> bool:  # type: ignore[override]
        """Say whether the user's role carries the permission."""
        if perm == ENTER_OFFICE:
            return has_right(user_obj, Right.OFFICE_ENTER)
        room, _, right = perm.partition(".")
        return room == "huizhi" and right in set(Right) and has_right(user_obj, Right(right))

    def get_all_permissions(self, user_obj: User, obj: Model | None = None) -> set[str]:  # type: ignore[override]
        """Return every permission the user has."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        rights = {f"huizhi.{right}" for right in rights_of(user_obj.role)}
        return rights | ({ENTER_OFFICE} if self.has_perm(user_obj, ENTER_OFFICE) else set())

    def has_module_perms(self, user_obj: User, app_label: str) -> bool:  # type: ignore[override]
        """Say whether the user may see anything of an app at all."""
        return app_label in {"huizhi", "wagtailadmin"} and self.has_perm(user_obj, ENTER_OFFICE)
