"""Pages of payments: what waits, a new batch, one batch, its bank file, the bank's confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.paginator import WagtailPaginator

from huizhi.backoffice.cases.columns import state_badge
from huizhi.backoffice.pages import FormPage, OfficePage, RecordPage, RightRequired
from huizhi.backoffice.payments.bank_files import FORMATS
from huizhi.backoffice.payments.forms import AccountForm, ConfirmForm
from huizhi.backoffice.templatetags.rule_words import period_words
from huizhi.cases.models import Case
from huizhi.cases.queries import cases_for, offered_benefits
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.payments import queries, services
from huizhi.payments.models import PayeeAccount, Payment, PaymentBatch
from huizhi.payments.services import NewAccount
from huizhi.payments.states import BatchState
from huizhi.rules.money import ZERO
from huizhi.rules.subjects import SubjectKind

PAYMENTS_PER_PAGE = 50
LACKING_SHOWN = 100
STEPS = {
    "payments.prepare": gettext_lazy("Batch prepared"),
    "payments.bank_file": gettext_lazy("Bank file taken"),
    "payments.paid": gettext_lazy("Payment confirmed"),
}


def batches_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of batches."""
    return {"url": reverse("paymentbatch:index"), "label": _("Payments")}


def prepare_step() -> dict[str, str]:
    """Return the step of a trail that leads to what waits for payment."""
    return {"url": reverse("paymentbatch:waiting"), "label": _("Waiting for payment")}


