"""What can be said of one subject: facts, what follows from them, and the names of the pack.

A view answers the names that texts ask for, each worked out once and only when it is asked for.
A fact that nobody states and nothing derives is Missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeAlias

from huizhi.feel import Expression, Missing, Table, TableTrace, Trace
from huizhi.rules.facts.derivations import Derivations
from huizhi.rules.facts.model import AS_OF, REFERENCE_DEPTH, Catalogue, Fact
from huizhi.rules.facts.population import Facts, Population
from huizhi.rules.packs.compiling import CompiledName
from huizhi.rules.subjects import SubjectKind, SubjectRef

Text: TypeAlias = Expression | Table


class Surroundings:
    """What the views of one run share: population, catalogue, day, and views of organisations."""

    def __init__(
        self,
        population: Population,
        catalogue: Catalogue,
        derivations: Derivations,
        as_of: dt.date,
    ) -> None:
        self.population = population
        self.catalogue = catalogue
        self.derivations = derivations
        self.as_of = as_of
        self._contexts: dict[tuple[str, SubjectRef], dict[str, Any]] = {}

    def context(self, path: str, subject: SubjectRef, depth: int) -> dict[str, Any] | Missing:
        """Return another subject as a context; what is missing in it is named by its path.

        Many people share an employer and few a spouse, so only what is no person is kept.
        """
        key = (path, subject)
        if key in self._contexts:
            return self._contexts[key]
        stated = self.population.find(*subject)
        if stated is None:
            return Missing(frozenset({path}))
        view = SubjectView(self, subject.kind, stated, {}, path=path, depth=depth)
        context = {
            name: view.member(fact)
            for name, fact in self.catalogue.kinds[subject.kind].facts.items()
            if depth or fact.type.scalar.name != "reference"
        }
        if subject.kind is not SubjectKind.PERSON:
            self._contexts[key] = context
        return context


class SubjectView(dict[str, Any]):
    """The names of one subject, as the language reads them: a dict that fills when it is read.

    `values` are names whose value is given instead of being worked out. `path` is how texts reach
    this subject from the one under decision; empty for that one itself.
    """

    __slots__ = (
        "_around",
        "_depth",
        "_facts",
        "_kind",
        "_names",
        "_path",
        "_stated",
    )

    def __init__(
        self,
        around: Surroundings,
        kind: SubjectKind,
        stated: Facts,
        names: Mapping[str, CompiledName],
        *,
        values: Mapping[str, Any] | None = None,
        path: str = "",
        depth: int = REFERENCE_DEPTH,
    ) -> None:
        self._around = around
        self._kind = kind
        self._stated = stated
        self._facts = around.catalogue.kinds[kind].facts
        self._names = names
        self._path = path
        self._depth = depth
        plain = around.catalogue.kinds[kind].plain
        for name, value in stated.items():
            if name in plain and name not in names:
                self[name] = value
        self[AS_OF] = around.as_of
        if values:
            self.update(values)

    def __missing__(self, name: str) -> Any:
        """Work out the value of a name that is read for the first time."""
        compiled = self._names.get(name)
        value = self[name] = self._fact(name) if compiled is None else self.run(compiled.run)
        return value

    def run(self, text: Text) -> Any:
        """Return the value of a text of the pack for this subject."""
        return text.evaluate(self)

    def with_values(self, values: Mapping[str, Any]) -> SubjectView:
        """Return a view of the same subject in which some names have other values."""
        return SubjectView(self._around, self._kind, self._stated, self._names, values=values)

    def member(self, fact: Fact) -> Any:
        """Return a fact as a member of a context, what is missing named by its path."""
        value = self[fact.name]
        if type(value) is not Missing:
            return value
        prefix = f"{self._path}."
        return Missing(frozenset(n if n.startswith(prefix) else prefix + n for n in value.facts))

    def _fact(self, name: str) -> Any:
        fact = self._facts.get(name)
        if fact is None:
            return Missing(frozenset({name}))
        if name in self._stated:
            value = self._stated[name]
            return None if value is None else self._structure(fact, value)
        derivation = self._around.derivations.find(self._kind, name)
        return Missing(frozenset({name})) if derivation is None else derivation.evaluate(self)

    def _structure(self, fact: Fact, value: Any) -> Any:
        path = f"{self._path}.{fact.name}" if self._path else fact.name
        if fact.type.is_list:
            return [self._item(fact, item, path) for item in value]
        return self._item(fact, value, path)

    def _item(self, fact: Fact, value: Any, path: str) -> Any:
        kind = fact.type.scalar.kind
        if kind is not None:
            return self._around.context(path, SubjectRef(kind, value), self._depth - 1)
        return {
            member.name: value.get(member.name, Missing(frozenset({f"{path}.{member.name}"})))
            for member in fact.members
        }


class TracedView(SubjectView):
    """A view that keeps the trace of every text that is run on it, each run once."""

    __slots__ = ("_traces",)

    def __init__(
        self,
        around: Surroundings,
        kind: SubjectKind,
        stated: Facts,
        names: Mapping[str, CompiledName],
    ) -> None:
        super().__init__(around, kind, stated, names)
        self._traces: dict[Text, Trace | TableTrace] = {}

    def run(self, text: Text) -> Any:
        """Return the value of a text of the pack for this subject."""
        return self.trace(text).value

    def trace(self, text: Text) -> Any:
        """Return how the value of a text came about: a Trace, of a table a TableTrace."""
        trace = self._traces.get(text)
        if trace is None:
            _, trace = text.explain(self)
            self._traces[text] = trace
        return trace
