"""One benefit by itself, before stacking and caps: conditions, window and amount."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import NamedTuple

from huizhi.feel import Expression, Missing
from huizhi.rules.evaluation.bounds import NO_FACTS, UNBOUNDED, Bounds
from huizhi.rules.evaluation.periods import in_window
from huizhi.rules.evaluation.possible_results import possible_results
from huizhi.rules.evaluation.results import ReasonCode
from huizhi.rules.evaluation.subject_view import SubjectView
from huizhi.rules.money import fen_of_yuan
from huizhi.rules.packs.compiling import CompiledBenefit, CompiledKind
from huizhi.rules.packs.model import Form
from huizhi.rules.words import Words

MOST_RESULTS = 64


@dataclass(frozen=True, eq=False, slots=True)
class Refusal:
    """Why a benefit by itself is a sure no; one and the same for everyone whom that refuses."""

    code: ReasonCode
    by: Words | None = None


class Assessment(NamedTuple):
    """A benefit by itself.

    `bounds` are fen for money; for what is not money 1 for present and 0 for absent. `refusal`
    says why it is a sure no. `gross` is the amount in fen and `quantity` the quantity where known,
    also while a condition is open; `open_quantity` are the facts a quantity waits for.
    """

    bounds: Bounds
    refusal: Refusal | None = None
    gross: int | None = None
    quantity: Decimal | None = None
    open_quantity: frozenset[str] = NO_FACTS


class Assessor:
    """Assesses one benefit on a day, for one subject after another."""

    def __init__(self, compiled: CompiledBenefit, plan: CompiledKind, as_of: dt.date) -> None:
        self._compiled = compiled
        self._plan = plan
        self._as_of = as_of
        self._amount = compiled.amount
        self._is_money = compiled.benefit.form is Form.MONEY
        self._conditions = tuple(
            (expression, _refused(ReasonCode.CONDITION, condition.name))
            for condition, expression in compiled.conditions
        )
        self._outside = _refused(ReasonCode.WINDOW)
        self._nothing = _refused(ReasonCode.NO_AMOUNT)

    def assess(self, view: SubjectView) -> Assessment:
        """Decide about a subject. Whatever is surely false refuses, whatever else is missing."""
        missing: frozenset[str] = NO_FACTS
        for expression, refused in self._conditions:
            value = view.run(expression)
            if value is True:
                continue
            if type(value) is not Missing:
                return refused
            missing |= value.facts
        if self._compiled.start is not None:
            start = view.run(self._compiled.start)
            if type(start) is Missing:
                missing |= start.facts
            elif not has_begun(self._compiled, start, self._as_of):
                return self._outside
        value = view.run(self._amount)
        if type(value) is Missing:
            return self._open(view, missing, value)
        worth = self._worth(value)
        if worth == 0:
            return self._nothing
        return Assessment(
            Bounds(0, worth, missing, floor=worth) if missing else Bounds(worth, worth),
            gross=worth if self._is_money else None,
            quantity=None if self._is_money else value,
        )

    def _open(self, view: SubjectView, missing: frozenset[str], value: Missing) -> Assessment:
        """Bound an amount that hangs on missing facts by the results the tables may still give."""
        results = possible_amounts(self._amount, self._plan, view)
        low, high, floor = 0, UNBOUNDED, 1
        if results is not None:
            worths = [self._worth(result) for result in results]
            low, high = min(worths), max(worths)
            if high == 0:
                return self._nothing
            floor = min(worth for worth in worths if worth)
        elif not self._is_money:
            high = 1
        if missing:
            low = 0
        if low == high:
            open_quantity = NO_FACTS if self._is_money else value.facts
            gross = low if self._is_money else None
            return Assessment(Bounds.exactly(low), gross=gross, open_quantity=open_quantity)
        return Assessment(Bounds(low, high, missing | value.facts, floor))

    def _worth(self, value: object) -> int:
        """Return fen, or 1 for something that is not money; 0 where the policy gives nothing."""
        if not isinstance(value, Decimal) or value <= 0:
            return 0
        return fen_of_yuan(value, self._compiled.benefit.rounding) if self._is_money else 1


def _refused(code: ReasonCode, by: Words | None = None) -> Assessment:
    return Assessment(Bounds.exactly(0), Refusal(code, by))


def has_begun(compiled: CompiledBenefit, start: object, as_of: dt.date) -> bool:
    """Tell whether the period of a day is in the window that starts so; no start, no window."""
    if not isinstance(start, dt.date) or compiled.benefit.window is None:
        return False
    return in_window(compiled.benefit.period, start, compiled.benefit.window.months, as_of)


def possible_amounts(
    amount: Expression, plan: CompiledKind, view: SubjectView
) -> list[object] | None:
    """Return every result an expression may give over the possible results of its tables.

    None where they cannot be listed: a fact itself is missing, or they are too many.
    """
    tables = _open_tables(amount.names, plan, view)
    choices = []
    for name in tables:
        results = possible_results(plan.names[name], view)
        if results is None:
            return None
        choices.append(results)
    if not tables or prod(map(len, choices)) > MOST_RESULTS:
        return None
    found: list[object] = []
    for chosen in product(*choices):
        value = amount.evaluate(view.with_values(dict(zip(tables, chosen, strict=True))))
        if type(value) is Missing:
            return None
        found.append(value)
    return found


def _open_tables(names: frozenset[str], plan: CompiledKind, view: SubjectView) -> list[str]:
    """Return the tables with a missing result that a text reaches first, on every way down."""
    found: list[str] = []
    for name in sorted(names):
        compiled = plan.names.get(name)
        if compiled is None or type(view[name]) is not Missing:
            continue
        if isinstance(compiled.run, Expression):
            found += _open_tables(compiled.run.names, plan, view)
        else:
            found.append(name)
    return list(dict.fromkeys(found))
