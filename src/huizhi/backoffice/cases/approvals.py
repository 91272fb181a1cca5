"""Approving one case, the ticked ones, or all that a filter shows, after a page that says what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huizhi.backoffice.cases.filters import filtered
from huizhi.backoffice.cases.forms import ApproveForm
from huizhi.backoffice.cases.offers import cases_step
from huizhi.backoffice.pages import FormPage
from huizhi.cases import services, tasks
from huizhi.cases.models import Case
from huizhi.cases.queries import cases_for
from huizhi.cases.states import CaseState
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import Job
from huizhi.kernel.roles import Right
from huizhi.ledger.models import Pool
from huizhi.rules.money import ZERO

AT_ONCE = 50
NAMED = 20
ALL = "all"


class ListChanged(HuizhiError):
    """Between looking and deciding, the cases or their sum became others."""


class ApprovePage(FormPage):
    """What would be approved, what not and why; then the approval, in the background if many.

    The address carries the selection: `case=…` for each ticked case, or `all=1` with the filters
    of the list.
    """

    right = Right.CASES_APPROVE
    template_name = "backoffice/cases/approve.html"
    form_class = ApproveForm
    page_title = gettext_lazy("Approve")
    header_icon = "check"
    submit_label = gettext_lazy("Approve and reserve the money")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the numbers of the ticked cases."""
        super().setup(request, *args, **kwargs)
        ticked = request.GET.getlist("case")
        self.numbers = [int(text) for text in ticked if text.isascii() and text.isdigit()]

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [cases_step()]

    def selected(self) -> QuerySet[Case]:
        """Return the cases that the address names, within the user's scope."""
        rows = cases_for(self.user)
        if self.request.GET.get(ALL):
            return filtered(self.request, rows)
        return rows.filter(pk__in=self.numbers)

    def ready(self) -> QuerySet[Case]:
        """Return those of the selection that this user can approve."""
        offered = self.selected().filter(state=CaseState.OFFERED)
        return offered.exclude(batch__made_by=self.user).order_by("pk")

    def figures(self) -> dict[str, Any]:
        """Return how many of the selection can be approved, their sum, and what stands against."""
        if not hasattr(self, "_figures"):
            selected = self.selected()
            total = self.ready().aggregate(count=Count("pk"), due=Sum("amount"))
            offered = selected.filter(state=CaseState.OFFERED)
            self._figures = {
                "count": total["count"],
                "due": total["due"] or ZERO,
                "own": offered.filter(batch__made_by=self.user).count(),
                "decided": selected.exclude(state=CaseState.OFFERED).count(),
            }
        return self._figures

    def get_initial(self) -> dict[str, Any]:
        """Put what is on the screen into the form, so that a change meanwhile is noticed."""
        figures = self.figures()
        return {"seen_count": figures["count"], "seen_fen": figures["due"].fen}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the form its user."""
        return {**super().get_form_kwargs(), "user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, by benefit as well."""
        name = "batch__benefit_name" if screen_language() == "zh" else "batch__benefit_name_en"
        grouped = self.ready().order_by().values("benefit", name, "batch__assumption")
        benefits = [
            {
                "name": row[name],
                "assumption": row["batch__assumption"],
                "count": row["count"],
                "due": row["due"],
            }
            for row in grouped.annotate(count=Count("pk"), due=Sum("amount")).order_by("benefit")
        ]
        count = self.figures()["count"]
        names = self.ready().values_list("subject_name", flat=True) if count <= NAMED else []
        return super().get_context_data(
            benefits=benefits,
            names=names,
            in_background=count > AT_ONCE,
            **self.figures(),
            **kwargs,
        )

    def save(self, form: Any) -> Any:
        """Approve, or hand the approval to the worker."""
        data, figures = form.cleaned_data, self.figures()
        if (data["seen_count"], data["seen_fen"]) != (figures["count"], figures["due"].fen):
            form.data = {**form.data.dict(), **self.get_initial()}
            raise ListChanged(
                _("These cases changed since you looked. Check the figures and approve again.")
            )
        if figures["count"] > AT_ONCE:
            return self._start(data["pool"])
        cases = list(self.ready())
        services.approve_many(cases=cases, officer=self.user, pool=data["pool"])
        text = ngettext("{n} case was approved.", "{n} cases were approved.", len(cases))
        messages.success(self.request, text.format(n=len(cases)))
        return cases

    def _start(self, pool: Pool) -> Job:
        kept = self.request.GET.copy()
        kept.pop(ALL, None)
        kept.pop("case", None)
        kept["state"] = CaseState.APPROVED
        return tasks.start_approving(
            actor=self.user,
            cases=list(self.ready().values_list("pk", flat=True)),
            pool=pool,
            address=f"{reverse('case:index')}?{kept.urlencode()}",
        )

    def success_address(self, made: Any) -> str:
        """Go to the job, to the one case, or back to the list."""
        if isinstance(made, Job):
            return reverse("job:record", args=[made.pk])
        if len(made) == 1:
            return reverse("case:record", args=[made[0].pk])
        return reverse("case:index")
