"""The words for every finding, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping


def render(code: str, parameters: Mapping[str, str], language: str) -> str:
    """Return the sentence of a code, its blanks filled."""
    return f"{code} {dict(parameters)}"
