"""Names of organisations as they are compared: two spellings of one name have the same key."""

from __future__ import annotations

import re
import unicodedata

_IGNORED = re.compile(r"[\s()\[\]〔〕《》“”\"'·.,，。、—–-]+")


def name_key(name: str) -> str:
    """Return the name without blanks, brackets and punctuation, full-width forms narrowed."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name)).casefold()
