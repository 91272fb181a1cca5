"""Finding and making users."""

from __future__ import annotations

from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Role

SYSTEM_USERNAME = "system"


def system_user() -> User:
    """Return the user in whose name commands and seeds act. It can never sign in."""
    user, made = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={"role": Role.PROGRAMME_OFFICE, "first_name": "系统"},
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def make_user(
    *,
    username: str,
    role: Role,
    name: str,
    county: Region | None = None,
    organisation_id: int | None = None,
    person_id: int | None = None,
) -> User:
    """Return the user of this name, made if need be, without a password."""
    user, made = User.objects.get_or_create(
        username=username,
        defaults={
            "role": role,
            "first_name": name,
            "county": county,
            "organisation_id": organisation_id,
            "person_id": person_id,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
