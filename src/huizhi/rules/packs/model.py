"""The shape of a policy pack: documents with clauses, definitions, tables and benefits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from huizhi.feel import HitPolicy
from huizhi.rules.facts.model import Catalogue, Fact
from huizhi.rules.findings import Place
from huizhi.rules.money import Rounding
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import Path, YamlFile


class Form(StrEnum):
    """What a benefit consists of."""

    MONEY = "money"
    VOUCHER = "voucher"
    HOUSING = "housing"
    POST = "post"
    HONOUR = "honour"
    SERVICE = "service"


class PeriodUnit(StrEnum):
    """How often a benefit falls due."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class StackingRule(StrEnum):
    """What happens to benefits of one group that a subject is entitled to at the same time.

    `highest_only` 就高不重复: the largest stays. `exclusive`: the first by priority stays.
    `deduct`: each is lowered by what those before it give and gave.
    """

    HIGHEST_ONLY = "highest_only"
    EXCLUSIVE = "exclusive"
    DEDUCT = "deduct"


class CapScope(StrEnum):
    """Over whom a cap adds up."""

    SUBJECT = "subject"
    EMPLOYER = "employer"
    BASE = "base"
    COUPLE = "couple"


class CapWindow(StrEnum):
    """Over what time a cap adds up."""

    LIFE = "life"
    YEAR = "year"
    MONTH = "month"


class Received(StrEnum):
    """Whether a cap or a deduction looks at what the subject received before (已领金额)."""

    COUNT = "count"
    IGNORE = "ignore"


@dataclass(frozen=True)
class FeelText:
    """A text of FEEL and where it stands, so that errors can point into the file."""

    text: str
    file: YamlFile = field(repr=False, compare=False)
    path: Path = field(repr=False, compare=False)

    @property
    def place(self) -> Place:
        """Where the whole text stands."""
        return self.file.place(self.path)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a document can be read."""

    title: str
    url: str | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a document. `text` may be a summary; the source has the wording."""

    id: str
    label: Words
    text: Words
    assumption: Words | None = None


@dataclass(frozen=True)
class Definition:
    """A named value that other texts of the pack may use.

    Without a `subject` it holds for every kind of subject whose benefits use it.
    """

    name: str
    english: str
    clause: str
    type: str
    feel: FeelText
    subject: SubjectKind | None
    assumption: Words | None
    place: Place

    @property
    def title(self) -> Words:
        """The name as people read it."""
        return Words.of_name(self.name, self.english)


@dataclass(frozen=True)
class TableInput:
    """A column of conditions: the expression under test and what the column is called."""

    label: Words
    feel: FeelText


