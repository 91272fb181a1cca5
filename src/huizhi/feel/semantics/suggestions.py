"""“Did you mean …?”"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like a name, or None where nothing is near.

    Of several that are as near, the first is returned: inner scopes come before outer ones.
    """
    known = list(dict.fromkeys(candidates))
    folded = _fold(name)
    # Chinese names are short: one wrong character of two leaves but half of them alike.
    least = 0.5 if len(name) <= 3 and not name.isascii() else 0.6
    matcher = SequenceMatcher(b=folded)
    best: str | None = None
    for candidate in known:
        matcher.set_seq1(_fold(candidate))
        if matcher.quick_ratio() >= least and (ratio := matcher.ratio()) >= least:
            best, least = candidate, ratio + 1e-9
    return best or _containing(folded, known)


def _containing(name: str, known: Iterable[str]) -> str | None:
    """Return the longest candidate that is part of the name, or of which the name is part.

    `年龄大于40` holds the name that was meant, followed by words.
    """
    held = [
        candidate
        for candidate in known
        if len(name) > 1
        and len(candidate) > 1
        and (_fold(candidate) in name or name in _fold(candidate))
    ]
    return max(held, key=len, default=None)


def _fold(name: str) -> str:
    """Return a name without blanks and capitals."""
    return name.replace(" ", "").casefold()
