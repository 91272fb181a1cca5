"""The shape of facts: names, types, enumerated values, and the catalogue that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from huizhi.feel import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    ContextType,
    FeelType,
    ListType,
    Scope,
    StringType,
)
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

AS_OF = "基准日"
REFERENCE_DEPTH = 2

TypeName = Literal[
    "string", "number", "integer", "boolean", "date", "money", "list", "record", "reference"
]
_TYPE = re.compile(
    r"(?P<list>list<)?(?P<name>string|number|integer|boolean|date|money|record|reference)"
    r"(?::(?P<kind>[a-z]+))?(?P<close>>)?$"
)


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a fact; `element` for a list, `kind` for a reference to another subject."""

    name: TypeName
    element: FactType | None = None
    kind: SubjectKind | None = None

    @classmethod
    def parse(cls, text: str) -> FactType:
        """Read `string`, `list<record>`, `reference:organisation` and the like (ValueError)."""
        match = _TYPE.match(text.replace(" ", ""))
        if match is None or bool(match["list"]) != bool(match["close"]):
            raise ValueError(f"unknown type of fact: {text!r}")
        if (match["name"] == "reference") != bool(match["kind"]):
            raise ValueError(f"a reference names a kind, as in reference:organisation: {text!r}")
        kind = SubjectKind(match["kind"]) if match["kind"] else None
        inner = cls(match["name"], None, kind)  # type: ignore[arg-type]
        return cls("list", inner) if match["list"] else inner

    def __str__(self) -> str:
        """Return the type as the catalogue writes it."""
        if self.element is not None:
            return f"list<{self.element}>"
        return f"{self.name}:{self.kind.value}" if self.kind else self.name

    @property
    def is_list(self) -> bool:
        """Whether a value is a list."""
        return self.name == "list"

    @property
    def scalar(self) -> FactType:
        """The type of one value: of an element for a list."""
        return self.element or self


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of a value in cells; `implies` are other facts that it states."""

    text: str
    implies: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of an enumerated fact."""

    value: str
    english: str
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Something that may be stated about a subject, or follows from what is stated.

    `derive` is FEEL over the facts of the same subject and the as-of date; a stated value wins.
    `members` are the members of a record. `publish` allows it on public pages.
    """

    name: str
    english: str
    type: FactType
    meaning: Words
    values: tuple[FactValue, ...] = ()
    unit: Words | None = None
    headings: tuple[str, ...] = ()
    derive: str | None = None
    members: tuple[Fact, ...] = ()
    publish: bool = False

    @property
    def allowed(self) -> tuple[str, ...]:
        """The known values of an enumerated fact; empty where any value will do."""
        return tuple(value.value for value in self.values)

    def member(self, name: str) -> Fact | None:
        """Return a member of a record by its Chinese or English name."""
        return next((m for m in self.members if name in (m.name, m.english)), None)


@dataclass(frozen=True)
class KindFacts:
    """The facts of one kind of subject; `table` names its sheet or file."""

    kind: SubjectKind
    table: Words
    facts: Mapping[str, Fact]

    def find(self, heading: str) -> Fact | None:
        """Return the fact a heading means: its name, its English name or another spelling."""
        return self.facts.get(heading) or self._by_spelling.get(heading.casefold())

    @cached_property
    def _by_spelling(self) -> dict[str, Fact]:
        return {
            spelling.casefold(): fact
            for fact in self.facts.values()
            for spelling in (*fact.headings, fact.english, fact.name)
        }

    @cached_property
    def structured(self) -> frozenset[str]:
        """The facts whose values are records or other subjects, alone or in lists."""
        return frozenset(
            fact.name
            for fact in self.facts.values()
            if fact.type.scalar.name in ("record", "reference")
        )

    @cached_property
    def plain(self) -> frozenset[str]:
        """The facts whose values are read as they are stated."""
        return frozenset(self.facts) - self.structured

    @cached_property
    def references(self) -> Mapping[str, SubjectKind]:
        """The facts that are references, with the kind each points to."""
        return {f.name: f.type.kind for f in self.facts.values() if f.type.kind is not None}


@dataclass(frozen=True)
class Catalogue:
    """Every fact of every kind of subject."""

    kinds: Mapping[SubjectKind, KindFacts]

    def fact(self, kind: SubjectKind, name: str) -> Fact | None:
        """Return a fact by its Chinese name, or None."""
        facts = self.kinds.get(kind)
        return facts.facts.get(name) if facts else None

    @cached_property
    def english_values(self) -> Mapping[str, str]:
        """The values of all enumerated facts in English; of one that is twice there, the first."""
        facts = [fact for kind in self.kinds.values() for fact in kind.facts.values()]
        members = [member for fact in facts for member in fact.members]
        values = [value for fact in (*facts, *members) for value in fact.values]
        return {one.value: one.english.replace("_", " ") for one in reversed(values)}

    def with_facts(self, kind: SubjectKind, facts: Iterable[Fact]) -> Catalogue:
        """Return a catalogue that has these facts as well (a pack may bring its own)."""
        before = self.kinds[kind]
        merged = {**before.facts, **{fact.name: fact for fact in facts}}
        return Catalogue({**self.kinds, kind: KindFacts(kind, before.table, merged)})

    def scope(self, kind: SubjectKind) -> Scope:
        """Return the names a policy may use about a subject of this kind, with their types."""
        return Scope({AS_OF: DATE, **dict(self._members(kind, REFERENCE_DEPTH))})

    def _members(self, kind: SubjectKind, depth: int) -> Iterable[tuple[str, FeelType]]:
        if kind in self.kinds:
            for fact in self.kinds[kind].facts.values():
                if fact.type.scalar.name != "reference" or depth:
                    yield fact.name, self._feel_type(fact, fact.type, depth)

    def _feel_type(self, fact: Fact, of: FactType, depth: int) -> FeelType:
        match of.name:
            case "string":
                return StringType(fact.allowed)
            case "number" | "integer" | "money":
                return NUMBER
            case "boolean":
                return BOOLEAN
            case "date":
                return DATE
            case "list" if of.element is not None:
                return ListType(self._feel_type(fact, of.element, depth))
            case "record":
                return ContextType(
                    tuple((m.name, self._feel_type(m, m.type, depth)) for m in fact.members)
                )
            case "reference" if of.kind is not None:
                return ContextType(tuple(self._members(of.kind, depth - 1)))
        return ANY
