"""The language of the present screen, as the rules name it."""

from __future__ import annotations

from django.utils.translation import get_language

from huizhi.rules.words import Language


def shown_name(name: str, name_en: str) -> str:
    """Return a name in the language of the screen; the Chinese one where there is no other."""
    return (name_en if screen_language() == "en" else "") or name


def screen_language() -> Language:
    """Return the language of `Words` that fits the present screen; Chinese where none is set."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"
