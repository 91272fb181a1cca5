"""Names of organisations as they are compared: two spellings of one name have the same key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_PROVINCE = re.compile(r"^(?:\w{2,3}省|\w{2,6}自治区)")
_CITY = re.compile(r"^(\w{2,3})市")
_COUNTY = re.compile(r"^(\w{1,3})县")
_REGION_WORD = re.compile(r"(?:省|市|县|区)$")
_LEGAL_FORM = re.compile(r"(?:集团|股份|有限|责任|公司)+$")
_REMARKS = re.compile(r"(?:\s*(?:\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】))+\s*$")
_SHORTEST_CORE = 3
_IGNORED = re.compile(r"[\s()\[\]〔〕【】「」《》“”‘’\"'·・•‧.,，。、—–-]+")


def name_key(name: str) -> str:
    """Return the name without blanks, brackets and punctuation, full-width forms narrowed."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True)
class CoreName:
    """A name without its place in front, its legal form and its remark at the end.

    `text` is empty where too little is left. `places` are the city and county in front, without
    the words 市 and 县.
    """

    text: str
    places: frozenset[str] = frozenset()

    def agrees_with(self, other: CoreName) -> bool:
        """Say whether both may be one name: 阳高县供水公司 and 广灵县供水公司 are two."""
        in_one_place = self.places <= other.places or other.places <= self.places
        return bool(self.text) and self.text == other.text and in_one_place


def core_name(name: str, regions: Iterable[str] = ()) -> CoreName:
    """Return the core of a name. `regions` are names of places that may stand in front of it.

    大同市晋北机电有限责任公司（演示） and 晋北机电公司 have the same core. A name without a legal
    form keeps its place: 大同市教育局 and 太原市教育局 are two.
    """
    key = name_key(_REMARKS.sub("", unicodedata.normalize("NFKC", name)))
    text = _LEGAL_FORM.sub("", key)
    if text == key:
        return CoreName(key if len(key) >= _SHORTEST_CORE else "")
    short, places = _without_places(text, regions)
    if len(short) >= _SHORTEST_CORE:
        return CoreName(short, places)
    return CoreName(text if len(text) >= _SHORTEST_CORE else "")


def _without_places(text: str, regions: Iterable[str]) -> tuple[str, frozenset[str]]:
    """Return what follows the places in front of a text, and the places."""
    text = _PROVINCE.sub("", text)
    places = set()
    for form in (_CITY, _COUNTY):
        if match := form.match(text):
            places.add(match[1])
            text = text[match.end() :]
    for region in regions:
        stem = _REGION_WORD.sub("", region)
        found = next((word for word in (region, stem) if text.startswith(word)), "")
        if found and len(stem) > 1:
            places.add(stem)
            text = text.removeprefix(found)
    return text, frozenset(places)
