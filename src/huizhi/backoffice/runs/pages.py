"""Pages about runs: starting and following one, what it found and lacks, one result's reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.pages import Action, FormPage, RecordPage, RightRequired
from huizhi.backoffice.runs.figures import charts_of, result_list
from huizhi.backoffice.runs.forms import StartForm
from huizhi.entitlements import queries, reasons, services
from huizhi.entitlements.models import Result, Run
from huizhi.entitlements.states import RunState
from huizhi.kernel import clock
from huizhi.kernel.fact_wording import held_words
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.policies import queries as policies
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.subjects import SubjectKind

MISSING_ON_RUN_PAGE = 5


def runs_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of runs."""
    return {"url": reverse("run:index"), "label": _("Entitlement runs")}


def run_step(run: Run) -> dict[str, str]:
    """Return the step of a trail that leads to a run."""
    return {"url": reverse("run:record", args=[run.pk]), "label": str(run)}


class StartPage(FormPage):
    """Starts a run over the whole registry."""

    right = Right.RUNS_START
    template_name = "backoffice/runs/start.html"
    form_class = StartForm
    page_title = gettext_lazy("Start an entitlement run")
    header_icon = "rotate"
    submit_label = gettext_lazy("Start the run")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [runs_step()]

    def get_initial(self) -> dict[str, Any]:
        """Begin with the version asked for, or that of the last run: a city stays with its own."""
        asked = self.request.GET.get("pack_version", "")
        version = policies.enforced().filter(pk=asked).first() if asked.isdecimal() else None
        if version is not None and version.in_force_from is not None:
            return {"pack_version": version, "as_of": max(clock.today(), version.in_force_from)}
        last = queries.complete_runs_for(self.user).first()
        return {"pack_version": last.pack_version_id} if last else {}

    def save(self, form: Form) -> Run:
        """Queue the run."""
        return services.start_run(
            actor=self.user,
            as_of=form.cleaned_data["as_of"],
            pack_version=form.cleaned_data["pack_version"],
        )

    def success_address(self, made: Run) -> str:
        """Go to the run, which shows its progress."""
        return reverse("run:record", args=[made.pk])


