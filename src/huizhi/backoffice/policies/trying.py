"""Pages that try a draft: on a record of the registry, and by the tests of the pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.backoffice.policies.forms import TryForm
from huizhi.entitlements import snapshot
from huizhi.entitlements.running import catalogue_for
from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.kernel.wording import kind_words, words
from huizhi.organisations.queries import organisations_for
from huizhi.partners.queries import bases_for, platforms_for, projects_for
from huizhi.people.queries import people_for, teams_for
from huizhi.policies import queries
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Result
from huizhi.rules.packs.checking import PackError
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.testing import run_tests
from huizhi.rules.subjects import SubjectKind, SubjectRef

SUBJECTS: dict[SubjectKind, tuple[Right, Callable[[User], QuerySet[Any]]]] = {
    SubjectKind.PERSON: (Right.PEOPLE_VIEW, people_for),
    SubjectKind.TEAM: (Right.PEOPLE_VIEW, teams_for),
    SubjectKind.ORGANISATION: (Right.ORGANISATIONS_VIEW, organisations_for),
    SubjectKind.PLATFORM: (Right.PARTNERS_VIEW, platforms_for),
    SubjectKind.BASE: (Right.PARTNERS_VIEW, bases_for),
    SubjectKind.PROJECT: (Right.PARTNERS_VIEW, projects_for),
}
"""Whose record may be picked to try a draft on: by which right, out of which rows."""


class TryPage(BelowDraft):
    """What somebody comes to under the draft and under the version it is based on."""

    template_name = "backoffice/policies/try.html"

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Try it on one subject")

    def kinds(self) -> list[SubjectKind]:
        """Return the kinds that a benefit of the draft is for and that this user may see."""
        meant = {benefit.subject for d in self.pack.documents for benefit in d.benefits}
        return [
            kind
            for kind, (right, _rows) in SUBJECTS.items()
            if kind in meant and has_right(self.user, right)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once somebody is chosen, the results side by side."""
        asked = self.request.GET
        kinds = self.kinds()
        kind = next((one for one in kinds if one == asked.get("kind")), next(iter(kinds), None))
        draft, _found = queries.checked(self.record.files)
        form, rows = None, None
        if kind is not None:
            form = TryForm(
                asked if "on" in asked else None,
                initial={"kind": kind.value, "on": clock.today()},
                kind=kind,
                rows=SUBJECTS[kind][1](self.user),
            )
            if draft is not None and form.is_valid():
                base = queries.parsed(self.record.based_on)
                subject = SubjectRef(kind, str(form.cleaned_data["subject"].pk))
                rows = side_by_side(base, draft, subject, form.cleaned_data["on"])
        return super().get_context_data(
            kinds=[{"kind": one, "name": kind_words(one)} for one in kinds],
            kind=kind,
            form=form,
            rows=rows,
            has_errors=draft is None,
            **kwargs,
        )


def side_by_side(base: Pack, draft: Pack, subject: SubjectRef, on: dt.date) -> list[dict[str, Any]]:
    """Return for each benefit the answer before and after, and whether they differ."""
    before, after = (_results(pack, subject, on) for pack in (base, draft))
    language = screen_language()
    names = {
        benefit.id: words(benefit.name)
        for pack in (base, draft)
        for _document, benefit in pack.benefits(on)
    }
    rows = []
    for name in dict.fromkeys((*before, *after)):
        old, new = (
            results[name].summary(language) if name in results else ""
            for results in (before, after)
        )
        rows.append({"benefit": names[name], "before": old, "after": new, "differs": old != new})
    return sorted(rows, key=lambda row: not row["differs"])


def _results(pack: Pack, subject: SubjectRef, on: dt.date) -> dict[str, Result]:
    catalogue = catalogue_for(pack)
    found = snapshot.read_now(on=on, catalogue=catalogue, subject=subject)
    results = Evaluator(pack, catalogue, on).evaluate(found.population, subject)
    return {result.benefit_id: result for result in results}


class TestsPage(BelowDraft):
    """The tests of the pack, as they come out under the draft."""

    __test__ = False  # not a class of tests, whatever pytest makes of the name
    template_name = "backoffice/policies/tests.html"

    def get_page_title(self) -> str:
        """Say what the page shows."""
        return _("Tests of the pack")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Run the tests of this installation's folder of the pack; failures first."""
        language = screen_language()
        tests = queries.pack_tests(self.record.based_on.pack_id)
        outcomes, errors = [], []
        try:
            outcomes = run_tests({**self.record.files, **tests})
        except PackError as error:
            errors = [f.message(language) for f in error.findings if f.severity == "error"]
        return super().get_context_data(
            total=len(outcomes),
            passed=sum(outcome.passed for outcome in outcomes),
            failures=[
                {
                    "outcome": outcome,
                    "differences": [d.message(language) for d in outcome.differences],
                }
                for outcome in outcomes
                if not outcome.passed
            ],
            errors=errors,
            **kwargs,
        )
