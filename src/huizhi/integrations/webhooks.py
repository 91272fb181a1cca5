"""What changes webhooks: adding, changing, pausing, deleting, sending a message again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.integrations.addresses import resolve
from huizhi.integrations.errors import WebhookRefused
from huizhi.integrations.models import Delivery, DeliveryState, Webhook
from huizhi.integrations.tokens import require_own
from huizhi.kernel import audit, clock, encryption
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right

SECRET_COLUMN = "integrations.webhook.secret"  # noqa: S105 - the name of a column

ACTIONS = {
    "organisations.add": gettext_lazy("An organisation is added"),
    "organisations.change": gettext_lazy("An organisation is changed"),
    "partners.add": gettext_lazy("A record of the cooperation is added"),
    "partners.change": gettext_lazy("A record of the cooperation is changed"),
    "partners.move": gettext_lazy("A record of the cooperation moves to another state"),
    "partners.add_funding": gettext_lazy("A project is given money"),
    "partners.remove_funding": gettext_lazy("Money of a project is taken back"),
    "partners.add_part": gettext_lazy("A part of a record is added, such as an obligation"),
    "partners.change_part": gettext_lazy("A part of a record is changed"),
    "partners.settle_obligation": gettext_lazy("An obligation is settled or opened again"),
    "partners.answer_advice": gettext_lazy("Advice is answered"),
    "partners.milestone_add": gettext_lazy("A project is given a milestone"),
    "partners.milestone_change": gettext_lazy("A milestone is changed or reached"),
    "partners.result_add": gettext_lazy("A project is given a result"),
    "partners.result_change": gettext_lazy("A result of a project is changed"),
    "partners.points": gettext_lazy("Values of an indicator series are recorded"),
    "governance.task.add": gettext_lazy("A task is added"),
    "governance.task.change": gettext_lazy("A task is changed"),
    "governance.task.move": gettext_lazy("A task moves to another state"),
    "governance.task.accept": gettext_lazy("A finished task is accepted"),
    "governance.task.put_off": gettext_lazy("The due date of a task is moved"),
    "governance.problem.add": gettext_lazy("A problem is added"),
    "governance.problem.change": gettext_lazy("A problem is changed"),
    "governance.problem.move": gettext_lazy("A problem moves to another state"),
}
"""The actions of the audit log that a webhook may ask for; a message never names a person."""


@dataclass(frozen=True)
class WebhookDetails:
    """What is entered about a webhook; the fields are those of `Webhook`."""

    label: str
    url: str
    actions: Sequence[str]


def webhooks_for(user: User) -> QuerySet[Webhook]:
    """Return the webhooks a user may see: every one for who manages users, else their own."""
    rows = Webhook.objects.filter(deleted_at=None).select_related("owner")
    return rows if has_right(user, Right.USERS_MANAGE) else rows.filter(owner=user)


def secret_of(webhook: Webhook) -> str:
    """Return the secret that signs the messages of a webhook."""
    return encryption.decrypt(webhook.secret, about=SECRET_COLUMN)


def add_webhook(*, actor: User, owner: User, details: WebhookDetails) -> tuple[Webhook, str]:
    """Add a webhook for what happens from now on; return it with its secret, shown only once.

    It is told what its owner may see. Errors: `RightMissing` for one of somebody else,
    `WebhookRefused`, `AddressRefused`.
    """
    require_own(actor, owner)
    _check(details)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        webhook = Webhook.objects.create(
            owner=owner,
            label=details.label.strip(),
            url=details.url,
            actions=sorted(details.actions),
            secret=encryption.encrypt(secret, about=SECRET_COLUMN),
            position=audit.last_position(),
            made_at=clock.now(),
        )
        _log(actor, "webhooks.add", webhook, owner=owner.pk, actions=webhook.actions)
    return webhook, secret


def change_webhook(*, actor: User, webhook: Webhook, details: WebhookDetails) -> Webhook:
    """Replace what is entered about a webhook; return it. Errors: as for `add_webhook`."""
    require_own(actor, webhook.owner)
    _check(details)
    with transaction.atomic():
        stored = Webhook.objects.select_for_update().get(pk=webhook.pk)
        stored.label = details.label.strip()
        stored.url = details.url
        stored.actions = sorted(details.actions)
        stored.save(update_fields=["label", "url", "actions"])
        _log(actor, "webhooks.change", stored, actions=stored.actions)
    return stored


def pause(*, actor: User | None, webhook: Webhook, reason: str = "") -> None:
    """Send nothing until `resume`; what happens meanwhile is kept. Without an actor: the system."""
    if actor is not None:
        require_own(actor, webhook.owner)
    with transaction.atomic():
        if Webhook.objects.filter(pk=webhook.pk, active=True).update(active=False):
            _log(actor, "webhooks.pause", webhook, reason=reason)


def resume(*, actor: User, webhook: Webhook) -> None:
    """Go on sending, beginning with what has waited. Errors: `RightMissing`."""
    require_own(actor, webhook.owner)
    with transaction.atomic():
        going_on = {"active": True, "failures": 0, "rests_until": None}
        if Webhook.objects.filter(pk=webhook.pk, active=False).update(**going_on):
            _log(actor, "webhooks.resume", webhook)


def delete(*, actor: User, webhook: Webhook) -> None:
    """End a webhook for good: nothing is sent any more. Errors: `RightMissing`."""
    require_own(actor, webhook.owner)
    with transaction.atomic():
        ended = {"active": False, "deleted_at": clock.now()}
        if Webhook.objects.filter(pk=webhook.pk, deleted_at=None).update(**ended):
            _log(actor, "webhooks.delete", webhook)


def resend(*, actor: User, delivery: Delivery) -> None:
    """Send a message again that was delivered or given up. Errors: `RightMissing`."""
    webhook = delivery.webhook
    require_own(actor, webhook.owner)
    with transaction.atomic():
        again = {"state": DeliveryState.WAITING, "attempts": 0, "due_at": clock.now(), "error": ""}
        rows = Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.WAITING)
        if rows.update(**again):
            _log(actor, "webhooks.resend", webhook, delivery=delivery.pk)


def _check(details: WebhookDetails) -> None:
    if not details.label.strip():
        raise WebhookRefused(_("Say what the webhook is for, so that it can be told from others."))
    if not details.actions or not set(details.actions) <= set(ACTIONS):
        raise WebhookRefused(
            _("Choose at least one action of: {actions}.").format(actions=", ".join(ACTIONS))
        )
    resolve(details.url)


def _log(actor: User | None, action: str, webhook: Webhook, **detail: object) -> None:
    audit.append(
        actor=actor,
        action=action,
        subject_kind="webhook",
        subject_id=webhook.pk,
        detail={"label": webhook.label, "url": webhook.url, **detail},
    )