class RunRecord(RecordPage):
    """A page about one run."""

    right = Right.RUNS_VIEW
    header_icon = "rotate"

    def rows(self) -> QuerySet[Run]:
        """Return the runs this user may see."""
        return queries.runs_for(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [runs_step()]


class RunPage(RunRecord):
    """A run: its progress, then what it found within the user's scope."""

    template_name = "backoffice/runs/run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of a complete run, each with the list behind it."""
        run: Run = self.record
        context: dict[str, Any] = {
            "may_start_again": run.state == RunState.FAILED
            and has_right(self.user, Right.RUNS_START),
            "may_offer": has_right(self.user, Right.CASES_OFFER),
        }
        if run.is_complete:
            context |= self._figures(run)
        return super().get_context_data(**context, **kwargs)

    def _figures(self, run: Run) -> dict[str, Any]:
        rows = queries.results_for(self.user, run)
        benefits = queries.totals_by_benefit(run, rows)
        tiers = queries.totals_by_tier(rows)
        counties = queries.totals_by_county(rows)
        missing = queries.missing_facts(rows)
        return {
            "outcomes": [
                {
                    "outcome": outcome,
                    "count": count,
                    "address": result_list(run, outcome=outcome),
                }
                for outcome, count in queries.outcomes_of(rows).items()
            ],
            "due": queries.due_of(rows),
            "totals": [
                {
                    "total": total,
                    "entitled": result_list(run, benefit=total.key, outcome=Outcome.YES),
                    "not_known": result_list(run, benefit=total.key, outcome=Outcome.UNKNOWN),
                    "not_entitled": result_list(run, benefit=total.key, outcome=Outcome.NO),
                }
                for total in benefits
            ],
            "charts": charts_of(run, benefits, tiers, counties),
            "missing": missing_rows(run, missing[:MISSING_ON_RUN_PAGE]),
            "missing_count": len(missing),
            "earlier": queries.run_before(run),
            "may_compare": queries.complete_runs_for(self.user).exclude(pk=run.pk).exists(),
        }


def missing_rows(run: Run, totals: list[queries.MissingTotal]) -> list[dict[str, Any]]:
    """Return missing facts with the lists behind their figures."""
    return [
        {
            "total": total,
            "name": held_words(total.name, total.kind, policies.catalogue(run.pack_version)),
            "address": result_list(run, **_lacking(total)),
            "alone": result_list(run, **_lacking(total), alone=1),
        }
        for total in totals
    ]


def _lacking(total: queries.MissingTotal) -> dict[str, str]:
    """Return the filters of the results that a missing fact decides."""
    kind = total.kind.value
    return {"outcome": Outcome.UNKNOWN.value, "subject_kind": kind, "missing": total.name}


class MissingPage(RunRecord):
    """Facts nobody knows, ranked by the money they would unlock."""

    template_name = "backoffice/runs/missing.html"

    def get_page_title(self) -> str:
        """Say what the page lists."""
        return _("Missing facts")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list and the run."""
        return [runs_step(), run_step(self.record)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the facts."""
        rows = queries.results_for(self.user, self.record)
        facts = missing_rows(self.record, queries.missing_facts(rows))
        return super().get_context_data(missing=facts, **kwargs)


class ProgressFragment(RightRequired):
    """The fragment that refreshes itself while something is made, then reloads the page."""

    right = Right.RUNS_VIEW
    rows: Callable[[User], QuerySet[Any]] = staticmethod(queries.runs_for)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the progress of a run or a comparison."""
        record = get_object_or_404(self.rows(self.user), pk=pk)
        context = {"record": record, "progress_address": request.path}
        response = render(request, "backoffice/runs/includes/progress.html", context)
        if not record.is_under_way:
            response["HX-Refresh"] = "true"
        return response


class StartAgain(Action):
    """Starts a failed run once more."""

    right = Right.RUNS_START

    def perform(self, **kwargs: Any) -> str:
        """Queue the run again."""
        run = get_object_or_404(queries.runs_for(self.user), pk=kwargs["pk"])
        services.start_again(run=run, actor=self.user)
        return _("The run starts again.")

    def address(self, **kwargs: Any) -> str:
        """Go back to the run."""
        return reverse("run:record", args=[kwargs["pk"]])


class ResultReason(RightRequired):
    """The reason of a result as a file, for other programs."""

    right = Right.RUNS_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the reason of a result within the user's scope as JSON."""
        result = get_object_or_404(queries.results_for(self.user), pk=pk)
        response = JsonResponse(
            reasons.explain(result).reason.to_json(), json_dumps_params={"ensure_ascii": False}
        )
        response["Content-Disposition"] = f'attachment; filename="reason-{pk}.json"'
        return response


class ResultPage(RecordPage):
    """One result: the answer, every condition with the value it saw, and where that came from."""

    right = Right.RUNS_VIEW
    template_name = "backoffice/runs/result.html"
    header_icon = "help"

    def rows(self) -> QuerySet[Result]:
        """Return the results this user may see."""
        return queries.results_for(self.user)

    def get_page_title(self) -> str:
        """Return whose result it is, and of what."""
        return f"{self.record.subject_name} · {self.record.benefit_name}"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the run and its results."""
        run = self.record.run
        results = {"url": result_list(run), "label": _("Results")}
        return [runs_step(), run_step(run), results]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the explanation and the subject's other benefits."""
        result: Result = self.record
        explanation = reasons.explain(result)
        return super().get_context_data(
            explanation=explanation,
            kind=SubjectKind(result.subject_kind),
            catalogue=policies.catalogue(result.run.pack_version),
            reason=explanation.reason,
            sourced=explanation.facts,
            version=result.run.pack_version,
            document_files=self._document_files(result),
            others=reasons.benefits_of_subject(result),
            **kwargs,
        )

    def _document_files(self, result: Result) -> dict[str, str]:
        """Return the files of the documents in force, by document, for links to clauses."""
        pack = policies.parsed(result.run.pack_version)
        return {document.id: document.file for document in pack.in_force(result.run.as_of)}
