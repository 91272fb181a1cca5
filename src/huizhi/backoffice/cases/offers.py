"""Making offers: from the benefits of a complete run to a batch of cases."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huizhi.backoffice.pages import FormPage, OfficePage
from huizhi.cases import queries, services
from huizhi.cases.services import Offered
from huizhi.entitlements.models import Run
from huizhi.entitlements.queries import complete_runs_for
from huizhi.kernel.roles import Right

RUNS_TO_CHOOSE = 30


def cases_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of cases."""
    return {"url": reverse("case:index"), "label": _("Cases")}


class OffersPage(OfficePage):
    """The benefits of a run that can be offered; without a choice, of the newest complete run."""

    right = Right.CASES_OFFER
    template_name = "backoffice/cases/offers.html"
    page_title = gettext_lazy("Make offers")
    header_icon = "mail"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [cases_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the runs to choose from and the benefits of the chosen one."""
        runs = list(complete_runs_for(self.user)[:RUNS_TO_CHOOSE])
        wanted = self.request.GET.get("run")
        run = next((run for run in runs if str(run.pk) == wanted), runs[0] if runs else None)
        return super().get_context_data(
            runs=runs,
            run=run,
            offerable=queries.offerable(self.user, run) if run else [],
            **kwargs,
        )


class OfferPage(FormPage):
    """Says how many would be offered how much, then offers it."""

    right = Right.CASES_OFFER
    template_name = "backoffice/cases/offer.html"
    form_class = Form
    header_icon = "mail"
    submit_label = gettext_lazy("Make these offers")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep which run and benefit the page is about."""
        super().setup(request, *args, **kwargs)
        self.run_number, self.benefit = kwargs["pk"], kwargs["benefit"]

    @property
    def run(self) -> Run:
        """The run, fetched once."""
        if not hasattr(self, "_run"):
            self._run = get_object_or_404(complete_runs_for(self.user), pk=self.run_number)
        return self._run

    @property
    def offerable(self) -> queries.Offerable:
        """What can be offered, counted once."""
        if not hasattr(self, "_offerable"):
            found = queries.offerable(self.user, self.run)
            self._offerable = next((o for o in found if o.benefit.id == self.benefit), None)
        if self._offerable is None:
            raise Http404
        return self._offerable

    def get_page_title(self) -> str:
        """Say what is offered."""
        return _("Offer “{benefit}”").format(benefit=self.offerable.benefit.name)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the run's benefits."""
        address = f"{reverse('case:offers')}?run={self.run.pk}"
        return [cases_step(), {"url": address, "label": _("Make offers")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures."""
        return super().get_context_data(run=self.run, offerable=self.offerable, **kwargs)

    def save(self, form: Any) -> Any:
        """Make the offers."""
        return services.make_offers(actor=self.user, run=self.run, benefit=self.benefit)

    def success_message(self, made: Offered) -> str:
        """Say how many offers were made, and how many had been made before."""
        text = ngettext("{n} offer was made.", "{n} offers were made.", made.made).format(
            n=made.made
        )
        if made.skipped:
            text += " " + ngettext(
                "{n} had been offered before and was left out.",
                "{n} had been offered before and were left out.",
                made.skipped,
            ).format(n=made.skipped)
        return text

    def success_address(self, made: Offered) -> str:
        """Go to the cases of the batch."""
        return f"{reverse('case:index')}?batch={made.batch.pk}"
