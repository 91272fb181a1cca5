"""Which column of a list states which fact: suggested from headings, remembered per office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from huizhi.people.id_numbers import without_id_numbers
from huizhi.people.imports.tables import Table, heading_text
from huizhi.people.models import ColumnMemory
from huizhi.rules.fact_tables.headings import HeadingIndex, spelled_like
from huizhi.rules.fact_tables.layout import Heading
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

ID_NUMBER = "id_number"
IGNORED = ""
SAMPLES = 3

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

Columns = Mapping[str, str]


@dataclass(frozen=True)
class ColumnFound:
    """A column of a list: its heading, what stands in it, and what it may state."""

    heading: str
    samples: tuple[str, ...]
    target: str
    remembered: bool


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


def is_recognised(heading: Heading) -> bool:
    """Say whether a heading speaks for its row being the heading of a list of people."""
    return target_of(heading) != IGNORED


def find_columns(tables: Sequence[Table], *, county_code: str) -> list[ColumnFound]:
    """Return the columns of all tables, one for each heading, with what each may state."""
    samples: dict[str, list[str]] = {}
    suggested: dict[str, str] = {}
    for table in tables:
        for index, heading in enumerate(table.layout.headings):
            if not heading:
                continue
            text = heading_text(heading)
            suggested.setdefault(text, target_of(heading))
            seen = samples.setdefault(text, [])
            for _number, row in table.rows:
                if len(seen) == SAMPLES:
                    break
                if index < len(row) and row[index] not in (None, ""):
                    seen.append(without_id_numbers(_as_seen(row[index])))
    memory = recall(list(suggested), county_code=county_code)
    found: list[ColumnFound] = []
    taken: set[str] = set()
    for heading_shown, by_itself in suggested.items():
        target = memory.get(heading_shown, by_itself)
        if target in taken:
            target = IGNORED
        elif target != IGNORED:
            taken.add(target)
        shown = tuple(samples[heading_shown])
        if target == ID_NUMBER:
            shown = tuple(f"{sample[:6]}…" for sample in shown)
        found.append(ColumnFound(heading_shown, shown, target, heading_shown in memory))
    return found


def _as_seen(cell: object) -> str:
    """Return a cell as Excel shows it: whole numbers without decimals."""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)


def recall(headings: Sequence[str], *, county_code: str) -> dict[str, str]:
    """Return what this office, or else the city, last took these headings for."""
    rows = ColumnMemory.objects.filter(
        county_code__in=["", county_code], heading__in=[heading[:100] for heading in headings]
    ).order_by("county_code")
    allowed = {ID_NUMBER, IGNORED, *importable_facts()}
    return {row.heading: row.target for row in rows if row.target in allowed}


def remember(columns: Columns, *, county_code: str) -> None:
    """Keep what this office takes headings for."""
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(county_code=county_code, heading=heading[:100], target=target)
            for heading, target in columns.items()
        ],
        update_conflicts=True,
        unique_fields=["county_code", "heading"],
        update_fields=["target"],
    )
