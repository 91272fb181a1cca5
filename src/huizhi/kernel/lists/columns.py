"""What the columns of a list state: suggested from headings, remembered per kind and office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huizhi.kernel.lists.kinds import IGNORED, Columns, ListKind
from huizhi.kernel.lists.models import ColumnMemory
from huizhi.kernel.lists.tables import Table, heading_text

SAMPLES = 3
LONGEST_HEADING = 100


@dataclass(frozen=True)
class ColumnFound:
    """A column of a list: its heading, what stands in it, and what it may state."""

    heading: str
    samples: tuple[str, ...]
    target: str
    remembered: bool


def find_columns(kind: ListKind, tables: Sequence[Table], *, county_code: str) -> list[ColumnFound]:
    """Return the columns of all tables, one for each heading, with what each may state."""
    samples: dict[str, list[str]] = {}
    suggested: dict[str, str] = {}
    for table in tables:
        for index, heading in enumerate(table.layout.headings):
            if not heading:
                continue
            text = heading_text(heading)
            suggested.setdefault(text, kind.target_of(heading))
            seen = samples.setdefault(text, [])
            for _number, row in table.rows:
                if len(seen) == SAMPLES:
                    break
                if index < len(row) and row[index] not in (None, ""):
                    seen.append(_as_seen(row[index]))
    memory = recall(kind, list(suggested), county_code=county_code)
    found: list[ColumnFound] = []
    taken: set[str] = set()
    for heading_shown, by_itself in suggested.items():
        target = memory.get(heading_shown, by_itself)
        if target in taken:
            target = IGNORED
        elif target != IGNORED:
            taken.add(target)
        shown = tuple(kind.sample(target, sample) for sample in samples[heading_shown])
        found.append(ColumnFound(heading_shown, shown, target, heading_shown in memory))
    return found


def recall(kind: ListKind, headings: Sequence[str], *, county_code: str) -> Mapping[str, str]:
    """Return what this office, or else the city, last took these headings for."""
    rows = ColumnMemory.objects.filter(
        kind=kind.name,
        county_code__in=["", county_code],
        heading__in=[heading[:LONGEST_HEADING] for heading in headings],
    ).order_by("county_code")
    allowed = {IGNORED, *kind.labels()}
    return {row.heading: row.target for row in rows if row.target in allowed}


def remember(kind: ListKind, columns: Columns, *, county_code: str) -> None:
    """Keep what this office takes headings for."""
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(
                kind=kind.name,
                county_code=county_code,
                heading=heading[:LONGEST_HEADING],
                target=target,
            )
            for heading, target in columns.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "county_code", "heading"],
        update_fields=["target"],
    )


def _as_seen(cell: object) -> str:
    """Return a cell as Excel shows it: whole numbers without decimals."""
    return f"{cell:.0f}" if isinstance(cell, float) and cell.is_integer() else str(cell)
