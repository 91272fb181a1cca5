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

    @classmethod
    def of_label(cls, data: str | Mapping[str, str]) -> Words:
        """Return the words of a mapping, or of a plain text: the Chinese one, shown in both."""
        return cls(data, data) if isinstance(data, str) else cls.of(data)

    @classmethod
    def of_name(cls, name: str, english: str) -> Words:
        """Return a name of the language with its English name as people read it."""
        return cls(name, english.replace("_", " ").capitalize() or name)
