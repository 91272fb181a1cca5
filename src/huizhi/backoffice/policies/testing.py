"""The page that runs the tests of a pack on a draft."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huizhi.backoffice.policies.drafts import BelowDraft
from huizhi.kernel.languages import screen_language
from huizhi.policies import queries
from huizhi.rules.packs.checking import PackError
from huizhi.rules.packs.testing import run_tests


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