class WaitingPage(OfficePage):
    """What waits for payment, by benefit."""

    right = Right.PAYMENTS_VIEW
    template_name = "backoffice/payments/waiting.html"
    page_title = gettext_lazy("Waiting for payment")
    header_icon = "time"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [batches_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the benefits with their figures."""
        names = offered_benefits(self.user)
        rows = [{"of": row, "name": names[row.benefit]} for row in queries.readiness(self.user)]
        return super().get_context_data(
            rows=rows, may_pay=has_right(self.user, Right.PAYMENTS_PAY), **kwargs
        )


class PreparePage(FormPage):
    """Says how many of a benefit are ready and who lacks an account, then makes the batch."""

    right = Right.PAYMENTS_PAY
    template_name = "backoffice/payments/prepare.html"
    form_class = Form
    header_icon = "time"
    submit_label = gettext_lazy("Prepare the batch")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep which benefit the page is about."""
        super().setup(request, *args, **kwargs)
        self.benefit = kwargs["benefit"]

    @property
    def name(self) -> str:
        """The benefit's name; a benefit that was never offered is not found."""
        names = offered_benefits(self.user)
        if self.benefit not in names:
            raise Http404
        return names[self.benefit]

    def get_page_title(self) -> str:
        """Say what is paid."""
        return _("Prepare payments: {benefit}").format(benefit=self.name)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [batches_step(), prepare_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures and those who lack an account."""
        waiting = {row.benefit: row for row in queries.readiness(self.user)}
        lacking = queries.lacking_account(self.user, self.benefit)
        return super().get_context_data(
            waiting=waiting.get(self.benefit),
            lacking=lacking[:LACKING_SHOWN],
            lacking_shown=LACKING_SHOWN,
            **kwargs,
        )

    def save(self, form: Any) -> PaymentBatch:
        """Make the batch."""
        return services.prepare_batch(actor=self.user, benefit=self.benefit)

    def success_message(self, made: PaymentBatch) -> str:
        """Say how many payments the batch holds."""
        count = made.payments.count()
        text = ngettext(
            "The batch holds {n} payment. Next: take its bank file.",
            "The batch holds {n} payments. Next: take its bank file.",
            count,
        )
        return text.format(n=count)

    def success_address(self, made: PaymentBatch) -> str:
        """Go to the batch."""
        return reverse("paymentbatch:record", args=[made.pk])


class AccountPage(RecordPage, FormPage):
    """Enters the bank account of a case's subject who has none."""

    right = Right.PAYMENTS_PAY
    form_class = AccountForm
    header_icon = "key"
    submit_label = gettext_lazy("Keep the account")

    def rows(self) -> QuerySet[Case]:
        """Return the cases this user may see."""
        return cases_for(self.user)

    def get_page_title(self) -> str:
        """Say whose account it is."""
        return _("Bank account of {name}").format(name=self.record.subject_name)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the benefit."""
        return [batches_step(), prepare_step()]

    def get_initial(self) -> dict[str, Any]:
        """Suggest the subject as the holder."""
        return {"holder": self.record.subject_name}

    def save(self, form: Form) -> list[PayeeAccount]:
        """Keep it, encrypted."""
        account = NewAccount(
            kind=SubjectKind(self.record.subject_kind),
            subject_id=self.record.subject_id,
            **form.cleaned_data,
        )
        return services.keep_accounts(actor=self.user, accounts=[account])

    def success_message(self, made: Any) -> str:
        """Say that it is kept."""
        return _("The account was kept.")

    def success_address(self, made: Any) -> str:
        """Go back to those who lack one."""
        return reverse("paymentbatch:prepare", args=[self.record.benefit])


class BatchRecord(RecordPage):
    """A page about one batch."""

    right = Right.PAYMENTS_VIEW
    header_icon = "form"

    def rows(self) -> QuerySet[PaymentBatch]:
        """Return the batches this user may see."""
        return queries.batches_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [batches_step()]


class BatchPage(BatchRecord):
    """A batch: its payments with masked accounts, its file, what happened to it."""

    template_name = "backoffice/payments/batch.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a page of payments and the history."""
        batch: PaymentBatch = self.record
        pages: Paginator[Payment] = WagtailPaginator(
            queries.payments_for(self.user, batch), PAYMENTS_PER_PAGE
        )
        page = pages.get_page(self.request.GET.get("p"))
        pays = has_right(self.user, Right.PAYMENTS_PAY)
        return super().get_context_data(
            payments=[
                {
                    "payment": payment,
                    "period": period_words(payment.case.period),
                    "state": state_badge(payment.case.state),
                }
                for payment in page
            ],
            page=page,
            elided_page_range=pages.get_elided_page_range(page.number),
            history=[self._step(entry) for entry in queries.history(batch)],
            open=batch.state == BatchState.PREPARED,
            may_pay=pays and batch.state == BatchState.PREPARED,
            due=batch.fen or ZERO,  # type: ignore[attr-defined]
            **kwargs,
        )

    def _step(self, entry: AuditEntry) -> dict[str, Any]:
        return {"entry": entry, "label": STEPS.get(entry.action, entry.action)}


class TakeFile(RightRequired):
    """Hands out the bank file, with account numbers in full. POST, because it is logged."""

    right = Right.PAYMENTS_PAY
    http_method_names = ["post"]  # noqa: RUF012

    def post(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        """Return the file, never kept by a browser or a proxy."""
        batch = get_object_or_404(queries.batches_for(self.user), pk=pk)
        if form not in FORMATS:
            raise Http404
        write, content_type = FORMATS[form]
        try:
            lines = services.bank_file(actor=self.user, batch=batch)
        except HuizhiError as error:
            messages.error(request, str(error))
            return redirect("paymentbatch:record", pk)
        response = HttpResponse(write(lines), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="payments-{batch.pk}.{form}"'
        response["Cache-Control"] = "no-store"
        return response


class ConfirmPage(BatchRecord, FormPage):
    """Records that the bank has paid the whole batch."""

    right = Right.PAYMENTS_PAY
    template_name = "backoffice/payments/confirm.html"
    form_class = ConfirmForm
    submit_label = gettext_lazy("Record the payment")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Confirm the payment")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list through the batch."""
        address = reverse("paymentbatch:record", args=[self.number])
        return [batches_step(), {"url": address, "label": str(self.record)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what would be recorded."""
        batch: PaymentBatch = self.record
        return super().get_context_data(
            open=batch.state == BatchState.PREPARED,
            due=batch.fen or ZERO,  # type: ignore[attr-defined]
            **kwargs,
        )

    def save(self, form: Form) -> PaymentBatch:
        """Pay every case of the batch in the ledger, once."""
        return services.confirm_paid(actor=self.user, batch=self.record)

    def success_message(self, made: PaymentBatch) -> str:
        """Say that it is done."""
        return _("The batch is paid: every case of it is paid in the ledger.")

    def success_address(self, made: PaymentBatch) -> str:
        """Go back to the batch."""
        return reverse("paymentbatch:record", args=[made.pk])
