"""Results as rows: the same for every form of output."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from huizhi.rules.subjects import NAMES
from huizhi.rules.words import Language, Words

if TYPE_CHECKING:
    from huizhi.rules.evaluation.results import Result
    from huizhi.rules.facts.model import Catalogue
    from huizhi.rules.facts.population import Population
    from huizhi.rules.packs.model import Benefit, Document, Pack

HEADINGS = {
    "kind": Words("对象类别", "kind"),
    "subject": Words("编号", "subject"),
    "name": Words("姓名或名称", "name"),
    "benefit": Words("事项", "benefit"),
    "benefit_id": Words("事项编号", "benefit_id"),
    "period": Words("期间", "period"),
    "result": Words("结果", "result"),
    "amount": Words("金额（元）", "amount_yuan"),
    "clause": Words("依据条款", "clause"),
    "reason": Words("理由", "reason"),
    "assumption": Words("含假定", "assumption"),
}
RESULTS = {
    "yes": Words("是", "yes"),
    "no": Words("否", "no"),
    "unknown": Words("未知", "unknown"),
}
ONCE = Words("一次性", "once")
ASSUMED = Words("含假定", "assumption")


class ResultRow(NamedTuple):
    """A result as codes, quick to send between processes. `amount` is yuan."""

    kind: str
    subject: str
    name: str
    benefit_id: str
    period: str
    result: str
    amount: Decimal | None
    clause: str
    reason: str


def row_of(result: Result, population: Population, language: Language) -> ResultRow:
    """Return a result as a row; the reason is a sentence in `language`."""
    stated = population.find(*result.subject) or {}
    name = next((str(stated[fact]) for fact in NAMES if stated.get(fact)), "")
    return ResultRow(
        result.subject.kind.value,
        result.subject.id,
        name,
        result.benefit_id,
        result.period,
        result.outcome.value,
        None if result.amount is None else result.amount.yuan,
        result.clause,
        result.summary(language),
    )


@dataclass(frozen=True, slots=True)
class _BenefitWords:
    name: str
    mark: str


class RowWords:
    """Turns the codes of rows into the words of one language."""

    def __init__(
        self, pack: Pack, catalogue: Catalogue, as_of: dt.date, language: Language
    ) -> None:
        self._language = language
        self._kinds = {
            kind.value: facts.table.get(language) for kind, facts in catalogue.kinds.items()
        }
        self._clauses: dict[str, str] = {}
        self._benefits: dict[str, _BenefitWords] = {}
        self._assumptions: dict[str, str] = {}
        for document in pack.in_force(as_of):
            for clause in document.clauses.values():
                self._clauses[document.clause_key(clause.id)] = self._cited(
                    document, clause.label.get(language)
                )
            for benefit in document.benefits:
                self._add(document, benefit)

    def heading(self, column: str) -> str:
        """Return the heading of a column of `HEADINGS`."""
        return HEADINGS[column].get(self._language)

    def cells(self, row: ResultRow) -> tuple[str | Decimal | None, ...]:
        """Return the cells of a row in the order of `HEADINGS`."""
        benefit = self._benefits[row.benefit_id]
        return (
            self._kinds[row.kind],
            row.subject,
            row.name,
            benefit.name,
            row.benefit_id,
            ONCE.get(self._language) if row.period == "once" else row.period,
            RESULTS[row.result].get(self._language),
            row.amount,
            self._clauses.get(row.clause, row.clause),
            row.reason,
            benefit.mark,
        )

    def is_assumed(self, benefit_id: str) -> bool:
        """Tell whether something about a benefit is assumed, not read from a public text."""
        return bool(self._benefits[benefit_id].mark)

    def assumptions(self) -> Mapping[str, str]:
        """Return what is assumed and why, by the title or name of what it is assumed about."""
        return self._assumptions

    def by_column(self, row: ResultRow) -> dict[str, str | Decimal | None]:
        """Return the cells of a row by column of `HEADINGS`."""
        return dict(zip(HEADINGS, self.cells(row), strict=True))

    def benefit(self, benefit_id: str) -> str:
        """Return the name of a benefit."""
        return self._benefits[benefit_id].name

    def _cited(self, document: Document, label: str) -> str:
        title = document.title.get(self._language)
        return f"《{title}》{label}" if self._language == "zh" else f"{title}, {label}"

    def _add(self, document: Document, benefit: Benefit) -> None:
        clause = document.clauses.get(benefit.clause)
        name = benefit.name.get(self._language)
        own = [benefit.assumption, clause.assumption if clause else None]
        texts = [assumption.get(self._language) for assumption in own if assumption is not None]
        if texts:
            self._assumptions[name] = " ".join(texts)
        if document.assumption is not None:
            title = document.title.get(self._language)
            self._assumptions[title] = document.assumption.get(self._language)
        assumed = bool(texts) or document.assumption is not None
        self._benefits[benefit.id] = _BenefitWords(
            name, ASSUMED.get(self._language) if assumed else ""
        )


@dataclass(slots=True)
class Totals:
    """How many answers there are, and what they come to, for one benefit."""

    yes: int = 0
    no: int = 0
    unknown: int = 0
    amount: Decimal = Decimal(0)


@dataclass(slots=True)
class Tally:
    """Counts rows while they pass by."""

    benefits: dict[str, Totals] = field(default_factory=dict)

    def counted(self, rows: Iterable[ResultRow]) -> Iterable[ResultRow]:
        """Yield the rows, counting them."""
        for row in rows:
            totals = self.benefits.setdefault(row.benefit_id, Totals())
            if row.result == "yes":
                totals.yes += 1
                totals.amount += row.amount or 0
            elif row.result == "no":
                totals.no += 1
            else:
                totals.unknown += 1
            yield row
