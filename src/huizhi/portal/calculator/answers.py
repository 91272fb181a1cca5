"""What a visitor filled in, turned into facts. Nothing of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from huizhi.kernel.languages import screen_language
from huizhi.portal.calculator.questions import ABSENT, Question, QuestionGroup, Route
from huizhi.rules.fact_tables.cells import parse_cell
from huizhi.rules.fact_tables.problems import CellError
from huizhi.rules.facts.population import Population
from huizhi.rules.subjects import SubjectKind, SubjectRef

VISITOR = "visitor"
PRESENT = "known"
LONGEST_ANSWER = 200


class Filled(Protocol):
    """Form data with several values per name."""

    def getlist(self, key: str) -> list[str]:
        """Return the values of a name."""
        ...


@dataclass(frozen=True)
class Field:
    """A question as the form shows it, with what was filled in and what is wrong with it."""

    question: Question
    key: str
    values: list[str]
    absent: bool
    error: str = ""

    @property
    def value(self) -> str:
        """The first value; empty for none."""
        return self.values[0] if self.values else ""

    @property
    def places(self) -> list[str]:
        """The values of a list, with room for more."""
        room = len(self.question.places)
        return [*self.values, *[""] * room][:room]


@dataclass(frozen=True)
class FieldGroup:
    """The fields about one subject; `holder` asks whether there is one."""

    holder: Field | None
    fields: list[Field]


@dataclass
class Answers:
    """The form filled in: its fields, and the facts they state by the route of their subject."""

    groups: list[FieldGroup] = field(default_factory=list)
    facts: dict[Route, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def errors(self) -> list[Field]:
        """The fields that could not be read."""
        every = [one for group in self.groups for one in group.fields]
        return [one for one in every if one.error]

    @property
    def stated(self) -> int:
        """How many facts were given."""
        return sum(len(facts) for facts in self.facts.values())

    def anchors(self) -> Mapping[str, str]:
        """Return where each fact is asked, by its path."""
        fields = [one for group in self.groups for one in (group.holder, *group.fields) if one]
        return {one.question.path: one.key for one in fields}


def read_answers(groups: Iterable[QuestionGroup], filled: Filled) -> Answers:
    """Return what was filled in. What is empty is not known; 无 is known to be absent."""
    answers = Answers()
    for group in groups:
        fields = [
            _read(question, filled, answers.facts[group.route]) for question in group.questions
        ]
        holder = None
        if group.holder is not None:
            holder = _holder(group.holder, filled, answers.facts, group.route)
        answers.groups.append(FieldGroup(holder, fields))
    return answers


def population(answers: Answers, kind: SubjectKind) -> tuple[Population, SubjectRef]:
    """Return the visitor with those they point to, as the evaluator takes it."""
    found: dict[SubjectKind, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    kinds: dict[Route, SubjectKind] = {(): kind}
    for group in answers.groups:
        if group.holder is not None:
            question = group.holder.question
            kinds[question.route] = question.fact.type.kind or kind
    for route, of in kinds.items():
        found[of][_number(route)] = dict(answers.facts.get(route, {}))
    return Population(found), SubjectRef(kind, VISITOR)


def _number(route: Route) -> str:
    return ".".join(route) or VISITOR


def _key(question: Question) -> str:
    return "fact-" + "-".join(question.route)


def _read(question: Question, filled: Filled, facts: dict[str, Any]) -> Field:
    key = _key(question)
    values = [text.strip()[:LONGEST_ANSWER] for text in filled.getlist(key) if text.strip()]
    absent = ABSENT in values or bool(filled.getlist(f"{key}-absent"))
    if question.input == "presence":
        if absent:
            facts[question.fact.name] = None
        return Field(question, key, values, absent)
    if not values and not absent:
        return Field(question, key, values, absent)
    try:
        text = ABSENT if absent else "、".join(values)
        parsed = parse_cell(question.fact, text)
    except CellError as error:
        return Field(question, key, values, absent, error.hint(screen_language()))
    if parsed.stated:
        facts[question.fact.name] = parsed.value
    return Field(question, key, values, absent)


def _holder(
    question: Question, filled: Filled, facts: dict[Route, dict[str, Any]], route: Route
) -> Field:
    """Read whether there is such a subject at all; a fact stated of it says that there is."""
    key = _key(question)
    values = [text for text in filled.getlist(key) if text in (ABSENT, PRESENT)]
    if ABSENT in values:
        facts[route[:-1]][question.fact.name] = None
    elif values or facts.get(route):
        facts[route[:-1]][question.fact.name] = _number(route)
    return Field(question, key, values, ABSENT in values)
