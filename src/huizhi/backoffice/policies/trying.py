"""Pages that try a draft: on a person of the registry, and by the tests of the pack."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.backoffice.policies.forms import TryForm
from huizhi.entitlements import snapshot
from huizhi.entitlements.running import catalogue_for
from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.kernel.wording import words
from huizhi.people.models import Person
from huizhi.people.queries import people_for
from huizhi.policies import queries
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Result
from huizhi.rules.packs.checking import PackError
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.testing import run_tests
from huizhi.rules.subjects import SubjectKind, SubjectRef

MOST_PEOPLE = 20


class TryPage(BelowDraft):
    """What a person comes to under the draft and under the version it is based on."""

    template_name = "backoffice/policies/try.html"

    def get_page_title(self) -> str:
        """Say what the page does."""
        return _("Try it on a person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once a person is chosen, the results side by side."""
        form = TryForm(self.request.GET or None, initial={"on": clock.today()})
        draft, _found = queries.checked(self.record.files)
        found, rows = [], None
        if draft is not None and form.is_valid():
            found = self._people(form.cleaned_data["name"])
            if len(found) == 1:
                base = queries.parsed(self.record.based_on)
                rows = side_by_side(base, draft, found[0], form.cleaned_data["on"])
        return super().get_context_data(
            form=form,
            found=found[:MOST_PEOPLE],
            are_more=len(found) > MOST_PEOPLE,
            rows=rows,
            has_errors=draft is None,
            **kwargs,
        )

    def _people(self, name: str) -> list[Person]:
        """Return the people of that name whom this user may see, or the one that was chosen."""
        people = people_for(self.user).filter(name__icontains=name)
        number = self.request.GET.get("person", "")
        if number.isdecimal():
            people = people.filter(pk=number)
        return list(people[: MOST_PEOPLE + 1])


def side_by_side(base: Pack, draft: Pack, person: Person, on: dt.date) -> list[dict[str, Any]]:
    """Return for each benefit the answer before and after, and whether they differ."""
    before, after = (_results(pack, person, on) for pack in (base, draft))
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


def _results(pack: Pack, person: Person, on: dt.date) -> dict[str, Result]:
    catalogue = catalogue_for(pack)
    subject = SubjectRef(SubjectKind.PERSON, str(person.pk))
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
