"""Pages about one case: how it stands and came there, and taking it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.cases.columns import state_badge
from huizhi.backoffice.cases.forms import WithdrawForm
from huizhi.backoffice.cases.offers import cases_step
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.backoffice.templatetags.rule_words import period_words
from huizhi.cases import queries, services
from huizhi.cases.models import Case
from huizhi.cases.states import MOVES, CaseState
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.kernel.wording import kind_words
from huizhi.ledger.models import Account, Pool
from huizhi.ledger.queries import held_by
from huizhi.payments.models import Payment
from huizhi.rules.money import Money

STEPS = {"cases.offer": gettext_lazy("Offered")} | {
    f"cases.{state}": state.label for state in CaseState
}


class CaseRecord(RecordPage):
    """A page about one case within the user's scope."""

    right = Right.CASES_VIEW
    header_icon = "tasks"

    def rows(self) -> QuerySet[Case]:
        """Return the cases this user may see, with the run's pack for what it assumes."""
        rows = queries.cases_for(self.user).select_related(
            "result__run__pack_version",
            "batch__made_by",
            "batch__run",
            "county",
            "decided_by",
            "claim__pool",
        )
        return rows.defer("result__run__pack_version__files")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [cases_step()]


class CasePage(CaseRecord):
    """A case: key, amount, reason, money in the ledger, history, and what can be done with it."""

    template_name = "backoffice/cases/case.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the case leads to and what this user may do."""
        case: Case = self.record
        moves = MOVES[CaseState(case.state)]
        decides = has_right(self.user, Right.CASES_APPROVE)
        own_offer = case.batch.made_by_id == self.user.pk
        can_approve = decides and CaseState.APPROVED in moves
        return super().get_context_data(
            state=state_badge(case.state),
            period=period_words(case.period),
            kind=kind_words(case.subject_kind),
            subject_address=reverse(f"{case.subject_kind}:record", args=[case.subject_id]),
            may_see_result=has_right(self.user, Right.RUNS_VIEW),
            money=self._money(case),
            may_see_pool=has_right(self.user, Right.LEDGER_VIEW),
            payment=self._payment(case),
            history=[self._step(entry) for entry in queries.history(case)],
            may_approve=can_approve and not own_offer,
            own_offer=can_approve and own_offer,
            may_withdraw=decides and CaseState.WITHDRAWN in moves,
            in_payment=case.state == CaseState.PAYING,
            **kwargs,
        )

    def _money(self, case: Case) -> dict[str, Money] | None:
        """Return what is reserved and what is paid for the case, None before its approval."""
        if case.claim is None:
            return None
        held = held_by(case.claim)
        return {
            "reserved": Money(held.get(Account.RESERVED, 0)),
            "paid": Money(held.get(Account.PAID, 0)),
        }

    def _payment(self, case: Case) -> Payment | None:
        if not has_right(self.user, Right.PAYMENTS_VIEW):
            return None
        try:
            return case.payment
        except ObjectDoesNotExist:
            return None

    def _pool(self, code: str) -> str:
        """Return the name of a pool that an entry of the log has by its code."""
        pool = self.record.pool
        if pool is None or pool.code != code:
            pool = Pool.objects.filter(code=code).first()
        return str(pool or code)

    def _step(self, entry: AuditEntry) -> dict[str, Any]:
        """Return one line of the history in words."""
        detail = entry.detail
        notes = []
        if "pool" in detail:
            notes.append(_("reserved in pool “{pool}”").format(pool=self._pool(detail["pool"])))
        if detail.get("reason"):
            notes.append(_("reason: {reason}").format(reason=detail["reason"]))
        return {
            "entry": entry,
            "label": STEPS.get(entry.action, entry.action),
            "note": "；".join(notes),
        }


class WithdrawPage(CaseRecord, FormPage):
    """Takes an offer or an approval back, for a reason."""

    right = Right.CASES_APPROVE
    template_name = "backoffice/cases/withdraw.html"
    form_class = WithdrawForm
    submit_label = gettext_lazy("Withdraw the case")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Withdraw")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list through the case."""
        address = reverse("case:record", args=[self.number])
        return [cases_step(), {"url": address, "label": str(self.record)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say whether money is reserved, and whether the case can be withdrawn at all."""
        case: Case = self.record
        return super().get_context_data(
            reserved=case.state == CaseState.APPROVED,
            possible=CaseState.WITHDRAWN in MOVES[CaseState(case.state)],
            state=state_badge(case.state),
            **kwargs,
        )

    def save(self, form: Form) -> Case:
        """Withdraw it."""
        reason = form.cleaned_data["reason"]
        return services.withdraw(case=self.record, officer=self.user, reason=reason)

    def success_message(self, made: Case) -> str:
        """Say that it is done."""
        return _("The case was withdrawn.")

    def success_address(self, made: Case) -> str:
        """Go back to the case."""
        return reverse("case:record", args=[made.pk])
