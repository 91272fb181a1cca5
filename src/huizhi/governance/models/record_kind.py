"""What kinds of records of the cooperation a task or a problem may be about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordKind(models.TextChoices):
    """The records of the cooperation that a task or a problem may be about."""

    AGREEMENT = "agreement", _("Agreement")
    BASE = "base", _("Base")
    PROJECT = "project", _("Project")
    VISIT = "visit", _("Visit")
    PLATFORM = "platform", _("Platform")
