"""Pages behind the sign-in, each limited to what the user stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from huizhi.cases.models import Case
from huizhi.cases.queries import benefit_key, own_cases
from huizhi.cases.states import CaseState
from huizhi.entitlements import queries as entitlements
from huizhi.entitlements.models import Result
from huizhi.entitlements.reasons import explain
from huizhi.kernel.fact_wording import path_words
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right, Role
from huizhi.kernel.scope import has_right
from huizhi.organisations.models import Organisation
from huizhi.partners.queries import agreements_for, bases_for
from huizhi.people.queries import people_for, person_facts
from huizhi.policies.queries import parsed
from huizhi.portal.guide.held import HeldPack
from huizhi.portal.reasons import IN_ORDER, shown_reason
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.subjects import SubjectKind

PER_PAGE = 50
TONES = {
    CaseState.OFFERED: "open",
    CaseState.APPROVED: "open",
    CaseState.PAYING: "open",
    CaseState.PAID: "done",
}


@dataclass(frozen=True)
class OwnResult:
    """A result of one's own, and the case it led to, if it was offered."""

    result: Result
    case: Case | None

    @property
    def state(self) -> str:
        """How far it is: 已发放, or that nothing was offered yet; empty where nothing is due."""
        if self.case is not None:
            return str(CaseState(self.case.state).label)
        return _("Not offered yet") if self.result.amount else ""

    @property
    def since(self) -> dt.datetime | None:
        """Since when it stands there."""
        return (self.case.decided_at or self.case.batch.made_at) if self.case else None

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return TONES.get(CaseState(self.case.state), "waiting") if self.case else "waiting"


def start_page(user: User) -> str:
    """Return where a user begins: staff in the office, others on their own page."""
    office = has_right(user, Right.OFFICE_ENTER)
    return reverse("wagtailadmin_home" if office else "portal:me")


class SignInPage(LoginView):
    """The sign-in for everybody, staff or not."""

    template_name = "portal/personal/sign_in.html"

    def get_default_redirect_url(self) -> str:
        """Return where the user begins."""
        return start_page(self.request.user)  # type: ignore[arg-type]


@method_decorator(never_cache, name="dispatch")
class OwnPage(LoginRequiredMixin, TemplateView):
    """A page of the signed-in user."""

    login_url = reverse_lazy("portal:sign_in")

    @property
    def user(self) -> User:
        """The signed-in user."""
        return self.request.user  # type: ignore[return-value]

    def own_results(self) -> QuerySet[Result]:
        """Return the user's results of the last complete run; none before there is one."""
        run = entitlements.latest_complete()
        return entitlements.results_for(self.user, run) if run else Result.objects.none()


class MyPage(OwnPage):
    """What the registry knows of the user, or of those they stand for, and what follows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send staff to the office."""
        if request.user.is_authenticated and has_right(self.user, Right.OFFICE_ENTER):
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        """Return the page of the user's role."""
        return [f"portal/personal/{Role(self.user.role).value}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the user's role sees."""
        found = {
            Role.TALENT: self._of_talent,
            Role.EMPLOYER: self._of_employer,
            Role.UNIVERSITY: self._of_university,
        }[Role(self.user.role)]()
        return super().get_context_data(**found, **kwargs)

    def _of_talent(self) -> dict[str, Any]:
        person = people_for(self.user).first()
        results = sorted(self.own_results(), key=lambda one: IN_ORDER.index(Outcome(one.outcome)))
        run = results[0].run if results else None
        cases = own_cases(self.user) if run else {}
        shown = [
            OwnResult(one, cases.get((benefit_key(one.run, one.benefit), one.period)))
            for one in results
        ]
        return {
            "person": person,
            "facts": person_facts(person) if person else [],
            "results": [one for one in shown if one.result.outcome != Outcome.NO],
            "refused": [one for one in shown if one.result.outcome == Outcome.NO],
            "run": run,
        }

    def _of_employer(self) -> dict[str, Any]:
        run = entitlements.latest_complete()
        rows = self.own_results()
        people = people_for(self.user).order_by("name", "pk")
        totals = entitlements.totals_by_benefit(run, rows) if run else []
        return {
            "organisation": self._organisation(),
            "run": run,
            "totals": [one for one in totals if one.entitled or one.not_known],
            "page": Paginator(people, PER_PAGE).get_page(self.request.GET.get("p")),
        }

    def _of_university(self) -> dict[str, Any]:
        return {
            "organisation": self._organisation(),
            "agreements": agreements_for(self.user).distinct(),
            "bases": bases_for(self.user).distinct(),
        }

    def _organisation(self) -> Organisation | None:
        return Organisation.objects.filter(pk=self.user.organisation_id or 0).first()


class MyResultPage(OwnPage):
    """One of the user's own results with its reason."""

    template_name = "portal/personal/result.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the result, why it is so, and where each value came from."""
        result = entitlements.results_for(self.user).filter(pk=kwargs["pk"]).first()
        if result is None:
            raise Http404(_("There is no such result of yours."))
        version = result.run.pack_version
        held = HeldPack(version, parsed(version), result.run.as_of)
        kind = SubjectKind(result.subject_kind)
        explanation = explain(result)
        return super().get_context_data(
            result=result,
            answer=explanation.reason.result,
            reason=shown_reason(explanation.reason, held, kind),
            facts=[(path_words(name, kind), fact) for name, fact in explanation.facts.items()],
            period=result.benefit_of.benefit.period,
            **kwargs,
        )
