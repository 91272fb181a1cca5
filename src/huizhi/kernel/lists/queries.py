"""What reads imports: those a user may see, and what their rows come to."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from huizhi.kernel.lists.kinds import ListKind
from huizhi.kernel.lists.models import ImportState, ListImport, RowOutcome
from huizhi.kernel.models import User
from huizhi.kernel.scope import has_right, scope_of


def imports_for(user: User, kind: ListKind) -> QuerySet[ListImport]:
    """Return the imports of a kind a user may see: a county's clerks those of their county."""
    rows = ListImport.objects.filter(kind=kind.name).select_related("county", "uploaded_by", "job")
    if not has_right(user, kind.right):
        return rows.none()
    return scope_of(user).limit(rows, county="county_id").defer("file_cipher")


def earlier_imports(batch: ListImport) -> list[ListImport]:
    """Return the applied imports of the very same file as the same kind of list."""
    rows = ListImport.objects.filter(
        kind=batch.kind, file_index=batch.file_index, state=ImportState.APPLIED
    )
    return list(rows.exclude(pk=batch.pk).defer("file_cipher"))


def outcome_counts(batch: ListImport) -> dict[str, int]:
    """Return the number of rows by outcome, zeros included."""
    found = dict(batch.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in RowOutcome}
