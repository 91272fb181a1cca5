"""What is in force on a day, as the guide shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from huizhi.kernel.fact_wording import number_words
from huizhi.policies import queries
from huizhi.policies.models import PackVersion
from huizhi.rules.money import Money
from huizhi.rules.packs.model import (
    Benefit,
    Cap,
    Clause,
    Definition,
    Document,
    Form,
    Group,
    Pack,
    PolicyTable,
)
from huizhi.rules.words import Words


@dataclass(frozen=True)
class HeldPack:
    """A pack version in force on a day, with its documents of that day."""

    version: PackVersion
    pack: Pack
    on: dt.date

    @property
    def documents(self) -> list[HeldDocument]:
        """The documents that hold on the day, in the order of the pack."""
        return [HeldDocument(self, document) for document in self.pack.in_force(self.on)]

    def find_table(self, name: str) -> tuple[HeldDocument, PolicyTable] | None:
        """Return the table of this name with its document, or None."""
        for held in self.documents:
            for table in held.document.tables:
                if table.name == name:
                    return held, table
        return None


@dataclass(frozen=True)
class HeldDocument:
    """A document with the pack it belongs to."""

    held: HeldPack
    document: Document

    @property
    def address(self) -> str:
        """The address of its page."""
        return document_address(self.document.id, self.held.pack.id, self.held.on)

    @property
    def benefits(self) -> list[HeldBenefit]:
        """Its benefits."""
        return [HeldBenefit(self, benefit) for benefit in self.document.benefits]

    @property
    def clauses(self) -> list[HeldClause]:
        """Its clauses, each with what was made of it."""
        return [HeldClause(self, clause) for clause in self.document.clauses.values()]

    @property
    def caps(self) -> list[Cap]:
        """The limits that cite this document."""
        return [cap for cap in self.held.pack.caps if self._cites(cap.clause)]

    @property
    def groups(self) -> list[Group]:
        """The stacking rules that cite this document."""
        return [group for group in self.held.pack.groups if self._cites(group.clause)]

    def _cites(self, clause: str) -> bool:
        return clause.partition("#")[0] == self.document.id


@dataclass(frozen=True)
class HeldClause:
    """A clause with the definitions, tables and benefits that stand on it."""

    held: HeldDocument
    clause: Clause

    @property
    def definitions(self) -> list[Definition]:
        """The named values it gives."""
        return [d for d in self.held.document.definitions if d.clause == self.clause.id]

    @property
    def tables(self) -> list[PolicyTable]:
        """The tables it gives."""
        return [table for table in self.held.document.tables if table.clause == self.clause.id]

    @property
    def benefits(self) -> list[HeldBenefit]:
        """The benefits it grants."""
        return [one for one in self.held.benefits if one.benefit.clause == self.clause.id]


@dataclass(frozen=True)
class HeldBenefit:
    """A benefit with its document: who, what, how much, on which clause."""

    held: HeldDocument
    benefit: Benefit

    @property
    def anchor(self) -> str:
        """Where on the document's page it stands."""
        return f"benefit-{self.benefit.id}"

    @property
    def address(self) -> str:
        """The address of the benefit."""
        return f"{self.held.address}#{self.anchor}"

    @property
    def clause(self) -> Clause | None:
        """The clause that grants it."""
        return self.held.document.clauses.get(self.benefit.clause)

    @property
    def assumptions(self) -> list[Words]:
        """What is assumed about it: the benefit, its clause, its document."""
        clause = self.clause
        found = (
            self.benefit.assumption,
            clause.assumption if clause else None,
            self.held.document.assumption,
        )
        return list(dict.fromkeys(words for words in found if words is not None))

    @property
    def fixed(self) -> Money | str | None:
        """The amount where it is one number: money, or a quantity in words; else None."""
        try:
            number = int(self.benefit.amount.text)
        except ValueError:
            return None
        if self.benefit.form is Form.MONEY:
            return Money(number * 100)
        return number_words(str(number))

    @property
    def table(self) -> tuple[HeldDocument, PolicyTable] | None:
        """The table whose result is the amount, with its document; None where it is none."""
        return self.held.held.find_table(self.benefit.amount.text)

    @property
    def table_range(self) -> tuple[Money, Money] | None:
        """The least and the most of a table of sums; None where its results are no numbers."""
        found = self.table
        if found is None or self.benefit.form is not Form.MONEY:
            return None
        try:
            sums = [int(rule.then[0].text) for rule in found[1].rules]
        except ValueError:
            return None
        paid = [number for number in sums if number]
        return (Money(min(paid) * 100), Money(max(paid) * 100)) if paid else None

    @property
    def group(self) -> Group | None:
        """The stacking rule it falls under."""
        groups = self.held.held.pack.groups
        return next((group for group in groups if group.id == self.benefit.group), None)

    @property
    def caps(self) -> list[Cap]:
        """The limits over it."""
        return [cap for cap in self.held.held.pack.caps if self.benefit.id in cap.benefits]

    @property
    def not_evaluated(self) -> tuple[str, ...]:
        """What of it the evaluation does not apply."""
        return (
            *self.benefit.not_evaluated,
            *(f"cap:{cap.id}" for cap in self.caps if not cap.is_evaluated),
        )


def packs_in_force(on: dt.date) -> list[HeldPack]:
    """Return the packs in force on a day, by name."""
    versions = queries.in_force(on).order_by("name_zh", "pk")
    return [HeldPack(version, queries.parsed(version), on) for version in versions]


def find_documents(document: str, on: dt.date) -> Iterator[HeldDocument]:
    """Yield the documents with this id that hold on a day; two packs may each have one."""
    for held in packs_in_force(on):
        yield from (one for one in held.documents if one.document.id == document)


def document_address(document: str, pack: str, on: dt.date) -> str:
    """Return the address of a document as it was on a day."""
    page = reverse("portal:policy_document", args=[document])
    return f"{page}?pack={pack}&on={on.isoformat()}"


def clause_address(key: str, pack: str, on: dt.date) -> str:
    """Return the address of `document#clause`."""
    document, _, clause = key.partition("#")
    return f"{document_address(document, pack, on)}#{clause_anchor(clause)}"


def clause_anchor(clause: str) -> str:
    """Return where on its document's page a clause stands."""
    return f"clause-{clause}"
