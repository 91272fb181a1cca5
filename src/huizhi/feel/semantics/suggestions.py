"""“Did you mean …?”"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like a name, or None where nothing is near."""
    known = list(dict.fromkeys(candidates))
    # Chinese names are short: one wrong character of two leaves but half of them alike.
    short = len(name) <= 3 and not name.isascii()
    close = get_close_matches(name, known, n=1, cutoff=0.5 if short else 0.6)
    if close:
        return close[0]
    folded = {_fold(candidate): candidate for candidate in known}
    if _fold(name) in folded:
        return folded[_fold(name)]
    # `年龄大于40` holds the name that was meant, followed by words.
    held = [candidate for candidate in known if len(candidate) > 1 and candidate in name]
    return max(held, key=len, default=None)


def _fold(name: str) -> str:
    """Return a name without blanks and capitals."""
    return name.replace(" ", "").casefold()
