"""The evaluator: a pack in force on a day, compiled once, over as many subjects as one likes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from huizhi.feel import Missing
from huizhi.rules.evaluation.bounds import NO_FACTS, UNBOUNDED, Bounds, is_unbounded
from huizhi.rules.evaluation.conditions import Assessment, Assessor, Refusal, possible_amounts
from huizhi.rules.evaluation.decision import Decision
from huizhi.rules.evaluation.periods import period_of
from huizhi.rules.evaluation.reasons import Grounds, Reason, reason_for
from huizhi.rules.evaluation.received import RECEIVED, Receipts
from huizhi.rules.evaluation.requirements import Requirements
from huizhi.rules.evaluation.results import Adjustment, Outcome, ReasonCode, Result
from huizhi.rules.evaluation.settlement import (
    CapTerms,
    GroupTerms,
    Settlement,
    Step,
    settle,
)
from huizhi.rules.evaluation.subject_view import SubjectView, Surroundings, TracedView
from huizhi.rules.facts.derivations import Derivations
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.findings import has_errors
from huizhi.rules.money import ZERO, Money, Rounding, fen_of_yuan
from huizhi.rules.packs.checking import PackError
from huizhi.rules.packs.compiling import (
    CompiledBenefit,
    CompiledCap,
    CompiledGroup,
    CompiledKind,
    compile_pack,
)
from huizhi.rules.packs.model import CapWindow, Form, Pack, PeriodUnit, Received, StackingRule
from huizhi.rules.subjects import SubjectKind, SubjectRef
from huizhi.rules.words import Words

_NO_ROOM_REASONS = {
    StackingRule.DEDUCT.value: ReasonCode.DEDUCTED,
    "cap": ReasonCode.CAP_USED_UP,
}


class UnknownSubjectError(LookupError):
    """A subject that the population does not hold."""

    def __init__(self, subject: SubjectRef) -> None:
        self.subject = subject
        super().__init__(f"the population holds no {subject.kind.value} with id {subject.id!r}")


class UnknownBenefitError(LookupError):
    """A benefit that nothing in force grants to a kind of subject."""

    def __init__(self, benefit_id: str, kind: SubjectKind, as_of: dt.date) -> None:
        self.benefit_id = benefit_id
        super().__init__(f"on {as_of} there is no benefit {benefit_id!r} for a {kind.value}")


_View = TypeVar("_View", bound=SubjectView)


@dataclass(frozen=True, slots=True)
class Explained:
    """The results of one subject, and what their reasons are made of.

    The traces were taken while the results came about; a reason is put together when it is asked.
    """

    results: list[Result]
    grounds: Grounds

    def reason(self, benefit_id: str) -> Reason:
        """Return the reason of the result of a benefit that is among the results."""
        pairs = zip(self.grounds.decision.plan.benefits, self.results, strict=True)
        compiled, result = next(pair for pair in pairs if pair[1].benefit_id == benefit_id)
        return reason_for(self.grounds, compiled, result)


class Evaluator:
    """Decides about subjects by the documents of a pack that hold on a day (PackError).

    One evaluator is for one thread: it keeps what it read of the population it saw last.
    """

    def __init__(self, pack: Pack, catalogue: Catalogue, as_of: dt.date) -> None:
        compiled = compile_pack(pack, catalogue, as_of)
        if has_errors(compiled.findings):
            raise PackError(compiled.findings)
        self.pack = pack
        self.as_of = as_of
        self._kinds = compiled.kinds
        self._plans = {
            kind: compiled.kinds.get(kind, CompiledKind(kind, (), {}, (), ()))
            for kind in SubjectKind
        }
        self._assessors = {
            kind: {one.benefit.id: Assessor(one, plan, as_of) for one in plan.benefits}
            for kind, plan in self._plans.items()
        }
        self._groups = {
            kind: [
                GroupTerms(group.group.id, group.group.rule, group.members) for group in plan.groups
            ]
            for kind, plan in self._plans.items()
        }
        self._catalogue = pack.catalogue(catalogue)
        self._derivations = Derivations(self._catalogue)
        self._counting = {kind for kind, plan in self._plans.items() if self._counts(plan)}
        self._around: Surroundings | None = None
        self._periods = {unit: period_of(unit, as_of) for unit in PeriodUnit}
        self._refusals: dict[Refusal, tuple[Any, ...]] = {}
        self._requirements: dict[str, Requirements] = {}
        self._names: dict[str, Words] = {owner.id: owner.name for owner in pack.combinations}
        self._clauses = {owner.id: owner.clause for owner in pack.combinations}

    @property
    def kinds(self) -> tuple[SubjectKind, ...]:
        """The kinds of subject for which there are benefits on this day."""
        return tuple(self._kinds)

    def benefits(self, kind: SubjectKind) -> tuple[CompiledBenefit, ...]:
        """Return the benefits for one kind of subject, in the order of the pack."""
        return self._kinds[kind].benefits if kind in self._kinds else ()

    def evaluate(self, population: Population, subject: SubjectRef) -> list[Result]:
        """Return the result of every benefit for the subject's kind (UnknownSubjectError)."""
        if subject.kind not in self._kinds:
            return []
        return self._results(self.decide(population, subject))

    def evaluate_all(self, population: Population) -> Iterator[Result]:
        """Yield the results of every subject of the population that the pack has benefits for."""
        for kind in self._kinds:
            for subject in population.subjects(kind):
                yield from self.evaluate(population, subject)

    def explain(self, population: Population, subject: SubjectRef, benefit_id: str) -> Reason:
        """Return why a subject gets a benefit or not.

        Raises UnknownSubjectError, and UnknownBenefitError where the subject's kind has no such
        benefit on this day.
        """
        if all(benefit.benefit.id != benefit_id for benefit in self.benefits(subject.kind)):
            raise UnknownBenefitError(benefit_id, subject.kind, self.as_of)
        return self.explained(population, subject).reason(benefit_id)

    def explained(self, population: Population, subject: SubjectRef) -> Explained:
        """Return the results of a subject with the trace of every text (UnknownSubjectError)."""
        view = self._view(population, subject, TracedView)
        decision = self._decide(subject, view)
        grounds = Grounds(
            self.pack, self.as_of, decision, view, self._catalogue, self._requirements_of
        )
        return Explained(self._results(decision), grounds)

    def _requirements_of(self, compiled: CompiledBenefit) -> Requirements:
        benefit = compiled.benefit
        if benefit.id not in self._requirements:
            names = self._plans[benefit.subject].names
            self._requirements[benefit.id] = Requirements(compiled, names, self.as_of)
        return self._requirements[benefit.id]

    def decide(self, population: Population, subject: SubjectRef) -> Decision:
        """Work out everything about one subject (UnknownSubjectError)."""
        return self._decide(subject, self._view(population, subject, SubjectView))

    def _view(self, population: Population, subject: SubjectRef, kind_of: type[_View]) -> _View:
        stated = population.find(*subject)
        if stated is None:
            raise UnknownSubjectError(subject)
        if self._around is None or self._around.population is not population:
            self._around = Surroundings(population, self._catalogue, self._derivations, self.as_of)
        return kind_of(self._around, subject.kind, stated, self._plans[subject.kind].names)

    def _decide(self, subject: SubjectRef, view: SubjectView) -> Decision:
        plan = self._plans[subject.kind]
        assessments = {
            id: assessor.assess(view) for id, assessor in self._assessors[subject.kind].items()
        }
        claims = {id: one.bounds for id, one in assessments.items() if one.refusal is None}
        if not claims:
            return Decision(subject, plan, view, assessments, (), {})
        groups: Sequence[GroupTerms] = self._groups[subject.kind]
        receipts = None
        if subject.kind in self._counting:
            receipts = Receipts(view, claims, self.as_of)
            groups = [
                _with_received(compiled, terms, plan, receipts)
                for compiled, terms in zip(plan.groups, groups, strict=True)
            ]
        # Where nothing is claimed under a cap, its limit does not matter.
        caps = tuple(
            self._cap_bounds(cap, plan, view, receipts)
            for cap in plan.caps
            if not claims.keys().isdisjoint(cap.members)
        )
        terms = [
            CapTerms(cap.cap.id, cap.members, _room(limit, received))
            for cap, limit, received in caps
        ]
        settlements = settle(claims, groups, terms)
        return Decision(subject, plan, view, assessments, caps, settlements)

    def _counts(self, plan: CompiledKind) -> bool:
        """Tell whether receipts matter: they do for caps and deductions that count them."""
        known = self._catalogue.fact(plan.kind, RECEIVED) is not None
        caps = any(cap.cap.received is Received.COUNT for cap in plan.caps)
        return known and (caps or any(map(_deducts_receipts, plan.groups)))

    def _cap_bounds(
        self, cap: CompiledCap, plan: CompiledKind, view: SubjectView, receipts: Receipts | None
    ) -> tuple[CompiledCap, Bounds, Bounds]:
        received = Bounds.exactly(0)
        if receipts is not None and cap.cap.received is Received.COUNT:
            members = [b.benefit for b in plan.benefits if b.benefit.id in cap.members]
            received = receipts.of(members, cap.cap.window)
        value = view.run(cap.limit)
        if type(value) is not Missing:
            return cap, Bounds.exactly(_limit(value)), received
        possible = possible_amounts(cap.limit, plan, view)
        if possible is None:
            return cap, Bounds(0, UNBOUNDED, value.facts), received
        limits = [_limit(amount) for amount in possible]
        low, high = min(limits), max(limits)
        return cap, Bounds(low, high, value.facts if low != high else NO_FACTS), received

    # --- results --------------------------------------------------------------------------

    def _results(self, decision: Decision) -> list[Result]:
        subject = decision.subject
        return [
            self._settled(subject, compiled, assessment, decision.settlements[id])
            if assessment.refusal is None
            else self._refused(subject, compiled, assessment.refusal)
            for compiled, (id, assessment) in zip(
                decision.plan.benefits, decision.assessments.items(), strict=True
            )
        ]

    def _settled(
        self,
        subject: SubjectRef,
        compiled: CompiledBenefit,
        assessment: Assessment,
        settlement: Settlement,
    ) -> Result:
        benefit = compiled.benefit
        bounds = settlement.bounds
        is_money = benefit.form is Form.MONEY
        reducing = [step for step in settlement.steps if step.before != step.after]
        outcome, code, name = self._answer(bounds, reducing)
        missing = bounds.missing
        if outcome is Outcome.YES and assessment.open_quantity:
            outcome, code, missing = (
                Outcome.UNKNOWN,
                ReasonCode.AMOUNT_OPEN,
                assessment.open_quantity,
            )
        gross = None if assessment.gross is None else Money(assessment.gross)
        amount = potential = None
        if is_money and outcome is Outcome.UNKNOWN:
            potential = None if is_unbounded(bounds.high) else Money(bounds.high)
        elif is_money:
            amount = gross if bounds.low == assessment.gross else Money(bounds.low)
        return Result(
            subject,
            benefit.id,
            self._periods[benefit.period],
            outcome,
            compiled.clause,
            code,
            name,
            amount=amount,
            gross=gross,
            potential=potential,
            quantity=None if outcome is Outcome.NO else assessment.quantity,
            unit=benefit.unit,
            adjustments=self._adjustments(reducing) if is_money else (),
            missing=tuple(sorted(missing)),
            not_evaluated=compiled.not_evaluated,
        )

    def _refused(self, subject: SubjectRef, compiled: CompiledBenefit, refusal: Refusal) -> Result:
        """Return a no that the benefit by itself comes to; by far the commonest result.

        Refusals that differ in nothing but the subject are made once.
        """
        rest = self._refusals.get(refusal)
        if rest is None:
            benefit = compiled.benefit
            made = Result(
                subject,
                benefit.id,
                self._periods[benefit.period],
                Outcome.NO,
                compiled.clause,
                refusal.code,
                refusal.by,
                amount=ZERO if benefit.form is Form.MONEY else None,
                unit=benefit.unit,
                not_evaluated=compiled.not_evaluated,
            )
            rest = self._refusals[refusal] = made[1:]
        # As Result._make does, without counting the fields again.
        return tuple.__new__(Result, (subject, *rest))

    def _answer(
        self, bounds: Bounds, reducing: Sequence[Step]
    ) -> tuple[Outcome, ReasonCode, Words | None]:
        if not bounds.is_settled:
            code = ReasonCode.AMOUNT_OPEN if bounds.low else ReasonCode.FACTS_MISSING
            return Outcome.UNKNOWN, code, None
        if bounds.low == 0:
            step = next(step for step in reducing if step.after.high == 0)
            code = _NO_ROOM_REASONS.get(step.kind, ReasonCode.STACKED_OUT)
            return Outcome.NO, code, self._names[step.id]
        if reducing:
            return Outcome.YES, ReasonCode.REDUCED, self._names[reducing[-1].id]
        return Outcome.YES, ReasonCode.ENTITLED, None

    def _adjustments(self, reducing: Sequence[Step]) -> tuple[Adjustment, ...]:
        return tuple(
            Adjustment(step.kind, step.id, Money(taken), self._clauses[step.id], step.rival)
            for step in reducing
            if (taken := step.taken)
        )


