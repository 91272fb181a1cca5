"""A text in the two languages of the screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """The same text in Chinese and in English."""

    zh: str
    en: str

    def get(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Words:
        """Return the words of a mapping `{zh: …, en: …}`."""
        return cls(data["zh"], data["en"])
