"""Access tokens: another system acts for a user, within the scopes the token carries."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from huizhi.kernel import clock
from huizhi.kernel.models import User


class ApiScope(models.TextChoices):
    """What a token may be used for, within the rights of its user."""

    ORGANISATIONS_READ = "organisations:read", _("Read organisations")
    ORGANISATIONS_WRITE = "organisations:write", _("Add and change organisations")
    PARTNERS_READ = (
        "partners:read",
        _("Read agreements, bases, projects, visits, events, platforms and their parts"),
    )
    PARTNERS_WRITE = "partners:write", _("Add, change and move records of the cooperation")
    SERIES_READ = "series:read", _("Read indicator series and their values")
    SERIES_WRITE = "series:write", _("Send points of indicator series")
    GOVERNANCE_READ = "governance:read", _("Read tasks, problems, meetings and plans")
    GOVERNANCE_WRITE = "governance:write", _("Add, change and move tasks and problems")


class ApiToken(models.Model):
    """A token. Its secret is shown once; only its SHA-256 is kept, found by the prefix.

    `minute` and `calls` count the calls of the present minute, see `tokens.count_call`.
    """

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("Acts for"), related_name="+")
    label = models.CharField(_("What it is for"), max_length=80)
    prefix = models.CharField(_("Begins with"), max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes: models.JSONField[Any, Any] = models.JSONField(_("Scopes"), default=list)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("Made by"), related_name="+")
    made_at = models.DateTimeField(_("Made"))
    expires_at = models.DateTimeField(_("Expires"))
    last_used_at = models.DateTimeField(_("Last used"), null=True)
    revoked_at = models.DateTimeField(_("Revoked"), null=True)
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Access token")
        verbose_name_plural = _("Access tokens")

    def __str__(self) -> str:
        return self.label

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything: neither revoked nor expired."""
        return self.revoked_at is None and clock.now() < self.expires_at

    @property
    def last_day(self) -> dt.date:
        """The last day on which it works."""
        return timezone.localtime(self.expires_at - dt.timedelta(seconds=1)).date()

    @property
    def state_words(self) -> str:
        """Its state in words."""
        if self.revoked_at is not None:
            return str(_("Revoked"))
        return pgettext("of a token", "Valid") if self.is_valid else str(_("Expired"))

    @property
    def scope_words(self) -> str:
        """Its scopes in words."""
        return "、".join(str(ApiScope(scope).label) for scope in self.scopes)
