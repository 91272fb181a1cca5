"""Parts of a text of FEEL in words: names of facts, values and tests, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from huizhi.feel import Missing, Value, to_feel_literal
from huizhi.feel.syntax.printer import print_tree
from huizhi.feel.syntax.tree import (
    AtLiteral,
    Boolean,
    ComparisonOperator,
    Input,
    Invocation,
    Name,
    Negation,
    Node,
    Null,
    Number,
    Path,
    RangeLiteral,
    String,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.syntax.walk import walk
from huizhi.rules.facts.model import AS_OF, Catalogue
from huizhi.rules.subjects import NAMES, SubjectKind
from huizhi.rules.words import Words

YES_WORD = Words("是", "yes")
NO_WORD = Words("否", "no")
NONE_WORD = Words("无", "none")
UNKNOWN_WORD = Words("未知", "not known")
_DATES = ("date", "date and time", "time", "duration")

# operator: of numbers and the like, and of dates
_OPERATORS: Mapping[str, tuple[Words, Words]] = {
    "<": (Words("低于 {}", "less than {}"), Words("早于 {}", "before {}")),
    "<=": (Words("不超过 {}", "at most {}"), Words("不晚于 {}", "{} at the latest")),
    ">": (Words("高于 {}", "more than {}"), Words("晚于 {}", "after {}")),
    ">=": (Words("不低于 {}", "at least {}"), Words("不早于 {}", "{} at the earliest")),
    "!=": (Words("不是 {}", "other than {}"),) * 2,
}

_OPPOSITES: Mapping[ComparisonOperator, ComparisonOperator] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}


@dataclass(frozen=True)
class Wording:
    """How the texts about one kind of subject read.

    `titles` are the names of the pack; `value_of` evaluates a part, for ends that are no literals.
    """

    catalogue: Catalogue
    kind: SubjectKind
    titles: Mapping[str, Words] = field(default_factory=dict)
    value_of: Callable[[Node], Value] | None = None

    def name(self, node: Node) -> Words:
        """Return what a part is called: a fact, a path along facts, a name of the pack."""
        text = node.name if isinstance(node, Name) else print_tree(node)
        if isinstance(node, Name) and text in self.titles:
            return self.titles[text]
        english = self._english(text.split(".")) if isinstance(node, Name | Path) else None
        return Words(text, english or text)

    def _english(self, path: Iterable[str]) -> str | None:
        """Return the English name of a path: the as-of date, or facts up to a member of one."""
        kind: SubjectKind | None = self.kind
        names: list[str] = []
        fact = None
        for part in path:
            if part == AS_OF:
                return "As-of date"
            found = self.catalogue.fact(kind, part) if kind else None
            if found is None and fact is not None:
                found = fact.member(part)
            if found is None:
                return None
            fact = found
            names.append(fact.english.replace("_", " "))
            kind = fact.type.scalar.kind
        return " · ".join(names).capitalize()

    def value(self, value: Value) -> Words:
        """Return a value as people write it."""
        if type(value) is Missing:
            return UNKNOWN_WORD
        if value is None or value == []:
            return NONE_WORD
        if isinstance(value, bool):
            return YES_WORD if value else NO_WORD
        if isinstance(value, str):
            return Words(f"“{value}”", f"“{self.catalogue.english_values.get(value, value)}”")
        if isinstance(value, list):
            items = [self.value(item) for item in value]
            return Words("、".join(i.zh for i in items), ", ".join(i.en for i in items))
        if isinstance(value, dict):
            names = (value.get(name) for name in NAMES)
            known = next((name for name in names if isinstance(name, str)), None)
            return Words("有", "known") if known is None else Words(known, known)
        text = to_feel_literal(value)
        if '("' in text:
            text = text.split('"')[1]
        return Words(text, text)

    def is_now(self, node: Node, value: Value) -> Words:
        """Say what a part is now: 年龄现为 42."""
        name, now = self.name(node), self.value(value)
        if not isinstance(node, Name | Path):
            name = Words(f"“{name.zh}”", f"“{name.en}”")
        is_known = type(value) is not Missing
        zh = f"{name.zh}现为{spaced(now.zh)}" if is_known else f"{name.zh}{now.zh}"
        return Words(zh, f"{name.en} is {now.en}")

    def asked(self, tests: UnaryTests, wanted: bool = True) -> Words:
        """Return what passing a test, or failing it, asks of a value: 不超过 40, at most 40."""
        match tests.tests:
            case (Null(),):
                return Words("没有", "absent") if wanted else Words("有", "present")
            case (Boolean(value=value),):
                return self.test(UnaryTests((Boolean(value is wanted),)))
            case (UnaryComparison(operator=operator, operand=operand),) if (
                not wanted and operator in _OPPOSITES
            ):
                return self.test(UnaryTests((UnaryComparison(_OPPOSITES[operator], operand),)))
        words = self.test(tests)
        return words if wanted else Words(f"不{words.zh}", f"not {words.en}")

    def test(self, tests: UnaryTests) -> Words:
        """Return what a test asks of a value, as its author wrote it."""
        if not tests.tests:
            return Words("为任意值", "anything")
        if all(isinstance(test, String) for test in tests.tests) and len(tests.tests) > 1:
            ends = [self._end(test) for test in tests.tests]
            zh, en = "、".join(end.zh for end in ends), ", ".join(end.en for end in ends)
            words = Words(f"为{zh}之一", f"one of {en}")
        else:
            each = [self._one(test) for test in tests.tests]
            words = Words("，或".join(e.zh for e in each), " or ".join(e.en for e in each))
        return Words(f"不{words.zh}", f"not {words.en}") if tests.negated else words

    def _one(self, test: Node) -> Words:
        if isinstance(test, UnaryComparison) and test.operator in _OPERATORS:
            plain, dated = _OPERATORS[test.operator]
            pattern = dated if self._is_dated(test.operand) else plain
            return self._filled(pattern, test.operand)
        if isinstance(test, UnaryComparison):
            return self._filled(Words("为 {}", "{}"), test.operand)
        if isinstance(test, RangeLiteral) and test.low is not None and test.high is not None:
            return self._range(test, self._end(test.low), self._end(test.high))
        if any(isinstance(part, Input) for part in walk(test)):
            text = print_tree(test)
            return Words(f"满足“{text}”", f"such that “{text}”")
        end = self._end(test)
        return Words(f"为{spaced(end.zh)}", end.en)

    def _range(self, test: RangeLiteral, low: Words, high: Words) -> Words:
        out = [
            end
            for end, included in ((low, test.low_included), (high, test.high_included))
            if not included
        ]
        without_zh = f"（不含 {'、'.join(end.zh for end in out)}）" if out else ""
        without_en = f" (without {', '.join(end.en for end in out)})" if out else ""
        return Words(
            f"在 {low.zh} 至 {high.zh} 之间{without_zh}",
            f"between {low.en} and {high.en}{without_en}",
        )

    def _filled(self, pattern: Words, node: Node) -> Words:
        end = self._end(node)
        return Words(pattern.zh.format(end.zh), pattern.en.format(end.en))

    def _end(self, node: Node) -> Words:
        """Return a value to compare with: as it is written, with what it comes to."""
        if isinstance(node, String | Number | Boolean):
            return self.value(node.value)
        if isinstance(node, Null):
            return NONE_WORD
        if isinstance(node, AtLiteral):
            return Words(node.text, node.text)
        value = None if self.value_of is None else self.value_of(node)
        if is_constant(node) and value is not None:
            return self.value(value)
        name = self.name(node)
        if self.value_of is None:
            return name
        shown = self.value(value)
        return Words(f"{name.zh}（{shown.zh}）", f"{name.en} ({shown.en})")

    def _is_dated(self, node: Node) -> bool:
        if isinstance(node, AtLiteral):
            return "-" in node.text[1:]
        value = None if self.value_of is None else self.value_of(node)
        return isinstance(value, dt.date)


def spaced(text: str) -> str:
    """Return a text as it stands behind a Chinese character: letters and digits with a blank."""
    return f" {text}" if text[:1].isascii() and text[:1].isalnum() else text


def is_constant(node: Node) -> bool:
    """Tell whether a part writes a value: 5, "博士", date("2018-05-30")."""
    if isinstance(node, Negation):
        return isinstance(node.operand, Number)
    return isinstance(node, Number | String | Boolean | Null | AtLiteral) or _is_constructor(node)


def _is_constructor(node: Node) -> bool:
    """Tell whether a part writes a constant as a call, such as date("2018-05-30")."""
    return (
        isinstance(node, Invocation)
        and isinstance(node.function, Name)
        and node.function.name in _DATES
        and all(isinstance(argument, String | Number) for argument in node.arguments)
    )
