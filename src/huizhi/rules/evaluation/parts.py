"""What an evaluation did, as a tree of parts, each with a sentence that a clerk understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huizhi.feel import (
    Expression,
    Missing,
    RuleTrace,
    Span,
    Table,
    TableTrace,
    Trace,
    Value,
    to_feel_literal,
)
from huizhi.feel.syntax.printer import print_tree
from huizhi.feel.syntax.tree import (
    And,
    Between,
    Comparison,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    Invocation,
    Name,
    Node,
    Null,
    Or,
    Path,
    Quantified,
    RangeLiteral,
    UnaryComparison,
    UnaryTests,
)
from huizhi.feel.values.causes import Cause
from huizhi.feel.values.comparison import conjunction
from huizhi.rules.evaluation.wording import Wording, spaced
from huizhi.rules.packs.compiling import CompiledName
from huizhi.rules.words import Words

# Within these a name may be that of an element, and no name of the pack.
_LOOPS = (For, Quantified, Filter, FunctionLiteral)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: its place (code points from 0), its value, and the parts it is made of.

    `value` is a FEEL literal, None where facts are `missing`. `clause` is `document#clause`, of
    the text that the part stands in. Parts that were not needed are not there.
    """

    span: tuple[int, int]
    text: str
    value: str | None
    missing: tuple[str, ...]
    clause: str | None
    sentence: Words
    children: tuple[Part, ...] = ()

    @property
    def steps(self) -> list[Part]:
        """The parts worth a line of their own: a name alone is in the sentence already."""
        return [part for part in self.children if part.children or not _is_name(part.text)]


def part_to_json(part: Part) -> dict[str, Any]:
    """Return a part as JSON data, with the keys of its fields."""
    return {
        "span": list(part.span),
        "text": part.text,
        "value": part.value,
        "missing": list(part.missing),
        "clause": part.clause,
        "sentence": part.sentence._asdict(),
        "children": [part_to_json(child) for child in part.children],
    }


def _is_name(text: str) -> bool:
    return all(word.isidentifier() for word in text.split("."))


def made_part(
    text: str,
    value: Value,
    clause: str | None,
    sentence: Words,
    children: Sequence[Part] = (),
    *,
    start: int = 0,
) -> Part:
    """Return a part with its value written out; `start` is its place in the text it stands in."""
    known = type(value) is not Missing
    return Part(
        span=(start, start + len(text)),
        text=text,
        value=to_feel_literal(value) if known else None,
        missing=() if known else tuple(sorted(value.facts)),
        clause=clause,
        sentence=sentence,
        children=tuple(children),
    )


