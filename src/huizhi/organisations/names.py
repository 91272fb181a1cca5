"""Names of organisations as they are compared: two spellings of one name have the same key."""

from __future__ import annotations

import re
import unicodedata

_PLACE = re.compile(r"^(?:\w{2,3}省)?(?:\w{2,3}市)?")
_LEGAL_FORM = re.compile(r"(?:集团|股份|有限|责任|公司)+$")
_SHORTEST_CORE = 3
_IGNORED = re.compile(r"[\s()\[\]〔〕《》“”\"'·.,，。、—–-]+")


def name_key(name: str) -> str:
    """Return the name without blanks, brackets and punctuation, full-width forms narrowed."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name)).casefold()


def core_name(name: str) -> str:
    """Return the comparable name without its place in front and its legal form at the end.

    大同市晋北机电有限责任公司 and 晋北机电公司 have the same core. Empty where too little is left,
    and for a name without a legal form: 大同市教育局 and 太原市教育局 are two.
    """
    key = name_key(name)
    core = _LEGAL_FORM.sub("", key)
    if core == key:
        return ""
    core = _PLACE.sub("", core)
    return core if len(core) >= _SHORTEST_CORE else ""
