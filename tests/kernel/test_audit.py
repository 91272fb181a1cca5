"""The audit log: chained, append-only, within the change's transaction."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huizhi.kernel import audit
from huizhi.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def append(actor, action="person.add", number=1):
    return audit.append(actor=actor, action=action, subject_kind="person", subject_id=number)


def test_entries_chain_by_hash(make_user):
    user = make_user()
    first, second = append(user), append(user, number=2)
    assert first.previous_hash == audit.FIRST_HASH
    assert second.previous_hash == first.hash
    assert audit.find_first_break() is None


def test_a_changed_entry_is_found(make_user):
    user = make_user()
    first, second = append(user), append(user, number=2)
    first.detail = {"amount": 1}
    assert audit.find_first_break([first, second]) == first.position
    assert audit.find_first_break([second]) == second.position


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(make_user, verb):
    entry = append(make_user())
    rows = AuditEntry.objects.filter(pk=entry.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(action="other") if verb == "update" else rows.delete()
    assert AuditEntry.objects.get(pk=entry.pk).action == "person.add"


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_a_transaction(make_user):
    with pytest.raises(transaction.TransactionManagementError):
        append(make_user())
