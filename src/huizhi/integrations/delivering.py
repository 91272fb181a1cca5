"""Brings the audit log to webhooks: reads it by position, sends what is due, tries again later.

The log itself is the source, so nothing is lost when a process dies: what was not read yet is read
later, and what was read waits as a `Delivery` until it is accepted. A message can come twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from huizhi.integrations import messages, webhooks
from huizhi.integrations.errors import AddressRefused, NotDelivered
from huizhi.integrations.models import Delivery, DeliveryState, Webhook
from huizhi.integrations.readable import READABLE
from huizhi.kernel import audit, clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry, User

ENTRIES_AT_A_TIME = 500
MESSAGES_AT_A_TIME = 50
LEASE = dt.timedelta(minutes=2)
"""How long a message is somebody's to send; a process that died gives it back by this."""
LATER = [
    dt.timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200, 86400)
]
"""When a message is tried again, attempt by attempt; after the last it is given up."""
REST = dt.timedelta(seconds=5)
LONGEST_REST = dt.timedelta(minutes=10)
FAILURES_TO_PAUSE = 20

logger = logging.getLogger(__name__)


def work_once() -> int:
    """Read the log and send what is due for every webhook; return how much was done."""
    done = 0
    for webhook in _active():
        done += collect(webhook)
    for webhook in _active().filter(Q(rests_until=None) | Q(rests_until__lte=clock.now())):
        done += send_due(webhook)
    return done


def collect(webhook: Webhook) -> int:
    """Turn the next entries of the log into messages; return how many entries were read."""
    if audit.last_position() <= webhook.position:
        return 0
    with transaction.atomic():
        stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
        entries = list(
            AuditEntry.objects.filter(position__gt=stored.position).order_by("position")[
                :ENTRIES_AT_A_TIME
            ]
        )
        if not entries:
            return 0
        wanted = [entry for entry in entries if entry.action in stored.actions]
        now = clock.now()
        Delivery.objects.bulk_create(
            Delivery(webhook=stored, entry=entry, subject_id=number, due_at=now)
            for entry, number in _visible(webhook.owner, wanted)
        )
        stored.position = entries[-1].position
        stored.save(update_fields=["position"])
    return len(entries)


def send_due(webhook: Webhook) -> int:
    """Send the messages that are due, up to the first that fails; return how many were tried."""
    due = Delivery.objects.filter(
        webhook=webhook, state=DeliveryState.WAITING, due_at__lte=clock.now()
    ).select_related("webhook", "entry")
    tried = 0
    for delivery in due.order_by("due_at", "pk")[:MESSAGES_AT_A_TIME]:
        if not _claim(delivery):
            continue
        tried += 1
        if not _deliver(delivery):
            break
    return tried


def _active() -> QuerySet[Webhook]:
    rows = Webhook.objects.filter(active=True, deleted_at=None, owner__is_active=True)
    return rows.select_related("owner").order_by("pk")


def _visible(owner: User, entries: Sequence[AuditEntry]) -> list[tuple[AuditEntry, int]]:
    """Return the entries, each with the records it is about that the owner may see."""
    told = [(entry, number) for entry in entries for number in _subjects(entry)]
    by_kind: dict[str, set[int]] = defaultdict(set)
    for entry, number in told:
        by_kind[entry.subject_kind].add(number)
    seen: set[tuple[str, int]] = set()
    for kind, numbers in by_kind.items():
        try:
            rows = READABLE[kind].rows_for(owner)
        except RightMissing:
            continue
        found = rows.filter(pk__in=numbers).order_by().values_list("pk", flat=True)
        seen |= {(kind, number) for number in found}
    return [(entry, number) for entry, number in told if (entry.subject_kind, number) in seen]


def _subjects(entry: AuditEntry) -> list[int]:
    """Return the numbers of the records; an entry about values of several series lists them."""
    if entry.subject_kind not in READABLE:
        return []
    return [int(entry.subject_id)] if entry.subject_id else entry.detail["series"]


def _claim(delivery: Delivery) -> bool:
    """Take a message for sending; false when another process has it."""
    rows = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, due_at=delivery.due_at
    )
    if not rows.update(due_at=clock.now() + LEASE, attempts=F("attempts") + 1):
        return False
    delivery.attempts += 1
    return True


def _deliver(delivery: Delivery) -> bool:
    now = clock.now()
    try:
        status = messages.send(
            delivery=delivery,
            secret=webhooks.secret_of(delivery.webhook),
            timestamp=int(now.timestamp()),
        )
    except (AddressRefused, NotDelivered) as error:
        _keep_failure(delivery, str(error), error.details.get("status"))
        return False
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DELIVERED, status=status, error="", delivered_at=clock.now()
    )
    Webhook.objects.filter(pk=delivery.webhook_id, failures__gt=0).update(
        failures=0, rests_until=None
    )
    return True


def _keep_failure(delivery: Delivery, error: str, status: object) -> None:
    now = clock.now()
    given_up = delivery.attempts >= len(LATER)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if given_up else DeliveryState.WAITING,
        due_at=now if given_up else now + LATER[delivery.attempts - 1],
        status=status,
        error=error[:300],
    )
    webhook = delivery.webhook
    rest = min(REST * 2 ** min(webhook.failures, 10), LONGEST_REST)
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1, rests_until=now + rest)
    if webhook.failures + 1 >= FAILURES_TO_PAUSE:
        reason = _("Paused after {count} failures in a row.").format(count=webhook.failures + 1)
        webhooks.pause(actor=None, webhook=webhook, reason=reason)
        logger.warning("Webhook %s paused: %s", webhook.pk, error)
