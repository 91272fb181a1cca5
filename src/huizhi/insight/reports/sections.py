"""The sections of a report, their titles, and the wording that each begins with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from huizhi.rules.words import Words

SECTIONS = {
    "overview": _("Overview"),
    "cooperation": _("Agreements and bases"),
    "projects": _("Projects and money"),
    "visits": _("Visits and events"),
    "talents": _("Talents and payments"),
    "problems": _("Problems"),
    "next": _("Next month"),
}
PROBLEMS = "problems"


@lru_cache(maxsize=1)
def default_texts() -> dict[str, Words]:
    """Return the wording that comes with the system, by section."""
    path = Path(__file__).with_name("default_texts.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {section: Words.of(content[section]) for section in SECTIONS}
