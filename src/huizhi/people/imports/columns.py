"""Which fact a column of a list of people can state."""

from __future__ import annotations

from functools import cache

from huizhi.kernel.lists.kinds import IGNORED
from huizhi.rules.fact_tables.headings import HeadingIndex, spelled_like
from huizhi.rules.fact_tables.layout import Heading
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

ID_NUMBER = "id_number"

_ID_NUMBER_HEADINGS = frozenset(
    map(
        spelled_like,
        (
            "身份证号",
            "身份证号码",
            "身份证",
            "公民身份号码",
            "证件号码",
            "证件号",
            "id number",
            ID_NUMBER,
        ),
    )
)


@cache
def importable_facts() -> dict[str, Fact]:
    """Return the facts of people that a column can state.

    What is derived would go stale, and a list of records has rows of its own.
    """
    facts = load_catalogue().kinds[SubjectKind.PERSON].facts
    return {
        name: fact
        for name, fact in facts.items()
        if fact.derive is None and fact.type.scalar.name != "record"
    }


@cache
def _headings() -> HeadingIndex:
    return HeadingIndex(load_catalogue(), SubjectKind.PERSON)


def target_of(heading: Heading) -> str:
    """Return the fact a heading means, `ID_NUMBER`, or `IGNORED` where it means nothing here."""
    if heading and spelled_like(heading[-1]) in _ID_NUMBER_HEADINGS:
        return ID_NUMBER
    claim = _headings().claim(heading)
    if claim is None or claim.through is not None or claim.fact.name not in importable_facts():
        return IGNORED
    return claim.fact.name