class Telling:
    """Tells of texts about one subject. Names of the pack are unfolded the first time they come.

    `trace_of` returns the trace of an expression or table on the view.
    """

    def __init__(
        self,
        wording: Wording,
        view: Mapping[str, Any],
        trace_of: Callable[[Any], Any],
        names: Mapping[str, CompiledName] | None = None,
    ) -> None:
        self.wording = wording
        self.view = view
        self.trace_of = trace_of
        self.names = names or {}
        self.told: set[str] = set()

    def expression(self, expression: Expression, clause: str | None = None) -> Part:
        """Return a text with its parts."""
        return self._part(self.trace_of(expression), clause, unfolds=True)

    def _part(self, trace: Trace, clause: str | None, *, unfolds: bool) -> Part:
        node = trace.node
        inside = unfolds and not isinstance(node, _LOOPS)
        children = [self._part(child, clause, unfolds=inside) for child in trace.children]
        if unfolds and isinstance(node, Name) and node.name in self.names:
            children += self._unfolded(self.names[node.name])
        sentence, start = self._sentence(trace), trace.span.start
        return made_part(trace.text, trace.value, clause, sentence, children, start=start)

    def _unfolded(self, compiled: CompiledName) -> Iterator[Part]:
        """Yield what a name of the pack stands for, unless that was told before."""
        if compiled.name in self.told:
            return
        self.told.add(compiled.name)
        clause = compiled.document.clause_key(compiled.source.clause)
        if isinstance(compiled.run, Expression):
            yield self.expression(compiled.run, clause)
        else:
            yield self._table(compiled, compiled.run, clause)

    # --- sentences ----------------------------------------------------------------------------

    def _sentence(self, trace: Trace) -> Words:
        values = {child.span: child.value for child in trace.children}
        wording = replace(self.wording, value_of=lambda part: values.get(part.span))
        words = _told(wording, trace, values)
        return words if trace.cause is None else _with_cause(words, trace.cause)

    # --- tables -------------------------------------------------------------------------------

    def _table(self, compiled: CompiledName, table: Table, clause: str) -> Part:
        trace: TableTrace = self.trace_of(table)
        title = compiled.source.title
        shown, words = self._rules_told(table, trace)
        now = self.wording.value(trace.value)
        sentence = Words(
            f"{title.zh}：{words.zh}，结果为{spaced(now.zh)}", f"{title.en}: {words.en}; {now.en}"
        )
        if trace.cause is not None:
            sentence = _with_cause(sentence, trace.cause)
        rules = [self._rule(compiled, table, number, clause) for number in shown]
        return made_part(compiled.name, trace.value, clause, sentence, rules)

    def _rules_told(self, table: Table, trace: TableTrace) -> tuple[tuple[int, ...], Words]:
        """Return the rules to show, from 1, and what to say of them."""
        if trace.matched:
            numbers = trace.matched
            words = Words("第 {} 条规则适用", "rule {} applies")
        elif trace.unresolved:
            numbers = trace.unresolved
            words = Words("第 {} 条规则可能适用", "rule {} may apply")
        elif trace.rules:
            numbers = (min(trace.rules, key=lambda rule: self._distance(table, rule)).rule,)
            words = Words("没有规则适用，最接近的是第 {} 条", "no rule applies; rule {} is nearest")
        else:
            return (), Words("没有规则适用", "no rule applies")
        zh, en = "、".join(map(str, numbers)), ", ".join(map(str, numbers))
        return numbers, Words(words.zh.format(zh), words.en.format(en))

    def _distance(self, table: Table, rule: RuleTrace) -> tuple[int, int]:
        """Return how many cells of a rule fail, and how many are open."""
        truths = [truth for *_, truth in self._cells(table, rule.rule)]
        known = [truth for truth in truths if type(truth) is not Missing]
        return sum(truth is not True for truth in known), len(truths) - len(known)

    def _cells(self, table: Table, number: int) -> Iterator[tuple[Node, UnaryTests, Value, Value]]:
        """Yield the cells of a rule that ask something: input, tests, value, and if it passes."""
        tests = table.structure.rules[number - 1].tests
        for column, value, truth in table.cells(number, self.view):
            tree = tests[column].tree
            if isinstance(tree, UnaryTests):
                yield table.structure.inputs[column].tree, tree, value, truth

    def _rule(self, compiled: CompiledName, table: Table, number: int, clause: str) -> Part:
        rule = compiled.source.rules[number - 1]  # type: ignore[union-attr]
        own = compiled.document.clause_key(rule.clause) if rule.clause else clause
        cells, truths = [], []
        for node, tests, value, truth in self._cells(table, number):
            text = f"{print_tree(node)} in ({print_tree(tests)})"
            cells.append(made_part(text, truth, own, self._meets(node, tests, value, truth)))
            truths.append(truth)
        text = f"{' | '.join(c.text for c in rule.when)} → {' | '.join(c.text for c in rule.then)}"
        words = _rule_words(number, truths, rule.note)
        return made_part(text, conjunction(truths), own, words, cells)

    def _meets(self, node: Node, tests: UnaryTests, value: Value, truth: Value) -> Words:
        return _verdict(self.wording.is_now(node, value), self.wording.asked(tests), truth)


