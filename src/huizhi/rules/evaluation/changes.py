"""What would have to change for a no to become a yes, told from what the benefit requires."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huizhi.feel import Missing, Value, to_feel_literal
from huizhi.feel.syntax.tree import Null, UnaryTests
from huizhi.rules.evaluation.decision import Decision
from huizhi.rules.evaluation.minimal_sets import Literal
from huizhi.rules.evaluation.requirements import TRUE, WINDOW, Requirements, Standing
from huizhi.rules.evaluation.results import Outcome, ReasonCode, Result
from huizhi.rules.evaluation.wording import Wording
from huizhi.rules.packs.compiling import CompiledBenefit
from huizhi.rules.words import Words

MOST_SETS = 5
"""How many sets are told; of more, the smallest are."""

_BY_ITSELF = (ReasonCode.CONDITION, ReasonCode.WINDOW, ReasonCode.NO_AMOUNT)
_IS_NULL = UnaryTests((Null(),))
_NOTHING = Words(
    "按现行规定，没有可以改变的条件能使其享受。", "By the rules in force no change would give it."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would have to be otherwise.

    `text` is what is tested, `test` the test as a cell of a table writes it, empty where the text
    itself is the condition. It must pass where `wanted`, else fail. `value` is a FEEL literal, None
    where nobody knows it; `clause` is `document#clause`.
    """

    text: str
    test: str
    wanted: bool
    value: str | None
    missing: tuple[str, ...]
    clause: str | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """Changes that are enough together, and in sentences: one for each text that is tested."""

    changes: tuple[Change, ...]
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The smallest sets of changes, any one of which turns a no into a yes.

    `more` tells that there are others. `instead` says why there are none.
    """

    sets: tuple[ChangeSet, ...] = ()
    more: bool = False
    instead: Words | None = None


def changes_for(
    decision: Decision, result: Result, requirements: Requirements, wording: Wording
) -> Changes | None:
    """Return what would have to change for a no; nothing for another answer."""
    if result.outcome is not Outcome.NO:
        return None
    if result.reason_code not in _BY_ITSELF:
        return Changes(instead=_taken_by_others(decision, result))
    standings = requirements.standings(decision.view)
    found = requirements.search.smallest({key: one.holds for key, one in standings.items()})
    telling = _Telling(requirements, standings, wording)
    told = tuple(telling.change_set(way) for way in found.sets[:MOST_SETS])
    more = len(found.sets) > MOST_SETS or not found.is_complete
    return Changes(told, more) if told else Changes(instead=_NOTHING)


def _taken_by_others(decision: Decision, result: Result) -> Words:
    """Say which rule over several benefits leaves nothing, and which benefit goes before."""
    rivals = [step.rival for step in decision.settlements[result.benefit_id].steps if step.rival]
    names = {one.benefit.id: one.benefit.name for one in decision.plan.benefits}
    zh, en = result.summary("zh"), result.summary("en")
    if rivals:
        rival = names[rivals[-1]]
        zh, en = f"{zh}，已按“{rival.zh}”享受", f"{en}: “{rival.en}”"
    return Words(f"各项条件都满足。{zh}。", f"Every condition holds. {en}.")


class _Telling:
    """Tells literals of one benefit as people read them."""

    def __init__(
        self, requirements: Requirements, standings: Mapping[str, Standing], wording: Wording
    ) -> None:
        self.compiled: CompiledBenefit = requirements.compiled
        self.as_of = requirements.as_of
        self.points = requirements.points
        self.standings = standings
        self.wording = wording

    def change_set(self, way: Iterable[Literal]) -> ChangeSet:
        """Return literals as people read them, in the order in which the rules name them."""
        order = {key: place for place, key in enumerate(self.points)}
        literals = sorted(way, key=lambda literal: order[literal[0]])
        by_text: dict[str, list[Literal]] = defaultdict(list)
        for literal in literals:
            by_text[self.points[literal[0]].text].append(literal)
        return ChangeSet(
            tuple(self._change(literal) for literal in literals),
            tuple(self._sentence(together) for together in by_text.values()),
        )

    def _change(self, literal: Literal) -> Change:
        key, wanted = literal
        point, value = self.points[key], self.standings[key].value
        known = type(value) is not Missing
        return Change(
            text=point.text,
            test=point.asked,
            wanted=wanted,
            value=to_feel_literal(value) if known else None,
            missing=() if known else tuple(sorted(value.facts)),
            clause=point.clause,
        )

    def _sentence(self, literals: Sequence[Literal]) -> Words:
        """Say what one text is now and must be."""
        key, wanted = literals[0]
        point, standing = self.points[key], self.standings[key]
        if key == WINDOW:
            return self._window_words(standing.value)
        if point.tests is None:
            return _whole_words(point.text, standing.holds, wanted)
        tests = [(self.points[key].tests or TRUE, wanted) for key, wanted in literals]
        # What must be at most 40 must be there, without saying.
        told = [one for one in tests if one != (_IS_NULL, False)] or tests
        asked = [self.wording.asked(test, wanted) for test, wanted in told]
        is_now = self.wording.is_now(point.node, standing.value)
        return Words(
            f"{is_now.zh}，须{'，且'.join(words.zh for words in asked)}",
            f"{is_now.en}; it must be {' and '.join(words.en for words in asked)}",
        )

    def _window_words(self, value: Value) -> Words:
        start = self.wording.value(value)
        window = self.compiled.benefit.window
        months = window.months if window is not None else None
        zh, en = "享受期", "The period of entitlement"
        if months is not None:
            zh, en = f"{months} 个月的享受期", f"The period of {months} months"
        return Words(
            f"{zh}从 {start.zh} 起算，{self.as_of} 须在其中",
            f"{en} begins on {start.en}; {self.as_of} must be within it",
        )


def _whole_words(text: str, holds: bool | None, wanted: bool) -> Words:
    """Say of a text that is itself the condition how it stands and what it must do."""
    zh = {True: "现成立", False: "现不成立", None: "尚不能判断"}[holds]
    en = {True: "holds", False: "does not hold", None: "is not known"}[holds]
    zh_must, en_must = ("成立", "must hold") if wanted else ("不成立", "must not hold")
    return Words(f"“{text}”{zh}，须{zh_must}", f"“{text}” {en}; it {en_must}")
