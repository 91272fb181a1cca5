"""What the visitor may be entitled to: an answer with its reasons for each benefit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huizhi.kernel.fact_wording import path_words
from huizhi.portal.calculator.answers import Answers, population
from huizhi.portal.guide.held import HeldBenefit, HeldPack
from huizhi.portal.reasons import IN_ORDER, ShownReason, shown_reason
from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Outcome, Result
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


@dataclass(frozen=True)
class MissingFact:
    """A fact that would have to be known, and where the form asks for it."""

    label: str
    anchor: str
    decides: int = 1


@dataclass(frozen=True)
class Finding:
    """One benefit: the answer, its reason, and what would have to be known."""

    benefit: HeldBenefit
    reason: ShownReason
    missing: list[MissingFact]

    @property
    def result(self) -> Result:
        """The answer."""
        return self.reason.result


@dataclass(frozen=True)
class Findings:
    """All answers, entitled first, and the facts that decide most of what is open."""

    found: list[Finding]
    missing: list[MissingFact]

    def count(self, outcome: Outcome) -> int:
        """Return how many answers are of this kind."""
        return sum(one.result.outcome is outcome for one in self.found)

    @property
    def entitled(self) -> int:
        """How many benefits the visitor is entitled to."""
        return self.count(Outcome.YES)

    @property
    def summary(self) -> str:
        """The number of answers by kind, in a sentence."""
        return _("Entitled to {yes}, open {unknown}, not entitled to {no}.").format(
            yes=self.count(Outcome.YES),
            unknown=self.count(Outcome.UNKNOWN),
            no=self.count(Outcome.NO),
        )


def find(held: HeldPack, kind: SubjectKind, answers: Answers) -> Findings:
    """Evaluate the facts that were given by the pack as it holds on its day."""
    evaluator = Evaluator(held.pack, load_catalogue(), held.on)
    people, subject = population(answers, kind)
    benefits = {one.benefit.id: one for document in held.documents for one in document.benefits}
    anchors = answers.anchors()
    found = []
    explained = evaluator.explained(people, subject)
    for result in explained.results:
        reason = explained.reason(result.benefit_id)
        missing = [_missing(path, kind, anchors) for path in result.missing]
        shown = shown_reason(reason, held, kind)
        found.append(Finding(benefits[result.benefit_id], shown, missing))
    found.sort(key=lambda one: IN_ORDER.index(one.result.outcome))
    counted = Counter(path for one in found for path in one.result.missing)
    return Findings(
        found,
        [_missing(path, kind, anchors, decides) for path, decides in counted.most_common()],
    )


def _missing(
    path: str, kind: SubjectKind, anchors: Mapping[str, str], decides: int = 1
) -> MissingFact:
    """Return a missing fact; one that the form asks only by its head leads there."""
    head = path.split(".", maxsplit=1)[0]
    anchor = anchors.get(path) or anchors.get(head, "")
    return MissingFact(path_words(path, kind), anchor, decides)