def _told(wording: Wording, trace: Trace, values: Mapping[Span, Value]) -> Words:
    """Return the sentence of one part, by what kind of part it is."""
    node = trace.node
    match node:
        case Comparison(left=left) | Between(value=left) | In(value=left):
            now = wording.is_now(left, values[left.span]) if left.span in values else None
            now = now or Words(print_tree(left), print_tree(left))
            return _verdict(now, _asked(wording, node), trace.value)
        case And():
            return _chosen(trace.value, _ALL, Words("各项都满足", "All of it holds"))
        case Or():
            return _chosen(trace.value, _NONE_OF, Words("至少一项满足", "At least one holds"))
        case Invocation(function=Name(name="not")):
            return _chosen(
                trace.value, _EXCLUDED, Words("排除的情形不成立", "The exclusion is met")
            )
        case Quantified():
            return _quantified(node, trace.value)
        case If():
            taken = node.then if values.get(node.condition.span) is True else node.otherwise
            text = print_tree(taken)
            return Words(f"按条件取“{text}”", f"By the condition, “{text}” counts")
        case Name() | Path():
            return wording.is_now(node, trace.value)
    now = wording.value(trace.value)
    if type(trace.value) is not Missing and trace.text == to_feel_literal(trace.value):
        return now
    return Words(f"“{trace.text}”的结果为{spaced(now.zh)}", f"“{trace.text}” gives {now.en}")


_INNER_QUOTES = str.maketrans("“”", "‘’")
_ALL = Words("有一项不满足", "Part of it does not hold")
_NONE_OF = Words("没有一项满足", "None of it holds")
_EXCLUDED = Words("排除的情形成立", "The excluded case is present")
_NOT_EXCLUDED = Words("排除的情形不成立", "The excluded case is not present")
_OPEN = Words("尚不能判断", "That is open")


def _chosen(value: Value, false: Words, true: Words) -> Words:
    if type(value) is Missing:
        return _OPEN
    return true if value is True else false


def _asked(wording: Wording, node: Node) -> Words:
    """Return what a comparison, a between or an in asks."""
    match node:
        case Comparison(operator="!=", right=Null()):
            return wording.asked(UnaryTests((Null(),)), wanted=False)
        case Comparison(operator="=", right=right):
            return wording.asked(UnaryTests((right,)))
        case Comparison():
            return wording.asked(UnaryTests((UnaryComparison(node.operator, node.right),)))
        case Between():
            return wording.asked(UnaryTests((RangeLiteral(node.low, node.high, True, True),)))
        case In():
            return wording.asked(UnaryTests(node.tests))
    raise TypeError(f"no test: {node!r}")


def _verdict(now: Words, asked: Words, truth: Value) -> Words:
    zh, en = (text.translate(_INNER_QUOTES) for text in asked)
    if type(truth) is Missing:
        return Words(f"{now.zh}，尚不能判断是否“{zh}”", f"{now.en}; whether it is “{en}” is open")
    if truth is True:
        return Words(f"{now.zh}，满足“{zh}”", f"{now.en}, which meets “{en}”")
    return Words(f"{now.zh}，不满足“{zh}”", f"{now.en}, which does not meet “{en}”")


def _quantified(node: Quantified, value: Value) -> Words:
    text = print_tree(node.condition)
    if type(value) is Missing:
        return Words(f"尚不能判断是否满足“{text}”", f"Whether “{text}” holds is open")
    some = Words(f"至少有一项满足“{text}”", f"At least one meets “{text}”")
    every = Words(f"每一项都满足“{text}”", f"Every one meets “{text}”")
    none = Words(f"没有一项满足“{text}”", f"None meets “{text}”")
    not_every = Words(f"有一项不满足“{text}”", f"Not every one meets “{text}”")
    if node.quantifier == "some":
        return some if value is True else none
    return every if value is True else not_every


def _rule_words(number: int, truths: Sequence[Value], note: Words | None) -> Words:
    failed = sum(truth is not True and type(truth) is not Missing for truth in truths)
    if failed:
        words = Words(f"第 {number} 条规则差 {failed} 项", f"Rule {number} fails by {failed}")
    elif all(truth is True for truth in truths):
        words = Words(f"第 {number} 条规则适用", f"Rule {number} applies")
    else:
        words = Words(f"第 {number} 条规则可能适用", f"Rule {number} may apply")
    return words if note is None else Words(f"{words.zh}：{note.zh}", f"{words.en}: {note.en}")


def _with_cause(words: Words, cause: Cause) -> Words:
    zh, en = cause.message("zh").rstrip("。"), cause.message("en").rstrip(".")
    return Words(f"{words.zh}（{zh}）", f"{words.en} ({en})")
