"""By what texts an organisation is found: all its names, in both languages, and its codes."""

from __future__ import annotations

from collections.abc import Iterator

from huizhi.kernel import search
from huizhi.organisations.models import Organisation

SEARCH_KIND = "organisation"
ROWS_AT_A_TIME = 500


def index_organisation(organisation: Organisation) -> None:
    """Put an organisation into the index of the search as it is called now."""
    search.index(kind=SEARCH_KIND, subject_id=organisation.pk, texts=[*_search_texts(organisation)])


def index_all() -> int:
    """Put every organisation into the index anew; return how many there are."""
    rows = list(Organisation.objects.prefetch_related("names").order_by("pk"))
    for first in range(0, len(rows), ROWS_AT_A_TIME):
        part = rows[first : first + ROWS_AT_A_TIME]
        search.index_many(kind=SEARCH_KIND, texts={one.pk: [*_search_texts(one)] for one in part})
    return len(rows)


def _search_texts(organisation: Organisation) -> Iterator[str]:
    yield organisation.name
    yield organisation.short_name
    yield organisation.name_en
    yield organisation.credit_code
    yield organisation.ministry_code
    for other in organisation.names.all():
        yield other.name
