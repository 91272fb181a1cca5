"""Whether looking for a pattern in a text may take too long.

Python's engine tries one way after another, so a pattern such as `(a+)+b` takes a time that doubles
with every character. Counted is in how many ways a pattern can be laid on a text, never too few: a
repeat that what follows it ends for certain, as in `[^,]+,`, has one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

WAYS_LIMIT: Final = 10_000_000
_REPEATS: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT)
_CATEGORIES: Final = {
    ops.CATEGORY_DIGIT: re.compile(r"\d"),
    ops.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    ops.CATEGORY_SPACE: re.compile(r"\s"),
    ops.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    ops.CATEGORY_WORD: re.compile(r"\w"),
    ops.CATEGORY_NOT_WORD: re.compile(r"\W"),
}

_Part = tuple[Any, Any]


def may_take_too_long(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether looking for a pattern in a text could take more than a second or so."""
    parts = list(parser.parse(pattern.pattern, pattern.flags))
    counting = _Counting(text, ignores_case=bool(pattern.flags & re.IGNORECASE))
    anchored = bool(parts) and parts[0] == (ops.AT, ops.AT_BEGINNING)
    starts = 1 if anchored and not pattern.flags & re.MULTILINE else len(text) + 1
    return counting.sequence(parts, frozenset()) * starts > WAYS_LIMIT


class _Counting:
    """Counts ways for one text. A `follower` is what may come after a part, rather too many."""

    def __init__(self, text: str, *, ignores_case: bool) -> None:
        self.length = len(text)
        self.characters = frozenset(text)
        self.ignores_case = ignores_case

    def sequence(self, parts: Sequence[_Part], follower: frozenset[str]) -> int:
        """Return the ways of parts one after another."""
        ways = 1
        for at, part in enumerate(parts):
            after = self.first(parts[at + 1 :], follower)
            ways = min(ways * self.ways(part, after), WAYS_LIMIT + 1)
        return ways

    def ways(self, part: _Part, follower: frozenset[str]) -> int:
        """Return in how many ways a part can be laid on the text from one place on."""
        kind, value = part
        if kind is ops.SUBPATTERN:
            return self.sequence(list(value[3]), follower)
        if kind is ops.BRANCH:
            branches = [list(branch) for branch in value[1]]
            each = [self.sequence(branch, follower) for branch in branches]
            begins = [self.first(branch, follower) for branch in branches]
            apart = sum(map(len, begins)) == len(frozenset().union(*begins))
            return max(each) if apart else sum(each)
        if kind is ops.ASSERT_NOT:
            return self.sequence(list(value[1]), frozenset())
        if kind is ops.GROUPREF:
            return self.length + 1
        return self.repeated(value, follower) if kind in _REPEATS else 1

    def repeated(self, value: Any, follower: frozenset[str]) -> int:
        """Return the ways of a repeat: those of its body, as often as it fits into the text."""
        least, most, body = int(value[0]), min(int(value[1]), self.length), list(value[2])
        begin = self.first(body, follower)
        each = self.sequence(body, begin | follower if follower else begin)
        if each > 1:
            return int(min(each ** min(most, 64), WAYS_LIMIT + 1))
        return max(1, most - least + 1) if begin & follower else 1

    def first(self, parts: Sequence[_Part], follower: frozenset[str]) -> frozenset[str]:
        """Return the characters of the text with which parts, or what follows them, may begin."""
        found: frozenset[str] = frozenset()
        banned: frozenset[str] = frozenset()
        for at, (kind, value) in enumerate(parts):
            if kind is ops.AT:
                if value is ops.AT_END_STRING:
                    return found
            elif kind is ops.ASSERT_NOT:
                # Patterns of XPath look ahead for the one character that a class excludes.
                banned = self.first(list(value[1]), frozenset())
            elif kind is ops.SUBPATTERN:
                return found | self.first([*value[3], *parts[at + 1 :]], follower)
            elif kind is ops.BRANCH:
                return found.union(*(self.first(list(one), self.characters) for one in value[1]))
            elif kind in _REPEATS:
                found |= self.first(list(value[2]), frozenset())
                if value[0]:
                    return found
            else:
                return found | self.taken(kind, value) - banned
        return found | follower

    def taken(self, kind: Any, value: Any) -> frozenset[str]:
        """Return the characters of the text that one character of a pattern stands for."""
        if self.ignores_case:
            return self.characters
        if kind is ops.LITERAL:
            return self.characters & {chr(value)}
        if kind is ops.NOT_LITERAL:
            return self.characters - {chr(value)}
        if kind is ops.IN:
            found = {c for c in self.characters if any(_is_in(item, c) for item in value)}
            negated = value[0][0] is ops.NEGATE
            return self.characters - found if negated else frozenset(found)
        return self.characters


def _is_in(item: _Part, character: str) -> bool:
    kind, value = item
    if kind is ops.LITERAL:
        return bool(ord(character) == value)
    if kind is ops.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if kind is ops.CATEGORY:
        return _CATEGORIES[value].match(character) is not None
    return False
