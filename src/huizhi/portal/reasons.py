"""Why an answer is what it is, as a public page or a person's own page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huizhi.entitlements.wording import answer_words
from huizhi.kernel.fact_wording import literal_words, path_words
from huizhi.kernel.languages import screen_language
from huizhi.portal.guide.held import HeldPack, clause_address
from huizhi.portal.wording import left_to_people
from huizhi.rules.evaluation.changes import Changes
from huizhi.rules.evaluation.reasons import CitedClause, Reason, Seen, StepReason
from huizhi.rules.evaluation.results import Outcome, Result
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

IN_ORDER = (Outcome.YES, Outcome.UNKNOWN, Outcome.NO)
"""The answers as pages list them: what one gets, what one may get, the rest."""


@dataclass(frozen=True)
class ShownFact:
    """A fact that was looked at, and its value in words."""

    label: str
    value: str
    is_missing: bool


@dataclass(frozen=True)
class ShownClause:
    """A clause with its address in the guide."""

    label: str
    text: str
    address: str


@dataclass(frozen=True)
class ShownCondition:
    """A condition, whether it holds, the facts it saw, and its clause."""

    name: str
    outcome: Outcome
    facts: list[ShownFact]
    clause: ShownClause | None


@dataclass(frozen=True)
class ShownStep:
    """What a stacking rule or a limit took away."""

    name: str
    taken: object
    clause: ShownClause | None


@dataclass(frozen=True)
class ShownReason:
    """Everything behind one answer, in the language of the screen."""

    result: Result
    summary: str
    conditions: list[ShownCondition]
    window: ShownCondition | None
    months: int | None
    steps: list[ShownStep]
    clause: ShownClause | None
    assumptions: tuple[Words, ...]
    not_evaluated: list[str]
    changes: Changes | None


def shown_reason(reason: Reason, held: HeldPack, kind: SubjectKind) -> ShownReason:
    """Return a reason as pages show it; clauses lead into the guide of the pack's day."""
    shown = _Showing(held, kind)
    window = reason.window
    return ShownReason(
        result=reason.result,
        summary=shown.summary(reason.result),
        conditions=[
            ShownCondition(
                one.name.get(shown.language),
                one.outcome,
                shown.facts(one.reason.facts),
                shown.clause(one.clause),
            )
            for one in reason.conditions
        ],
        window=ShownCondition("", window.outcome, shown.facts(window.start.facts), None)
        if window
        else None,
        months=window.months if window else None,
        steps=[shown.step(one) for one in reason.steps if one.taken and one.taken.fen],
        clause=shown.clause(reason.clause),
        assumptions=reason.assumptions,
        not_evaluated=left_to_people(reason.not_evaluated),
        changes=reason.changes,
    )


class _Showing:
    """The language, the pack and the kind that words and addresses depend on."""

    def __init__(self, held: HeldPack, kind: SubjectKind) -> None:
        self.held = held
        self.kind = kind
        self.language = screen_language()
        self.catalogue = held.pack.catalogue(load_catalogue())

    def summary(self, result: Result) -> str:
        """Return the answer in a sentence, its missing facts by their names on the screen."""
        return answer_words(result, self.catalogue)

    def facts(self, seen: Iterable[Seen]) -> list[ShownFact]:
        """Return the facts that were looked at."""
        return [
            ShownFact(
                path_words(one.name, self.kind, self.catalogue),
                literal_words(one.value),
                one.value is None,
            )
            for one in seen
        ]

    def clause(self, cited: CitedClause | None) -> ShownClause | None:
        """Return a clause with its address."""
        if cited is None:
            return None
        title = cited.document.get(self.language)
        label = cited.label.get(self.language)
        label = f"《{title}》{label}" if self.language == "zh" else f"{title}: {label}"
        address = clause_address(cited.key, self.held.pack.id, self.held.on)
        return ShownClause(label, cited.text.get(self.language), address)

    def step(self, step: StepReason) -> ShownStep:
        """Return what a rule over several benefits did."""
        return ShownStep(step.name.get(self.language), step.taken, self.clause(step.clause))
