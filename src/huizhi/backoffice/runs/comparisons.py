"""Pages about comparisons: choosing the other run, what differs in sum, one claim on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huizhi.backoffice.charts import chart
from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.backoffice.runs.pages import RunRecord, run_step, runs_step
from huizhi.entitlements import differences, queries, services
from huizhi.entitlements.differences import BenefitDifference
from huizhi.entitlements.models import Change, Comparison, Difference, Run
from huizhi.kernel.roles import Right
from huizhi.rules.money import ZERO


def difference_list(comparison: Comparison, **filters: str) -> str:
    """Return the address of the differences of a comparison with some filters set."""
    query = urlencode({"comparison": str(comparison.pk), **filters})
    return f"{reverse('difference:index')}?{query}"


def comparisons_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of comparisons."""
    return {"url": reverse("comparison:index"), "label": _("Comparisons")}


class CompareForm(forms.Form):
    """Which run a run is compared with."""

    before = forms.ModelChoiceField(
        label=gettext_lazy("Earlier run"),
        queryset=Run.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The side that the differences are counted from."),
    )

    def __init__(self, *args: Any, runs: QuerySet[Run], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["before"]
        field.queryset = runs  # type: ignore[attr-defined]
        field.label_from_instance = lambda run: f"{run} · {run.pack_version}"  # type: ignore[attr-defined]


class ComparePage(RunRecord, FormPage):
    """Compares a run with another one."""

    template_name = "backoffice/form.html"
    form_class = CompareForm
    submit_label = gettext_lazy("Compare")

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Compare {run} with another run").format(run=self.record)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the run."""
        return [runs_step(), run_step(self.record)]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the other complete runs."""
        runs = queries.complete_runs_for(self.user).exclude(pk=self.number)
        return {**super().get_form_kwargs(), "runs": runs}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the run of the same pack before this one."""
        return {"before": queries.run_before(self.record)}

    def save(self, form: forms.Form) -> Comparison:
        """Queue the comparison."""
        return services.compare_runs(
            before=form.cleaned_data["before"], after=self.record, actor=self.user
        )

    def success_address(self, made: Comparison) -> str:
        """Go to the comparison, which shows its progress."""
        return reverse("comparison:record", args=[made.pk])


class ComparisonPage(RecordPage):
    """A comparison: its progress, then what differs within the user's scope."""

    right = Right.RUNS_VIEW
    template_name = "backoffice/runs/comparison.html"
    header_icon = "resubmit"

    def rows(self) -> QuerySet[Comparison]:
        """Return the comparisons this user may see."""
        return differences.comparisons_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [comparisons_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of a complete comparison, each with the list behind it."""
        figures = self._figures(self.record) if self.record.is_complete else {}
        return super().get_context_data(**figures, **kwargs)

    def _figures(self, comparison: Comparison) -> dict[str, Any]:
        counted = differences.changes_of(differences.differences_for(self.user, comparison))
        changes = {change: count for change, count in counted.items() if count}
        benefits = differences.by_benefit(self.user, comparison)
        return {
            "changes": [
                {
                    "label": change.label,
                    "count": count,
                    "address": difference_list(comparison, change=change),
                }
                for change, count in changes.items()
            ],
            "changed": [_line(comparison, one, changes) for one in benefits if one.claims],
            "unchanged": [_line(comparison, one, ()) for one in benefits if not one.claims],
            "due_before": sum((one.due_before for one in benefits), start=ZERO),
            "due_after": sum((one.due_after for one in benefits), start=ZERO),
            "gain": sum((one.gain for one in benefits), start=ZERO),
            "chart": _chart(comparison, [one for one in benefits if one.gain.fen]),
            "is_of_this_text": _is_of_this_text(comparison),
        }


def _is_of_this_text(comparison: Comparison) -> bool:
    """Say whether a comparison is a trial of its draft as it reads now."""
    draft = comparison.draft
    return draft is not None and differences.is_of_this_text(comparison, draft)


def _line(
    comparison: Comparison, one: BenefitDifference, changes: Iterable[Change]
) -> dict[str, Any]:
    """Return a benefit as a row of the table, with the lists behind its figures."""
    return {
        "of": one,
        "address": difference_list(comparison, benefit=one.benefit),
        "changes": [
            {
                "count": one.changes.get(change, 0),
                "address": difference_list(comparison, benefit=one.benefit, change=change),
            }
            for change in changes
        ],
    }


def _chart(comparison: Comparison, benefits: Sequence[BenefitDifference]) -> dict[str, Any]:
    """Return a chart of the amounts due on both sides; the exact sums stand in the table."""
    return chart(
        identity="due-on-both-sides",
        kind="bar",
        title=_("Amount due where it differs"),
        unit=_("yuan"),
        heading=_("Benefit"),
        categories=[one.name for one in benefits],
        series={
            pgettext("of a comparison", "Before"): [round(one.due_before.yuan) for one in benefits],
            pgettext("of a comparison", "After"): [round(one.due_after.yuan) for one in benefits],
        },
        links=[difference_list(comparison, benefit=one.benefit) for one in benefits],
    )


class DifferencePage(RecordPage):
    """One claim on both sides, with the way to the reasons."""

    right = Right.RUNS_VIEW
    template_name = "backoffice/runs/difference.html"
    header_icon = "resubmit"

    def rows(self) -> QuerySet[Difference]:
        """Return the differences this user may see."""
        return differences.differences_for(self.user).select_related(
            "county", "comparison__before", "comparison__after", "comparison__draft__based_on"
        )

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the comparison and its list."""
        comparison = self.record.comparison
        page = {
            "url": reverse("comparison:record", args=[comparison.pk]),
            "label": str(comparison),
        }
        return [
            comparisons_step(),
            page,
            {"url": difference_list(comparison), "label": _("Differences")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the reasons stand and what else differs for the subject."""
        row: Difference = self.record
        others = differences.differences_for(self.user, row.comparison).filter(
            subject_kind=row.subject_kind, subject_id=row.subject_id
        )
        return super().get_context_data(
            reason_before=self._reason(row.comparison.before, row.answer_before, "before"),
            reason_after=self._reason(row.comparison.after, row.answer_after, "after"),
            others=others.exclude(pk=row.pk),
            is_of_this_text=_is_of_this_text(row.comparison),
            **kwargs,
        )

    def _reason(self, run: Run | None, answer: dict[str, Any] | None, side: str) -> str:
        """Return where the reason of a side stands; empty where it has no answer.

        A trial keeps no results: the desk works the reason out, by the facts known now.
        """
        row: Difference = self.record
        if answer is None:
            return ""
        if run is None:
            query = {
                "kind": row.subject_kind,
                "subject": str(row.subject_id),
                "on": row.comparison.as_of.isoformat(),
                "benefit": row.benefit,
                "side": side,
            }
            page = reverse("packdraft:try_reason", args=[row.comparison.draft_id])
            return f"{page}?{urlencode(query)}"
        of_claim = {"benefit": row.benefit, "subject_id": row.subject_id}
        rows = queries.results_for(self.user, run).filter(subject_kind=row.subject_kind, **of_claim)
        result = rows.first()
        return reverse("result:record", args=[result.pk]) if result else ""
