"""By what texts a record of the cooperation is found: its names, its reference, its number."""

from __future__ import annotations

from huizhi.kernel import search
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Platform,
    Project,
    Visit,
)

INDEXED: tuple[type[CooperationRecord], ...] = (Agreement, Base, Project, Visit, Event, Platform)
ROWS_AT_A_TIME = 500


def search_kind(model: type[CooperationRecord]) -> str:
    """Return the kind under which the search keeps records of a model."""
    return model._meta.model_name or ""


def index_record(record: CooperationRecord) -> None:
    """Put a record into the index of the search as it is called now."""
    search.index(kind=search_kind(type(record)), subject_id=record.pk, texts=_search_texts(record))


def index_all() -> int:
    """Put every record into the index anew; return how many there are."""
    count = 0
    for model in INDEXED:
        rows = list(model._default_manager.order_by("pk"))
        for first in range(0, len(rows), ROWS_AT_A_TIME):
            part = rows[first : first + ROWS_AT_A_TIME]
            search.index_many(
                kind=search_kind(model), texts={one.pk: _search_texts(one) for one in part}
            )
        count += len(rows)
    return count


def _search_texts(record: CooperationRecord) -> list[str]:
    return [getattr(record, column) for column in record.SEARCHED]
