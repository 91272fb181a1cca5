"""Which fact a heading means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from huizhi.rules.fact_tables.characters import squeeze
from huizhi.rules.fact_tables.layout import Heading
from huizhi.rules.facts.model import Catalogue, Fact, KindFacts
from huizhi.rules.subjects import SubjectKind

_BRACKETED = re.compile(r"\(([^()]*)\)$")
_MARKS = re.compile(r"^[*★※]+|[*★※:：]+$")
_BETWEEN_PARTS = re.compile(r"[./·]")
_IN_TEN_THOUSANDS = re.compile(r"(单位[:：]?)?万元?|(in)?10,?000yuan")
_ID_HEADINGS = ("编号", "id", "人员编号", "人才编号", "单位编号", "唯一编号")


@dataclass(frozen=True, slots=True)
class Claim:
    """A fact that claims a column.

    `through` is the reference by which it is reached: under 用人单位.性质 it is 用人单位, and
    `fact` is a fact of the organisation. `scale` multiplies numbers: 10000 under 万元.
    """

    fact: Fact
    through: Fact | None = None
    scale: int = 1


class HeadingIndex:
    """The headings that the facts of one kind of subject answer to."""

    def __init__(self, catalogue: Catalogue, kind: SubjectKind) -> None:
        self._own = _spellings(catalogue.kinds[kind])
        self._through = {
            name: _spellings(catalogue.kinds[pointed])
            for name, pointed in catalogue.kinds[kind].references.items()
        }

    def claim(self, heading: Heading) -> Claim | None:
        """Return the fact that claims a heading, or None.

        Of a heading over two lines the lower line is the name; the upper one may be the subject
        it is about (用人单位 over 性质), the beginning of the name (购房 over 日期), or nothing.
        """
        if not heading:
            return None
        *above, last = [_plain(part) for part in heading]
        scale = scale_of(heading)
        parts = [*above, *_BETWEEN_PARTS.split(last)]
        if len(parts) > 1 and (claim := self._claim_through(parts, scale)) is not None:
            return claim
        for name in ("".join([*above, last]), last):
            if (fact := self._own.get(name)) is not None:
                return Claim(fact, scale=scale)
        return None

    def close_to(self, heading: Heading) -> str | None:
        """Return the name of the fact whose heading is most like this one, if any is."""
        close = difflib.get_close_matches(_plain(heading[-1]), list(self._own), 1, 0.75)
        return self._own[close[0]].name if close else None

    def _claim_through(self, parts: list[str], scale: int) -> Claim | None:
        reference = self._own.get(parts[-2])
        if reference is None or reference.name not in self._through:
            return None
        fact = self._through[reference.name].get(parts[-1])
        return None if fact is None else Claim(fact, reference, scale)


def is_id_heading(heading: Heading, kind: SubjectKind) -> bool:
    """Tell whether a column holds the ids of its rows."""
    return bool(heading) and _plain(heading[-1]) in (*_ID_HEADINGS, f"{kind.value}id")


def scale_of(heading: Heading) -> int:
    """Return what bare numbers below a heading are multiplied by: 10000 where it says 万元."""
    return 10_000 if any(_scaled(part) for part in heading) else 1


def spelled_like(name: str) -> str:
    """Return the form in which headings and names of sheets are compared."""
    return _plain(name)


def _plain(heading: str) -> str:
    text = _MARKS.sub("", squeeze(heading)).replace("_", "").replace("-", "")
    return _BRACKETED.sub("", text) or text


def _scaled(heading: str) -> bool:
    found = _BRACKETED.search(_MARKS.sub("", squeeze(heading)))
    return found is not None and _IN_TEN_THOUSANDS.fullmatch(found[1]) is not None


def _spellings(facts: KindFacts) -> Mapping[str, Fact]:
    spellings: dict[str, Fact] = {}
    for fact in facts.facts.values():
        for heading in fact.headings:
            spellings.setdefault(_plain(heading), fact)
    # A name is stronger than the heading by which another fact may go.
    for fact in facts.facts.values():
        spellings[_plain(fact.english)] = fact
    for fact in facts.facts.values():
        spellings[_plain(fact.name)] = fact
    return spellings
