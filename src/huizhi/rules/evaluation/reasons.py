"""Reasons: why a result is what it is, as data that screens can show down to clause and fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Any

from huizhi.feel import Expression, Missing, TableTrace, Trace, to_feel_literal
from huizhi.rules.evaluation.bounds import Bounds, is_unbounded
from huizhi.rules.evaluation.changes import Changes, changes_for
from huizhi.rules.evaluation.conditions import has_begun
from huizhi.rules.evaluation.decision import Decision
from huizhi.rules.evaluation.parts import Part, Telling, made_part, part_to_json
from huizhi.rules.evaluation.requirements import Requirements
from huizhi.rules.evaluation.results import Outcome, Result
from huizhi.rules.evaluation.settlement import Step
from huizhi.rules.evaluation.subject_view import TracedView
from huizhi.rules.evaluation.wording import Wording
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.money import Money
from huizhi.rules.packs.compiling import CompiledBenefit, CompiledName
from huizhi.rules.packs.model import Document, Form, Pack, PolicyTable
from huizhi.rules.subjects import NAMES
from huizhi.rules.words import Words

_PLAIN = frozenset({str, int, bool, type(None)})


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause as a reason cites it."""

    key: str
    document: Words
    label: Words
    text: Words
    assumption: Words | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact a text looked at. `value` is a FEEL literal, None where nobody knows it."""

    name: str
    value: str | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextReason:
    """A text of FEEL with its value.

    `uses` are the definitions and tables it names; `facts` what it saw, also through those.
    """

    text: str
    value: str | None
    missing: tuple[str, ...]
    uses: tuple[str, ...]
    facts: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class ConditionReason:
    """One condition and whether it holds."""

    name: Words
    outcome: Outcome
    clause: CitedClause | None
    reason: TextReason


@dataclass(frozen=True, slots=True)
class WindowReason:
    """The months in which the benefit falls due, and whether the period is among them."""

    outcome: Outcome
    months: int | None
    start: TextReason


@dataclass(frozen=True, slots=True)
class RuleReason:
    """A rule of a table that matched, or may match."""

    number: int
    outcome: Outcome
    when: tuple[str, ...]
    then: tuple[str, ...]
    note: Words | None
    clause: CitedClause | None


@dataclass(frozen=True, slots=True)
class NameReason:
    """A definition or table that the benefit leans on, directly or through another."""

    name: str
    title: Words
    kind: str
    clause: CitedClause | None
    assumption: Words | None
    reason: TextReason
    rules: tuple[RuleReason, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberReason:
    """A benefit in a group or cap: the bounds with which it entered, and those it left with.

    An upper bound of None means that none is known.
    """

    benefit_id: str
    name: Words
    before: tuple[Money, Money | None]
    after: tuple[Money, Money | None]


@dataclass(frozen=True, slots=True)
class StepReason:
    """What a group or a cap did. `limit`, `received` and their texts belong to caps."""

    kind: str
    id: str
    name: Words
    clause: CitedClause | None
    taken: Money | None
    members: tuple[MemberReason, ...]
    missing: tuple[str, ...]
    limit: TextReason | None = None
    received: tuple[Money, Money | None] | None = None


@dataclass(frozen=True)
class Reason:
    """Everything behind one result. What only some ask for is worked out when it is read."""

    result: Result
    name: Words
    document: Words
    clause: CitedClause | None
    conditions: tuple[ConditionReason, ...]
    window: WindowReason | None
    amount: TextReason
    names: tuple[NameReason, ...]
    steps: tuple[StepReason, ...]
    assumptions: tuple[Words, ...]
    not_evaluated: tuple[str, ...]
    grounds: Grounds = field(repr=False, compare=False)
    compiled: CompiledBenefit = field(repr=False, compare=False)

    @cached_property
    def changes(self) -> Changes | None:
        """What would have to change for a no to become a yes; nothing for another answer."""
        grounds = self.grounds
        wording = _wording(grounds, self.compiled)
        requirements = grounds.requirements(self.compiled)
        return changes_for(grounds.decision, self.result, requirements, wording)

    @cached_property
    def tree(self) -> Part:
        """The answer down to each part of each text, in sentences."""
        return _tree(self)

    def to_json(self) -> dict[str, Any]:
        """Return the reason as JSON data; money as whole fen."""
        told = [one.name for one in fields(self) if one.name not in ("grounds", "compiled")]
        return {name: _json(getattr(self, name)) for name in (*told, "changes", "tree")}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the reasons of one subject are made of; the view of the decision is a traced one.

    `requirements` returns what a benefit requires, which is the same for every subject. `texts` and
    `names` are what was explained so far: most benefits of a pack lean on the same definitions and
    tables.
    """

    pack: Pack
    as_of: dt.date
    decision: Decision
    view: TracedView
    catalogue: Catalogue
    requirements: Callable[[CompiledBenefit], Requirements]
    texts: dict[Expression, TextReason] = field(default_factory=dict)
    names: dict[str, NameReason] = field(default_factory=dict)


