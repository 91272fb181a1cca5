"""Results: for a subject, a benefit and a period the answer, the amount and why."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind, SubjectRef
from huizhi.rules.words import Language, Words


class Outcome(StrEnum):
    """The three answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ReasonCode(StrEnum):
    """Why the answer is what it is, in one word; the texts stand below."""

    ENTITLED = "entitled"
    REDUCED = "reduced"
    CONDITION = "condition"
    WINDOW = "window"
    NO_AMOUNT = "no_amount"
    STACKED_OUT = "stacked_out"
    DEDUCTED = "deducted"
    CAP_USED_UP = "cap_used_up"
    FACTS_MISSING = "facts_missing"
    AMOUNT_OPEN = "amount_open"


_SUMMARIES: dict[ReasonCode, Words] = {
    ReasonCode.ENTITLED: Words("符合条件，{amount}", "Entitled: {amount}"),
    ReasonCode.REDUCED: Words(
        "符合条件，按“{name}”扣减后为{amount}", 'Entitled: {amount} after "{name}"'
    ),
    ReasonCode.CONDITION: Words("不符合条件“{name}”", 'The condition "{name}" does not hold'),
    ReasonCode.WINDOW: Words("不在享受期内", "Outside the period of entitlement"),
    ReasonCode.NO_AMOUNT: Words("政策没有规定此种情形的标准", "The policy gives nothing here"),
    ReasonCode.STACKED_OUT: Words(
        "按“{name}”不再重复享受", 'Another benefit goes before, by "{name}"'
    ),
    ReasonCode.DEDUCTED: Words("按“{name}”扣减后无余额", 'Nothing is left after "{name}"'),
    ReasonCode.CAP_USED_UP: Words("已达到限额“{name}”", 'The limit "{name}" is used up'),
    ReasonCode.FACTS_MISSING: Words("尚不能确定，缺少：{missing}", "Not known; missing: {missing}"),
    ReasonCode.AMOUNT_OPEN: Words(
        "符合条件，金额尚不能确定，缺少：{missing}",
        "Entitled, but the amount is open; missing: {missing}",
    ),
}


class Adjustment(NamedTuple):
    """What a stacking rule or a cap took away. `kind` is the rule, `cap` or `received`.

    `by_id` is the group or cap; `benefit_id` the benefit that goes before, where one does.
    """

    kind: str
    by_id: str
    taken: Money
    clause: str
    benefit_id: str | None = None


class Result(NamedTuple):
    """The answer for one claim, keyed by subject, benefit and period.

    `gross` is the amount before stacking and caps, None where it is not known. `amount` is what
    is due: zero for a no, None while the answer is unknown and for benefits that are not money.
    `potential` is, for an unknown, what could be due at best, None where nobody can say.
    `missing` are the facts that decide; `not_evaluated` the parts of the benefit or its caps that
    the evaluator does not apply, so that a person must.
    """

    subject: SubjectRef
    benefit_id: str
    period: str
    outcome: Outcome
    clause: str
    reason_code: ReasonCode
    reason_name: Words | None = None
    amount: Money | None = None
    gross: Money | None = None
    potential: Money | None = None
    quantity: Decimal | None = None
    unit: Words | None = None
    adjustments: tuple[Adjustment, ...] = ()
    missing: tuple[str, ...] = ()
    not_evaluated: tuple[str, ...] = ()

    def summary(self, language: Language = "zh") -> str:
        """Return the answer and its reason in a sentence."""
        if self.amount is not None:
            amount = f"{self.amount} 元" if language == "zh" else f"{self.amount} yuan"
        else:
            unit = self.unit.get(language) if self.unit else ""
            amount = f"{self.quantity} {unit}".strip()
        return (
            _SUMMARIES[self.reason_code]
            .get(language)
            .format(
                amount=amount,
                name=self.reason_name.get(language) if self.reason_name else "",
                missing=("、" if language == "zh" else ", ").join(self.missing),
            )
        )

    def to_json(self) -> dict[str, Any]:
        """Return the result as JSON data; money as whole fen, quantities as text."""
        return {
            "subject": {"kind": self.subject.kind.value, "id": self.subject.id},
            "benefit": self.benefit_id,
            "period": self.period,
            "outcome": self.outcome.value,
            "clause": self.clause,
            "reason": self.reason_code.value,
            "reason_name": self.reason_name._asdict() if self.reason_name else None,
            "amount_fen": _fen(self.amount),
            "gross_fen": _fen(self.gross),
            "potential_fen": _fen(self.potential),
            "quantity": None if self.quantity is None else str(self.quantity),
            "unit": self.unit._asdict() if self.unit else None,
            "adjustments": [
                {
                    "kind": a.kind,
                    "by": a.by_id,
                    "taken_fen": a.taken.fen,
                    "clause": a.clause,
                    "benefit": a.benefit_id,
                }
                for a in self.adjustments
            ],
            "missing": list(self.missing),
            "not_evaluated": list(self.not_evaluated),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Result:
        """Return the result that `to_json` wrote."""
        return cls(
            subject=SubjectRef(SubjectKind(data["subject"]["kind"]), data["subject"]["id"]),
            benefit_id=data["benefit"],
            period=data["period"],
            outcome=Outcome(data["outcome"]),
            clause=data["clause"],
            reason_code=ReasonCode(data["reason"]),
            reason_name=_words(data["reason_name"]),
            amount=_money(data["amount_fen"]),
            gross=_money(data["gross_fen"]),
            potential=_money(data["potential_fen"]),
            quantity=None if data["quantity"] is None else Decimal(data["quantity"]),
            unit=_words(data["unit"]),
            adjustments=tuple(
                Adjustment(a["kind"], a["by"], Money(a["taken_fen"]), a["clause"], a["benefit"])
                for a in data["adjustments"]
            ),
            missing=tuple(data["missing"]),
            not_evaluated=tuple(data["not_evaluated"]),
        )


def _fen(money: Money | None) -> int | None:
    return None if money is None else money.fen


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _words(data: dict[str, str] | None) -> Words | None:
    return None if data is None else Words.of(data)
