"""The audit log: append-only, chained by hash, written in the transaction of the change.

Positions grow in the order in which changes are committed, because one lock is held from the first
entry of a transaction to its end. That is what makes "as known at position N" repeatable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from huizhi.kernel import clock
from huizhi.kernel.models import AuditEntry, User

FIRST_HASH = "0" * 64
LOCK_KEY = 0x48555A48  # "HUZH"


@dataclass(frozen=True)
class Change:
    """What one audit entry says. `detail` is plain JSON and never holds a full ID number."""

    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, Any] = field(default_factory=dict)


def append(
    *,
    actor: User | None,
    action: str,
    subject_kind: str,
    subject_id: object,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry and return it."""
    change = Change(action, subject_kind, str(subject_id), detail or {})
    return append_many(actor=actor, changes=[change])[0]


def hold() -> None:
    """Hold the log until the transaction ends, so that what is read next stays as it is read.

    Errors: `TransactionManagementError` outside a transaction.
    """
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An audit entry needs a transaction")
    # SQLite's one writer holds it already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])


def append_many(*, actor: User | None, changes: Sequence[Change]) -> list[AuditEntry]:
    """Write several entries of one transaction, in order, and return them.

    Errors: `TransactionManagementError` outside a transaction.
    """
    hold()
    last = AuditEntry.objects.order_by("-position").values_list("hash", flat=True).first()
    previous = last or FIRST_HASH
    entries = []
    at = clock.now()
    for change in changes:
        entry = AuditEntry(
            at=at,
            actor=actor,
            action=change.action,
            subject_kind=change.subject_kind,
            subject_id=change.subject_id,
            detail=change.detail,
            previous_hash=previous,
        )
        entry.hash = previous = hash_of(entry)
        entries.append(entry)
    return AuditEntry.objects.bulk_create(entries, batch_size=1000)


def hash_of(entry: AuditEntry) -> str:
    """Return SHA-256 of an entry's content and of the hash before it, as 64 hex digits."""
    content = [
        entry.previous_hash,
        entry.at.isoformat(),
        entry.actor_id,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def find_first_break(entries: Iterable[AuditEntry] | None = None) -> int | None:
    """Return the position of the first entry that does not follow from the one before, or None."""
    rows = AuditEntry.objects.order_by("position").iterator() if entries is None else entries
    previous = FIRST_HASH
    for entry in rows:
        if entry.previous_hash != previous or entry.hash != hash_of(entry):
            return entry.position
        previous = entry.hash
    return None


def last_position() -> int:
    """Return the position of the newest entry, 0 when there is none."""
    return AuditEntry.objects.order_by("-position").values_list("position", flat=True).first() or 0
