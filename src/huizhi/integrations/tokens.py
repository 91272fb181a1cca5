"""What changes tokens: making, revoking; and what each request asks: whose it is, and how often.

A secret is `hz_<prefix>_<rest>`: the prefix finds the row, SHA-256 of the whole proves it. A random
secret of 256 bits needs no slow hash.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.integrations.errors import ScopeMissing, TokenRefused
from huizhi.integrations.models import ApiScope, ApiToken
from huizhi.kernel import audit, clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, require

LONGEST_DAYS = 366
SECRET = re.compile(r"hz_(?P<prefix>[0-9a-f]{8})_[0-9A-Za-z_-]{43}")
SECONDS_A_MINUTE = 60


def tokens_for(user: User) -> QuerySet[ApiToken]:
    """Return the tokens a user may see: every one for who manages users, else their own."""
    rows = ApiToken.objects.select_related("user", "made_by")
    return rows if has_right(user, Right.USERS_MANAGE) else rows.filter(user=user)


def make_token(
    *, actor: User, user: User, label: str, scopes: Sequence[str], expires_on: dt.date
) -> tuple[ApiToken, str]:
    """Make a token that acts for a user; return it with its secret, which nothing shows again.

    `expires_on` is the last day on which it works. Errors: `RightMissing` for a token of somebody
    else, `TokenRefused`.
    """
    require_own(actor, user)
    _check(user, label, scopes, expires_on)
    prefix = secrets.token_hex(4)
    secret = f"hz_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=user,
            label=label.strip(),
            prefix=prefix,
            secret_hash=_hash(secret),
            scopes=sorted(scopes),
            made_by=actor,
            made_at=clock.now(),
            expires_at=_end_of(expires_on),
        )
        detail = {"prefix": prefix, "user": user.pk, "scopes": token.scopes}
        _log(actor, "tokens.make", token, {**detail, "expires": expires_on.isoformat()})
    return token, secret


def revoke_token(*, actor: User, token: ApiToken) -> None:
    """End a token at once. One that is revoked already stays as it is. Errors: `RightMissing`."""
    require_own(actor, token.user)
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
            _log(actor, "tokens.revoke", token, {"prefix": token.prefix, "user": token.user_id})


def require_own(actor: User, user: User) -> None:
    """Refuse with `RightMissing` who acts for somebody else without managing users."""
    require(actor, Right.OFFICE_ENTER if actor.pk == user.pk else Right.USERS_MANAGE)


def find_token(secret: str) -> ApiToken | None:
    """Return the valid token of a secret whose user may still sign in, or None."""
    match = SECRET.fullmatch(secret)
    if match is None:
        return None
    token = ApiToken.objects.select_related("user__county").filter(prefix=match["prefix"]).first()
    if token is None or not hmac.compare_digest(token.secret_hash, _hash(secret)):
        return None
    return token if token.is_valid and token.user.is_active else None


def count_call(token: ApiToken) -> int:
    """Count a call; return 0, or the seconds to wait once the minute's calls are used up.

    One statement on the token's own row, so that all processes count together.
    """
    now = clock.now()
    minute = now.replace(second=0, microsecond=0)
    counted = (
        ApiToken.objects.filter(pk=token.pk)
        .exclude(Q(minute=minute, calls__gte=settings.API_CALLS_PER_MINUTE))
        .update(
            calls=Case(When(minute=minute, then=F("calls") + 1), default=1),
            minute=minute,
            last_used_at=now,
        )
    )
    return 0 if counted else SECONDS_A_MINUTE - now.second


def require_scope(token: ApiToken, scope: ApiScope) -> None:
    """Refuse with `ScopeMissing` when the token does not carry the scope."""
    if scope not in token.scopes:
        raise ScopeMissing(
            _("This token does not carry the scope “{scope}”. Make one that does.").format(
                scope=scope.value
            )
        )


def _check(user: User, label: str, scopes: Sequence[str], expires_on: dt.date) -> None:
    if not label.strip():
        raise TokenRefused(_("Say what the token is for, so that it can be told from others."))
    if not scopes or not set(scopes) <= set(ApiScope.values):
        raise TokenRefused(
            _("Choose at least one scope of: {scopes}.").format(scopes=", ".join(ApiScope.values))
        )
    today = clock.today()
    if not today <= expires_on <= today + dt.timedelta(days=LONGEST_DAYS):
        raise TokenRefused(
            _("The last day must lie between today and {last}.").format(
                last=today + dt.timedelta(days=LONGEST_DAYS)
            )
        )
    if not user.is_active:
        raise TokenRefused(
            _("{name} may not sign in, so no token acts for them.").format(name=user)
        )


def _end_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _log(actor: User, action: str, token: ApiToken, detail: dict[str, object]) -> None:
    audit.append(
        actor=actor, action=action, subject_kind="api_token", subject_id=token.pk, detail=detail
    )
