"""Which facts decide about the benefits of a pack: what the calculator asks.

A fact that follows from others is not asked; those it follows from are. Of another subject, such as
the employer, only the facts that the policies read are asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from huizhi.feel import Expression, compile_expression
from huizhi.feel.syntax.tree import Name, Node, Path
from huizhi.feel.syntax.walk import walk
from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.languages import screen_language
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import AS_OF, Catalogue, Fact
from huizhi.rules.packs.compiling import CompiledKind, compile_pack
from huizhi.rules.packs.model import Pack
from huizhi.rules.subjects import SubjectKind

Input = Literal["choice", "yes-no", "number", "date", "text", "list", "presence"]
Route = tuple[str, ...]

ABSENT = "无"
YES = "是"
NO = "否"
PLACES_IN_A_LIST = 3


@dataclass(frozen=True)
class Question:
    """A fact to ask for. `route` are the names that lead to it from the subject."""

    route: Route
    fact: Fact

    @property
    def path(self) -> str:
        """The route as results name it, e.g. 用人单位.性质."""
        return ".".join(self.route)

    @property
    def label(self) -> str:
        """The fact's name in the language of the screen."""
        return fact_label(self.fact)

    @property
    def help(self) -> str:
        """What the fact means."""
        return self.fact.meaning.get(screen_language())

    @property
    def unit(self) -> str:
        """The unit of a number; empty for none."""
        return self.fact.unit.get(screen_language()) if self.fact.unit else ""

    @property
    def input(self) -> Input:
        """How to ask."""
        scalar = self.fact.type.scalar.name
        if scalar in ("record", "reference"):
            return "presence"
        if self.fact.type.is_list:
            return "list"
        if scalar == "boolean":
            return "yes-no"
        if self.fact.values:
            return "choice"
        if scalar == "date":
            return "date"
        return "text" if scalar == "string" else "number"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The listed values with their words."""
        return [(value, value_label(self.fact, value)) for value in self.fact.allowed]

    @property
    def offers_absent(self) -> bool:
        """Whether "none" is an answer of its own; not where it is one of the values already."""
        return self.input != "yes-no" and ABSENT not in self.fact.allowed

    @property
    def places(self) -> range:
        """How many items of a list may be given."""
        return range(PLACES_IN_A_LIST)


@dataclass(frozen=True)
class QuestionGroup:
    """The questions about one subject: the visitor's own (no `holder`), or another's."""

    holder: Question | None
    questions: tuple[Question, ...]

    @property
    def route(self) -> Route:
        """The route that leads to the subject."""
        return self.holder.route if self.holder else ()


def question_groups(pack: Pack, on: dt.date, kind: SubjectKind) -> list[QuestionGroup]:
    """Return what decides about the benefits of a kind on a day, in the order of the catalogue."""
    catalogue = pack.catalogue(load_catalogue())
    plan = compile_pack(pack, load_catalogue(), on).kinds.get(kind)
    if plan is None:
        return []
    found: dict[Route, Question] = {}
    for route in _routes(plan):
        for question in _asked(route, kind, catalogue):
            found[question.route] = question
    order = {
        (of, name): place
        for of, facts in catalogue.kinds.items()
        for place, name in enumerate(facts.facts)
    }
    holders = sorted({route[:-1] for route in found}, key=lambda route: (len(route), route))
    groups = []
    for holder in holders:
        kind_of_holder = _kind_at(holder, kind, catalogue)
        own = [q for q in found.values() if q.route[:-1] == holder and not _leads(q, found)]
        own.sort(key=lambda q: order.get((kind_of_holder, q.fact.name), 0))
        if own or holder:
            groups.append(QuestionGroup(found.get(holder), tuple(own)))
    return groups


def _leads(question: Question, found: dict[Route, Question]) -> bool:
    """Tell whether a question is the head of a group of its own."""
    length = len(question.route)
    return any(len(r) > length and r[:length] == question.route for r in found)


def _asked(route: Route, kind: SubjectKind, catalogue: Catalogue) -> Iterator[Question]:
    """Yield the questions that a route needs: the subjects on the way, then the fact itself."""
    for place, name in enumerate(route):
        fact = catalogue.fact(kind, name)
        if fact is None:
            return
        is_last = place == len(route) - 1
        if is_last and fact.derive is not None:
            before = route[:place]
            read = compile_expression(fact.derive, catalogue.scope(kind))
            for inner in _routes_of([read.tree], read.names):
                yield from _below(before, _asked(inner, kind, catalogue))
            return
        yield Question(route[: place + 1], fact)
        if fact.type.kind is None or fact.type.is_list:
            return
        kind = fact.type.kind


def _below(before: Route, questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        yield Question((*before, *question.route), question.fact)


def _kind_at(route: Route, kind: SubjectKind, catalogue: Catalogue) -> SubjectKind:
    for name in route:
        fact = catalogue.fact(kind, name)
        if fact is not None and fact.type.kind is not None:
            kind = fact.type.kind
    return kind


def _routes(plan: CompiledKind) -> Iterator[Route]:
    """Yield the routes to facts that the texts of a kind read."""
    for expression in plan.expressions():
        yield from _routes_of([expression.tree], expression.names)
    for name in plan.names.values():
        if not isinstance(name.run, Expression):
            table = name.run.structure
            trees = [clause.tree for clause in table.inputs]
            trees += [cell.tree for rule in table.rules for cell in (*rule.tests, *rule.outputs)]
            yield from _routes_of(trees, name.run.names)


def _routes_of(trees: Iterable[Node], names: frozenset[str]) -> Iterator[Route]:
    for tree in trees:
        inner: set[int] = set()
        for node in walk(tree):
            if id(node) in inner or not isinstance(node, Name | Path):
                continue
            route: list[str] = []
            step: Node = node
            while isinstance(step, Path):
                inner.add(id(step.source))
                route.insert(0, step.member)
                step = step.source
            if isinstance(step, Name) and step.name in names and step.name != AS_OF:
                yield (step.name, *route)