def _deducts_receipts(compiled: CompiledGroup) -> bool:
    group = compiled.group
    return group.rule is StackingRule.DEDUCT and group.received is Received.COUNT


def _with_received(
    compiled: CompiledGroup, terms: GroupTerms, plan: CompiledKind, receipts: Receipts
) -> GroupTerms:
    """Return the terms of a group for one subject: where it deducts, with what was received."""
    if not _deducts_receipts(compiled):
        return terms
    benefits = {b.benefit.id: b.benefit for b in plan.benefits}
    received = (receipts.of([benefits[member]], CapWindow.LIFE) for member in compiled.members)
    return GroupTerms(terms.id, terms.rule, terms.members, tuple(received))


def _limit(value: object) -> int:
    """Return a limit in fen; null sets none, and one below zero leaves nothing."""
    if not isinstance(value, Decimal):
        return UNBOUNDED
    return max(0, fen_of_yuan(value, Rounding.DOWN))


def _room(limit: Bounds, received: Bounds) -> Bounds:
    """Return what a limit leaves after what was received."""
    low = max(0, limit.low - received.high)
    high = max(0, limit.high - received.low)
    if is_unbounded(limit.low):
        low = high = UNBOUNDED
    if low == high:
        return Bounds(low, high)
    return Bounds(low, high, limit.missing | received.missing)
