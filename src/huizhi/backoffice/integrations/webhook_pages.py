"""Pages of webhooks: one with its deliveries, a new one, changes, pausing, the end of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.integrations.forms import ChangeWebhookForm, WebhookForm
from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.integrations import webhooks
from huizhi.integrations.models import Delivery, DeliveryState, Webhook
from huizhi.integrations.readable import READABLE
from huizhi.kernel.roles import Right

DELIVERIES_A_PAGE = 50


def webhooks_step() -> dict[str, str]:
    """Return the step of the trail that leads to the list."""
    return {"url": reverse("webhook:index"), "label": _("Webhooks")}


def _shown(row: Delivery) -> dict[str, Any]:
    """Return a delivery with its action and its record in words, and where that record is."""
    entry = row.entry
    kind = entry.subject_kind
    return {
        "row": row,
        "action": webhooks.ACTIONS.get(entry.action, entry.action),
        "record": f"{READABLE[kind].words} {row.subject_id}",
        "address": reverse(f"{kind}:record", args=[row.subject_id]),
    }


class WebhookPage(RecordPage):
    """One webhook and what was sent, newest first."""

    right = Right.OFFICE_ENTER
    template_name = "backoffice/integrations/webhook.html"
    header_icon = "mail"

    def rows(self) -> QuerySet[Webhook]:
        """Return the webhooks this user may see."""
        return webhooks.webhooks_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [webhooks_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the deliveries and how many wait."""
        rows = self.record.deliveries.select_related("entry")
        page = Paginator(rows, DELIVERIES_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            actions=[webhooks.ACTIONS[action] for action in self.record.actions],
            deliveries=[_shown(row) for row in page],
            page=page,
            waiting=rows.filter(state=DeliveryState.WAITING).count(),
            **kwargs,
        )


class AddWebhook(FormPage):
    """Adds a webhook. The page after it is the only one that ever shows the secret."""

    right = Right.OFFICE_ENTER
    page_title = gettext_lazy("Add a webhook")
    header_icon = "mail"
    form_class = WebhookForm

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [webhooks_step()]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def save(self, form: WebhookForm) -> tuple[Webhook, str]:
        """Add it."""
        return webhooks.add_webhook(actor=self.user, owner=form.acts_for(), details=form.details())

    def answer(self, made: tuple[Webhook, str]) -> HttpResponseBase:
        """Show the secret in the answer itself: kept in a session it would lie on the disk."""
        webhook, secret = made
        context = self.get_context_data(
            form=None,
            made=webhook,
            secret=secret,
            address=reverse("webhook:record", args=[webhook.pk]),
        )
        return render(self.request, "backoffice/integrations/secret.html", context)


class _OneWebhookForm(FormPage, WebhookPage):
    """A form about one webhook; its page is on the way to it and comes after it."""

    template_name = "backoffice/form.html"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the webhook."""
        address = reverse("webhook:record", args=[self.number])
        return [webhooks_step(), {"url": address, "label": str(self.record)}]

    def success_address(self, made: Webhook) -> str:
        """Go back to the webhook."""
        return reverse("webhook:record", args=[made.pk])


class ChangeWebhook(_OneWebhookForm):
    """Changes what a webhook is for, where it sends to and what."""

    form_class = ChangeWebhookForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it in."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_initial(self) -> dict[str, Any]:
        """Start from what is there."""
        record = self.record
        return {"label": record.label, "url": record.url, "actions": record.actions}

    def save(self, form: ChangeWebhookForm) -> Webhook:
        """Change it."""
        return webhooks.change_webhook(actor=self.user, webhook=self.record, details=form.details())

    def success_message(self, made: Webhook) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made)


class DeleteWebhook(_OneWebhookForm):
    """Ends a webhook, after a question."""

    template_name = "backoffice/integrations/delete_webhook.html"
    form_class = Form
    submit_label = gettext_lazy("Delete the webhook")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Delete: {name}").format(name=self.record)

    def save(self, form: Form) -> Webhook:
        """End it."""
        webhooks.delete(actor=self.user, webhook=self.record)
        return self.record

    def success_message(self, made: Webhook) -> str:
        """Say that it is done."""
        return _("“{name}” is told nothing any more.").format(name=made)

    def success_address(self, made: Webhook) -> str:
        """Go back to the list."""
        return reverse("webhook:index")


class _WebhookAction(Action):
    """A button on a webhook's page."""

    right = Right.OFFICE_ENTER

    def webhook(self, pk: int) -> Webhook:
        """Return the webhook, if this user may see it."""
        return get_object_or_404(webhooks.webhooks_for(self.user), pk=pk)

    def address(self, **kwargs: Any) -> str:
        """Go back to the webhook."""
        return reverse("webhook:record", args=[kwargs["pk"]])


class PauseWebhook(_WebhookAction):
    """Pauses a webhook."""

    def perform(self, **kwargs: Any) -> str:
        """Pause it."""
        webhooks.pause(actor=self.user, webhook=self.webhook(kwargs["pk"]))
        return _("Paused. What happens meanwhile is sent when it goes on.")


class ResumeWebhook(_WebhookAction):
    """Lets a webhook go on."""

    def perform(self, **kwargs: Any) -> str:
        """Let it go on."""
        webhooks.resume(actor=self.user, webhook=self.webhook(kwargs["pk"]))
        return _("It goes on, beginning with what has waited.")


class Resend(_WebhookAction):
    """Sends a message again."""

    def perform(self, **kwargs: Any) -> str:
        """Let it wait for its turn once more."""
        rows = self.webhook(kwargs["pk"]).deliveries.select_related("webhook__owner")
        delivery = get_object_or_404(rows, pk=kwargs["delivery"])
        webhooks.resend(actor=self.user, delivery=delivery)
        return _("The message is sent again in a moment.")
