"""What every page of the office is told."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def synthetic_city(request: HttpRequest) -> dict[str, bool]:
    """Say whether this installation is a demo, whose people are made up."""
    return {"synthetic_city": settings.DEMO}