@dataclass(frozen=True)
class TableOutput:
    """A column of results. `values` lists known results, by priority from the highest."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    default: FeelText | None = None
    english: str = ""

    @property
    def title(self) -> Words:
        """The name as people read it."""
        return Words.of_name(self.name, self.english)


@dataclass(frozen=True)
class TableRule:
    """A line of a table: one test per input and one result per output."""

    when: tuple[FeelText, ...]
    then: tuple[FeelText, ...]
    clause: str | None
    note: Words | None
    place: Place


@dataclass(frozen=True)
class PolicyTable:
    """A decision table of a document; its name stands for its result.

    Without a `subject` it holds for every kind of subject whose benefits use it.
    """

    name: str
    english: str
    clause: str
    hit_policy: HitPolicy
    inputs: tuple[TableInput, ...]
    outputs: tuple[TableOutput, ...]
    rules: tuple[TableRule, ...]
    subject: SubjectKind | None
    assumption: Words | None
    place: Place

    @property
    def title(self) -> Words:
        """The name as people read it."""
        return Words.of_name(self.name, self.english)


@dataclass(frozen=True)
class Condition:
    """One condition of a benefit."""

    name: Words
    feel: FeelText
    clause: str


@dataclass(frozen=True)
class Window:
    """The stretch of months in which a benefit falls due, counted from `start`."""

    start: FeelText
    months: int | None


@dataclass(frozen=True)
class Benefit:
    """What a subject may be entitled to. `amount` is yuan for money, else the quantity."""

    id: str
    name: Words
    clause: str
    subject: SubjectKind
    form: Form
    period: PeriodUnit
    conditions: tuple[Condition, ...]
    amount: FeelText
    place: Place
    window: Window | None = None
    unit: Words | None = None
    rounding: Rounding = Rounding.HALF_UP
    group: str | None = None
    priority: int | None = None
    notice_days: int | None = None
    assumption: Words | None = None
    not_evaluated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """First and last day on which a document holds; both inclusive, no last day: open."""

    start: dt.date
    end: dt.date | None

    def holds(self, on: dt.date) -> bool:
        """Tell whether the document holds on a day."""
        return self.start <= on and (self.end is None or on <= self.end)

    def overlaps(self, other: InForce) -> bool:
        """Tell whether both hold on some day."""
        return (other.end is None or self.start <= other.end) and (
            self.end is None or other.start <= self.end
        )


@dataclass(frozen=True)
class Document:
    """One version of a policy document; other files may hold other versions under the same id."""

    id: str
    file: str
    title: Words
    number: str | None
    issuer: Words | None
    issued: dt.date | None
    in_force: InForce
    source: Source | None
    clauses: Mapping[str, Clause]
    definitions: tuple[Definition, ...]
    tables: tuple[PolicyTable, ...]
    benefits: tuple[Benefit, ...]
    assumption: Words | None
    place: Place

    @property
    def sources(self) -> tuple[Definition | PolicyTable, ...]:
        """All that texts of a pack can name: definitions, then tables."""
        return (*self.definitions, *self.tables)

    def clause_key(self, clause: str) -> str:
        """Return `document#clause`, the form in which results cite."""
        return f"{self.id}#{clause}"


@dataclass(frozen=True)
class Group:
    """Benefits that stack by a rule; a benefit names its group."""

    id: str
    name: Words
    rule: StackingRule
    clause: str
    place: Place
    received: Received = Received.COUNT


@dataclass(frozen=True)
class Cap:
    """A limit in yuan over some benefits. A limit that is null sets none."""

    id: str
    name: Words
    per: CapScope
    window: CapWindow
    limit: FeelText
    benefits: tuple[str, ...]
    clause: str
    place: Place
    received: Received = Received.COUNT

    @property
    def is_evaluated(self) -> bool:
        """Whether the evaluator applies it; other scopes need more than one subject."""
        return self.per is CapScope.SUBJECT


@dataclass(frozen=True)
class Pack:
    """A policy pack. `fingerprint` is the SHA-256 over its files, for replay."""

    id: str
    name: Words
    region: str
    version: str
    documents: tuple[Document, ...]
    groups: tuple[Group, ...]
    caps: tuple[Cap, ...]
    facts: Mapping[SubjectKind, tuple[Fact, ...]]
    files: Mapping[str, str]
    fingerprint: str

    @property
    def combinations(self) -> tuple[Group | Cap, ...]:
        """All that acts on several benefits at a time: groups, then caps."""
        return (*self.groups, *self.caps)

    def in_force(self, on: dt.date) -> tuple[Document, ...]:
        """Return the documents that hold on a day, in the order of the pack."""
        return tuple(document for document in self.documents if document.in_force.holds(on))

    def changes(self) -> tuple[dt.date, ...]:
        """Return the days on which another set of documents comes into force, ascending."""
        days = {document.in_force.start for document in self.documents}
        ends = {d.in_force.end for d in self.documents if d.in_force.end is not None}
        days |= {end + dt.timedelta(days=1) for end in ends}
        return tuple(sorted(days))

    def benefits(self, on: dt.date) -> Iterator[tuple[Document, Benefit]]:
        """Yield the benefits that hold on a day with their documents."""
        for document in self.in_force(on):
            for benefit in document.benefits:
                yield document, benefit

    def catalogue(self, base: Catalogue) -> Catalogue:
        """Return the catalogue with the facts this pack brings along."""
        for kind, facts in self.facts.items():
            base = base.with_facts(kind, facts)
        return base

    def clause(self, key: str, on: dt.date) -> Clause | None:
        """Return the clause that `document#clause` cites among the documents of a day."""
        document_id, _, clause_id = key.partition("#")
        for document in self.in_force(on):
            if document.id == document_id:
                return document.clauses.get(clause_id)
        return None
