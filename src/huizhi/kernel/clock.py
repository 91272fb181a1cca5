"""The one place that reads the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """Return the present moment, with zone."""
    return timezone.now()


def today() -> dt.date:
    """Return the present date in the installation's zone."""
    return timezone.localdate()
