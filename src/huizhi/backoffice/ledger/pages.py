"""Pages of the ledger: one pool with its transfers, opening a pool, adding to one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from huizhi.backoffice.ledger.figures import balances_chart, balances_of
from huizhi.backoffice.ledger.forms import FundForm, OpenForm
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.cases.models import Case
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.ledger import queries, services
from huizhi.ledger.models import Pool, Transfer, TransferKind
from huizhi.ledger.services import shown

TRANSFERS_PER_PAGE = 50


def pools_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of pools."""
    return {"url": reverse("pool:index"), "label": _("Pools")}


class PoolRecord(RecordPage):
    """A page about one pool."""

    right = Right.LEDGER_VIEW
    header_icon = "table"

    def rows(self) -> QuerySet[Pool]:
        """Return the pools this user may see, with their balances."""
        return queries.pools_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [pools_step()]


class PoolPage(PoolRecord):
    """A pool: its balances, and its transfers with the cases behind them."""

    template_name = "backoffice/ledger/pool.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chart and a page of transfers, of one kind if asked for."""
        pool: Pool = self.record
        kind = self.request.GET.get("kind", "")
        rows = queries.transfers_of(pool).select_related("claim__case__batch")
        if kind in TransferKind.values:
            rows = rows.filter(kind=kind)
        pages: Paginator[Transfer] = WagtailPaginator(rows, TRANSFERS_PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return super().get_context_data(
            balances=balances_of(pool),
            chart=balances_chart([pool]),
            transfers=[
                {
                    "transfer": transfer,
                    "quantity": shown(pool, transfer.quantity),
                    "case": self._case(transfer),
                    "note": transfer.entry.detail.get("reason", ""),
                }
                for transfer in page
            ],
            page=page,
            elided_page_range=pages.get_elided_page_range(page.number),
            kinds=TransferKind.choices,
            kind=kind,
            may_fund=has_right(self.user, Right.LEDGER_FUND),
            **kwargs,
        )

    def _case(self, transfer: Transfer) -> Case | None:
        if transfer.claim is None:
            return None
        try:
            return transfer.claim.case
        except ObjectDoesNotExist:
            return None


class OpenPage(FormPage):
    """Opens an empty pool."""

    right = Right.LEDGER_FUND
    form_class = OpenForm
    page_title = gettext_lazy("Open a pool")
    header_icon = "table"
    submit_label = gettext_lazy("Open the pool")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [pools_step()]

    def save(self, form: Any) -> Pool:
        """Open it."""
        return services.open_pool(actor=self.user, **form.cleaned_data)

    def success_message(self, made: Pool) -> str:
        """Say what comes next."""
        return _("The pool was opened. It is empty until something is added.")

    def success_address(self, made: Pool) -> str:
        """Go to the pool."""
        return reverse("pool:record", args=[made.pk])


class FundPage(PoolRecord, FormPage):
    """Adds to what a pool has available."""

    right = Right.LEDGER_FUND
    template_name = "backoffice/ledger/fund.html"
    form_class = FundForm
    submit_label = gettext_lazy("Add to the pool")

    def get_page_title(self) -> str:
        """Say what is added to."""
        return _("Add to “{pool}”").format(pool=self.record)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list through the pool."""
        address = reverse("pool:record", args=[self.number])
        return [pools_step(), {"url": address, "label": str(self.record)}]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form the pool's unit."""
        return {**super().get_form_kwargs(), "pool": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what is there."""
        return super().get_context_data(balances=balances_of(self.record), **kwargs)

    def save(self, form: Any) -> Transfer:
        """Add it."""
        reason = form.cleaned_data["reason"]
        return services.fund(
            actor=self.user, pool=self.record, quantity=form.quantity, reason=reason
        )

    def success_message(self, made: Transfer) -> str:
        """Say how much was added."""
        return _("{quantity} was added.").format(quantity=shown(made.pool, made.quantity))

    def success_address(self, made: Transfer) -> str:
        """Go back to the pool."""
        return reverse("pool:record", args=[self.number])
