"""Who may sign in: finding, adding and changing users."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import SYSTEM_USERNAME, Region, User
from huizhi.kernel.roles import Right, Role
from huizhi.kernel.scope import require


class UserRefused(HuizhiError):
    """A user who cannot be kept like this: the name is taken, the password too weak …"""


@dataclass(frozen=True)
class UserDetails:
    """What a user stands for. A county office needs its county."""

    name: str
    role: Role
    county: Region | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    is_active: bool = True


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


def make_user(*, username: str, details: UserDetails, password: str | None = None) -> User:
    """Add a user in the system's name, for commands: whoever runs them has the machine.

    Without a password the user cannot sign in by one. Errors: `UserRefused`.
    """
    return _add(system_user(), username, details, password)


def add_user(*, actor: User, username: str, details: UserDetails, password: str) -> User:
    """Add a user who signs in with the password. Errors: `UserRefused`."""
    require(actor, Right.USERS_MANAGE)
    return _add(actor, username, details, password)


def change_user(
    *, actor: User, user: User, details: UserDetails, password: str | None = None
) -> User:
    """Change what a user stands for, whether they may sign in, and the password if one is given.

    Errors: `UserRefused`; nobody takes the right to manage users from themselves.
    """
    require(actor, Right.USERS_MANAGE)
    if user.pk == actor.pk and (details.role != user.role or not details.is_active):
        raise UserRefused(_("You cannot take your own role away. Ask another operator."))
    with transaction.atomic():
        _fill(user, details)
        if password:
            _set_password(user, password)
        user.save()
        _log(actor, "users.change", user, changed_password=bool(password))
    return user


def _add(actor: User, username: str, details: UserDetails, password: str | None) -> User:
    if User.objects.filter(username=username).exists():
        raise UserRefused(_("“{name}” signs in already: take another name.").format(name=username))
    user = User(username=username)
    _fill(user, details)
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password)
    with transaction.atomic():
        user.save()
        _log(actor, "users.add", user, changed_password=False)
    return user


def _fill(user: User, details: UserDetails) -> None:
    if details.role == Role.COUNTY and details.county is None:
        raise UserRefused(_("A county office needs its county, or it would see nothing."))
    user.first_name = details.name
    user.role = details.role
    user.county = details.county
    user.organisation_id = details.organisation_id
    user.person_id = details.person_id
    user.is_active = details.is_active


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise UserRefused(" ".join(error.messages)) from error
    user.set_password(password)


def _log(actor: User, action: str, user: User, *, changed_password: bool) -> None:
    detail = {
        "username": user.username,
        "role": user.role,
        "county": user.county_id,
        "active": user.is_active,
        "password": changed_password,
    }
    audit.append(actor=actor, action=action, subject_kind="user", subject_id=user.pk, detail=detail)