def reason_for(grounds: Grounds, compiled: CompiledBenefit, result: Result) -> Reason:
    """Return the reason of the result of a benefit."""
    return _Explaining(grounds, compiled).reason(result)


class _Explaining:
    """One explanation under way."""

    def __init__(self, grounds: Grounds, compiled: CompiledBenefit) -> None:
        self.grounds = grounds
        self.view = grounds.view
        self.pack = grounds.pack
        self.as_of = grounds.as_of
        self.decision = grounds.decision
        self.compiled = compiled
        self.benefit = compiled.benefit
        self.references = grounds.catalogue.kinds[grounds.decision.subject.kind].references
        self.owners = {owner.id: owner for owner in self.pack.combinations}

    def reason(self, result: Result) -> Reason:
        """Put the whole reason together."""
        document = self.compiled.document
        conditions = tuple(
            self._condition(document, condition.name, condition.clause, expression)
            for condition, expression in self.compiled.conditions
        )
        start = self.compiled.start
        used = [expression.names for _, expression in self.compiled.conditions]
        used.append(self.compiled.amount.names)
        if start is not None:
            used.append(start.names)
        names = tuple(self._name(name) for name in self._closure(used))
        clause = _clause(document, self.benefit.clause)
        return Reason(
            result=result,
            name=self.benefit.name,
            document=document.title,
            clause=clause,
            conditions=conditions,
            window=None if start is None else self._window(start),
            amount=self._text(self.compiled.amount),
            names=names,
            steps=tuple(self._step(step) for step in self._settlement_steps()),
            assumptions=self._assumptions(document, clause, names),
            not_evaluated=self.compiled.not_evaluated,
            grounds=self.grounds,
            compiled=self.compiled,
        )

    def _condition(
        self, document: Document, name: Words, clause: str, expression: Expression
    ) -> ConditionReason:
        reason = self._text(expression)
        return ConditionReason(name, _outcome(reason), _clause(document, clause), reason)

    def _window(self, start: Expression) -> WindowReason:
        reason = self._text(start)
        months = self.benefit.window.months if self.benefit.window else None
        if reason.missing:
            return WindowReason(Outcome.UNKNOWN, months, reason)
        inside = has_begun(self.compiled, self.view.run(start), self.as_of)
        return WindowReason(Outcome.YES if inside else Outcome.NO, months, reason)

    def _text(self, expression: Expression) -> TextReason:
        found = self.grounds.texts.get(expression)
        if found is None:
            trace = self.view.trace(expression)
            found = TextReason(
                text=expression.text,
                value=None if type(trace.value) is Missing else to_feel_literal(trace.value),
                missing=_missing(trace.value),
                uses=self._uses(expression.names),
                facts=self._seen(expression.names, (trace,)),
            )
            self.grounds.texts[expression] = found
        return found

    def _uses(self, names: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in names if name in self.decision.plan.names))

    def _seen(self, names: frozenset[str], traces: tuple[Trace, ...]) -> tuple[Seen, ...]:
        """Return the facts looked at; of another subject, the members that were read."""
        found = self._read(names, traces)
        for name in self._closure([names]):
            run = self.decision.plan.names[name].run
            trace = self.view.trace(run)
            inner = (trace,) if isinstance(trace, Trace) else trace.inputs
            found |= self._read(run.names, inner)
        return tuple(
            Seen(name, None, _missing(value))
            if type(value) is Missing
            else Seen(name, _brief(value))
            for name, value in sorted(found.items())
        )

    def _read(self, names: frozenset[str], traces: tuple[Trace, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            if name not in self.decision.plan.names:
                paths = _paths(name, traces) if name in self.references else {}
                found |= paths or {name: self.view[name]}
        return found

    def _closure(self, used: Iterable[frozenset[str]]) -> list[str]:
        """Return the pack's names that texts lean on, those they lean on in turn included."""
        order: dict[str, None] = {}
        stack = sorted(frozenset().union(*used), reverse=True)
        while stack:
            name = stack.pop()
            compiled = self.decision.plan.names.get(name)
            if compiled is not None and name not in order:
                order[name] = None
                stack += sorted(compiled.run.names, reverse=True)
        return list(order)

    def _name(self, name: str) -> NameReason:
        if name not in self.grounds.names:
            self.grounds.names[name] = self._explained(name)
        return self.grounds.names[name]

    def _explained(self, name: str) -> NameReason:
        compiled = self.decision.plan.names[name]
        source = compiled.source
        clause = _clause(compiled.document, source.clause)
        if isinstance(compiled.run, Expression):
            reason = self._text(compiled.run)
            return NameReason(name, source.title, "definition", clause, source.assumption, reason)
        assert isinstance(source, PolicyTable)
        trace = self.view.trace(compiled.run)
        reason = TextReason(
            text="; ".join(column.feel.text for column in source.inputs),
            value=None if type(trace.value) is Missing else to_feel_literal(trace.value),
            missing=_missing(trace.value),
            uses=self._uses(compiled.run.names),
            facts=self._seen(compiled.run.names, trace.inputs),
        )
        rules = _rules(compiled, source, trace)
        return NameReason(name, source.title, "table", clause, source.assumption, reason, rules)

    def _settlement_steps(self) -> tuple[Step, ...]:
        settlement = self.decision.settlements.get(self.benefit.id)
        return () if settlement is None else settlement.steps

    def _step(self, step: Step) -> StepReason:
        members = []
        names = {b.benefit.id: b.benefit.name for b in self.decision.plan.benefits}
        is_money = self.benefit.form is Form.MONEY
        for id, settlement in self.decision.settlements.items():
            for other in settlement.steps:
                if (other.kind, other.id) == (step.kind, step.id):
                    members.append(
                        MemberReason(id, names[id], _range(other.before), _range(other.after))
                    )
        limit = received = None
        for cap, _, paid in self.decision.caps:
            if step.kind == "cap" and cap.cap.id == step.id:
                limit, received = self._text(cap.limit), _range(paid)
        owner = self.owners[step.id]
        return StepReason(
            kind=step.kind,
            id=step.id,
            name=owner.name,
            clause=self._clause_by_key(owner.clause),
            taken=Money(step.taken) if step.taken is not None and is_money else None,
            members=tuple(members),
            missing=tuple(sorted(step.after.missing)),
            limit=limit,
            received=received,
        )

    def _clause_by_key(self, key: str) -> CitedClause | None:
        document_id, _, clause = key.partition("#")
        for document in self.pack.in_force(self.as_of):
            if document.id == document_id:
                return _clause(document, clause)
        return None

    def _assumptions(
        self, document: Document, clause: CitedClause | None, names: Iterable[NameReason]
    ) -> tuple[Words, ...]:
        candidates = [
            document.assumption,
            clause.assumption if clause else None,
            self.benefit.assumption,
            *(name.assumption for name in names),
        ]
        return tuple(dict.fromkeys(words for words in candidates if words is not None))


_WINDOW_STARTS = Words("享受期的起点", "Start of the period of entitlement")
_TAKES_NOTHING = Words("没有减去", "takes nothing")
_AMOUNT = Words("金额", "Amount")


def _wording(grounds: Grounds, compiled: CompiledBenefit) -> Wording:
    names = grounds.decision.plan.names
    return Wording(
        grounds.catalogue,
        grounds.decision.subject.kind,
        {name: one.source.title for name, one in names.items()},
        lambda node: compiled.amount.part(node).evaluate(grounds.view),
    )


def _tree(reason: Reason) -> Part:
    """Return the answer over its conditions, its window, its amount and what it lost."""
    grounds, compiled, result = reason.grounds, reason.compiled, reason.result
    names, view = grounds.decision.plan.names, grounds.view
    telling = Telling(_wording(grounds, compiled), view, view.trace, names)
    children = []
    for condition, expression in compiled.conditions:
        part = telling.expression(expression, compiled.document.clause_key(condition.clause))
        children.append(_headed(condition.name, part))
    if compiled.start is not None:
        start = telling.expression(compiled.start, compiled.clause)
        children.append(_headed(_WINDOW_STARTS, start))
    amount = telling.expression(compiled.amount, compiled.clause)
    children.append(_headed(_AMOUNT, amount))
    for step in reason.steps:
        key = None if step.clause is None else step.clause.key
        taken = None if step.taken is None else step.taken.yuan
        lost = Words(f"减去 {taken} 元", f"takes {taken} yuan") if taken else _TAKES_NOTHING
        children.append(made_part(step.id, taken, key, _joined(step.name, lost)))
    summary = Words(result.summary("zh"), result.summary("en"))
    truth = {Outcome.YES: True, Outcome.NO: False}.get(
        result.outcome, Missing(frozenset(result.missing))
    )
    sentence = _joined(reason.name, summary)
    return made_part(result.benefit_id, truth, compiled.clause, sentence, children)


def _headed(name: Words, part: Part) -> Part:
    return replace(part, sentence=_joined(name, part.sentence))


def _joined(name: Words, sentence: Words) -> Words:
    return Words(f"{name.zh}：{sentence.zh}", f"{name.en}: {sentence.en}")


def _clause(document: Document, id: str) -> CitedClause | None:
    clause = document.clauses.get(id)
    if clause is None:
        return None
    return CitedClause(
        document.clause_key(id), document.title, clause.label, clause.text, clause.assumption
    )


def _outcome(reason: TextReason) -> Outcome:
    if reason.missing:
        return Outcome.UNKNOWN
    return Outcome.YES if reason.value == "true" else Outcome.NO


def _missing(value: Any) -> tuple[str, ...]:
    return tuple(sorted(value.facts)) if type(value) is Missing else ()


def _paths(name: str, traces: Iterable[Trace]) -> dict[str, Any]:
    """Return the longest paths read from a fact that is another subject, with their values."""
    found: dict[str, Any] = {}
    stack = list(traces)
    while stack:
        trace = stack.pop()
        text = trace.text.replace(" ", "")
        if text.startswith(f"{name}.") and all(part.isidentifier() for part in text.split(".")):
            found[text] = trace.value
        else:
            stack += trace.children
    return dict(sorted(found.items()))


def _brief(value: Any) -> str:
    """Return a value as a FEEL literal; of another subject only its name, or that it is known."""
    if not isinstance(value, dict):
        return to_feel_literal(value)
    names = (value.get(name) for name in NAMES)
    return next((to_feel_literal(name) for name in names if isinstance(name, str)), "{…}")


def _rules(
    compiled: CompiledName, source: PolicyTable, trace: TableTrace
) -> tuple[RuleReason, ...]:
    shown = [(number, Outcome.YES) for number in trace.matched]
    shown += [(number, Outcome.UNKNOWN) for number in trace.unresolved]
    reasons = []
    for number, outcome in sorted(shown):
        rule = source.rules[number - 1]
        reasons.append(
            RuleReason(
                number,
                outcome,
                tuple(cell.text for cell in rule.when),
                tuple(cell.text for cell in rule.then),
                rule.note,
                _clause(compiled.document, rule.clause) if rule.clause else None,
            )
        )
    return tuple(reasons)


def _range(bounds: Bounds) -> tuple[Money, Money | None]:
    high = None if is_unbounded(bounds.high) else Money(bounds.high)
    return Money(bounds.low), high


def _json(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_json(item) for item in value]
    if isinstance(value, Result):
        return value.to_json()
    if isinstance(value, Words):
        return value._asdict()
    if isinstance(value, Part):
        return part_to_json(value)
    if isinstance(value, Money):
        return value.fen
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: _json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{kind.__name__} has no place in a reason")
