"""What a subject received before (已领金额), as far as groups and caps have to count it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from huizhi.feel import Missing
from huizhi.rules.evaluation.bounds import NO_FACTS, UNBOUNDED, Bounds
from huizhi.rules.evaluation.periods import falls_in, period_of
from huizhi.rules.evaluation.subject_view import SubjectView
from huizhi.rules.money import Rounding, fen_of_yuan
from huizhi.rules.packs.model import Benefit, CapWindow

RECEIVED = "已领金额"
BENEFIT, PERIOD, AMOUNT = "事项", "期间", "金额"


class Receipts:
    """The payments to one subject before the claims that are being decided."""

    def __init__(self, view: SubjectView, claims: Mapping[str, Bounds], as_of: dt.date) -> None:
        self._entries = view[RECEIVED]
        self._claims = claims
        self._as_of = as_of

    def of(self, benefits: Sequence[Benefit], window: CapWindow) -> Bounds:
        """Return what was received for some benefits in a window around the day, in fen.

        A payment for the very claim that is being decided counts only where that claim is a no:
        otherwise it would be deducted from itself.
        """
        if type(self._entries) is Missing:
            return Bounds(0, UNBOUNDED, self._entries.facts)
        low = high = 0
        missing = NO_FACTS
        for entry in self._entries or ():
            part = self._entry(entry, benefits, window)
            low, high, missing = low + part.low, high + part.high, missing | part.missing
        return Bounds(max(0, low), max(0, high), missing if low != high else NO_FACTS)

    def _entry(
        self, entry: Mapping[str, Any], benefits: Sequence[Benefit], window: CapWindow
    ) -> Bounds:
        """Return what one payment counts for. May be negative: a claw-back."""
        named, period, amount = entry[BENEFIT], entry[PERIOD], entry[AMOUNT]
        if type(named) is Missing:
            return Bounds(0, UNBOUNDED, named.facts)
        benefit = next((b for b in benefits if named in (b.id, *b.name)), None)
        if benefit is None:
            return Bounds.exactly(0)
        if type(amount) is Missing:
            return Bounds(0, UNBOUNDED, amount.facts)
        if amount is None:
            return Bounds.exactly(0)
        fen = fen_of_yuan(Decimal(amount), Rounding.HALF_UP)
        if type(period) is Missing:
            return Bounds(min(0, fen), max(0, fen), period.facts)
        if not falls_in(str(period), window, self._as_of):
            return Bounds.exactly(0)
        if period != period_of(benefit.period, self._as_of):
            return Bounds.exactly(fen)
        claim = self._claims.get(benefit.id, Bounds.exactly(0))
        if claim.low > 0:
            return Bounds.exactly(0)
        if claim.high == 0:
            return Bounds.exactly(fen)
        return Bounds(min(0, fen), max(0, fen), claim.missing)
