"""What is proved of the decision tables of a pack, in words: for the check and for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from huizhi.feel import Value
from huizhi.feel.syntax.tree import Name, Node, Path
from huizhi.feel.tables.proof.grid import Example, Where
from huizhi.feel.tables.proof.proving import (
    DeadRule,
    Gap,
    Overlap,
    Proof,
    SuperfluousRule,
    UnreadColumn,
    prove,
)
from huizhi.feel.values.texts import feel_string
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.findings import Finding, Place, Severity
from huizhi.rules.packs.compiling import CompiledPack
from huizhi.rules.packs.model import Document, PolicyTable
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

OVERLAPS = 20
"""So many forbidden overlaps of a table are told one by one."""
_COLLECTING = ("C", "R", "O", "C#")
_WORDS_OF_VALUES = {None: Words("无", "none"), True: Words("是", "yes"), False: Words("否", "no")}


@dataclass(frozen=True, slots=True)
class Told:
    """A fault of a table. The words do not name the table."""

    place: Place
    severity: Severity
    code: str
    words: Words


@dataclass(frozen=True)
class TableProof:
    """The proof of a table, as it is compiled for one kind of subject and one day."""

    document: Document
    table: PolicyTable
    proof: Proof

    @property
    def faults(self) -> tuple[Told, ...]:
        """What the author should look at, with an example of each."""
        return tuple(_faults(self.table, self.proof))

    @property
    def summary(self) -> tuple[Words, ...]:
        """Whether every value meets a rule, and only one."""
        return _completeness(self.table, self.proof), _disjointness(self.table, self.proof)

    def is_of(self, file: str, english: str) -> bool:
        """Say whether it is of the table with this English name in this file of the pack."""
        return (self.document.file, self.table.english) == (file, english)

    def findings(self) -> Iterator[Finding]:
        """Yield the faults as the check tells them."""
        name = self.table.title
        for told in self.faults:
            words = Words(f"“{name.zh}”：{told.words.zh}", f'"{name.en}": {told.words.en}')
            yield Finding(told.place, told.severity, told.code, words)


def prove_tables(compiled: CompiledPack, catalogue: Catalogue) -> Iterator[TableProof]:
    """Yield the proofs of all tables; `catalogue` has the facts of the pack."""
    for kind, document, source, table in compiled.tables():
        whole = frozenset(
            column
            for column, clause in enumerate(table.structure.inputs)
            if _is_whole(clause.tree, kind, catalogue)
        )
        yield TableProof(document, source, prove(table.structure, whole))


def _is_whole(node: Node, kind: SubjectKind | None, catalogue: Catalogue) -> bool:
    """Tell whether an expression is a fact that the catalogue declares a whole number."""
    if isinstance(node, Path) and isinstance(node.source, Name) and kind is not None:
        other = catalogue.fact(kind, node.source.name)
        return _is_whole(Name(node.member), other.type.kind if other else None, catalogue)
    if not isinstance(node, Name) or kind is None:
        return False
    fact = catalogue.fact(kind, node.name)
    return fact is not None and fact.type.name == "integer"


# --- faults -------------------------------------------------------------------------------------


def _faults(table: PolicyTable, proof: Proof) -> Iterator[Told]:
    has_result = table.hit_policy in _COLLECTING or any(output.default for output in table.outputs)
    if not has_result:
        yield from (_gap(table, gap) for gap in proof.gaps)
        if proof.more_gaps:
            yield _notice(
                table.place,
                "table-gaps-more",
                "还有其他取值没有规则；补上以上各处后再检查一次。",
                "There are further gaps; fill these and check again.",
            )
    yield from _overlaps(table, proof.overlaps)
    yield from (_dead(table, dead) for dead in proof.dead)
    yield from (_superfluous(table, found) for found in proof.superfluous)
    yield from (_unread(table, column) for column in proof.unread)
    if proof.too_large:
        yield _notice(
            table.place,
            "table-too-large",
            "规则太多、取值太细，空缺和多余的规则没有查尽；拆成几张表就能查尽。",
            "It is too large to find all gaps and superfluous rules; as several tables it is not.",
        )


def _notice(place: Place, code: str, zh: str, en: str) -> Told:
    return Told(place, "notice", code, Words(zh, en))


def _gap(table: PolicyTable, gap: Gap) -> Told:
    where, case = _where(table, gap.where), _case(table, gap.example)
    return _notice(
        table.place,
        "table-gap",
        f"{where.zh} 没有规则（如 {case.zh}）。",
        f"No rule for {where.en} (such as {case.en}).",
    )


def _overlaps(table: PolicyTable, overlaps: Sequence[Overlap]) -> Iterator[Told]:
    forbidden = [overlap for overlap in overlaps if _is_forbidden(table, overlap)]
    yield from (_overlap(table, overlap) for overlap in forbidden[:OVERLAPS])
    more = len(forbidden) - OVERLAPS
    if more > 0:
        yield _notice(
            table.place,
            "rules-overlap-more",
            f"还有 {more} 对规则这样重叠。",
            f"As many pairs of rules overlap in this way besides: {more}.",
        )


def _is_forbidden(table: PolicyTable, overlap: Overlap) -> bool:
    return table.hit_policy == "U" or (table.hit_policy == "A" and overlap.agree is not True)


def _overlap(table: PolicyTable, overlap: Overlap) -> Told:
    one, other = overlap.rules
    case = _case(table, overlap.example)
    zh, en = f"规则 {one} 和规则 {other} 同时符合", f"Rules {one} and {other} both match"
    place = table.rules[other - 1].place
    if table.hit_policy == "U":
        words = Words(
            f"{zh}：{case.zh}。命中策略 U 只允许一条规则符合，请收窄其中一条。",
            f"{en}: {case.en}. Hit policy U allows one match; narrow one of them.",
        )
        return Told(place, "error", "rules-overlap", words)
    if overlap.agree is None:
        return _notice(
            place,
            "rules-may-disagree",
            f"{zh}：{case.zh}。结果要看事实，可能不同；命中策略 A 要求结果相同。",
            f"{en}: {case.en}. Their results depend on facts; hit policy A wants the same result.",
        )
    words = Words(
        f"{zh}而结果不同：{case.zh}。命中策略 A 要求结果相同。",
        f"{en} with different results: {case.en}. Hit policy A wants the same result.",
    )
    return Told(place, "error", "rules-disagree", words)


def _dead(table: PolicyTable, dead: DeadRule) -> Told:
    rule = table.rules[dead.rule - 1]
    if dead.column is not None:
        cell, label = rule.when[dead.column], table.inputs[dead.column].label
        return _notice(
            cell.place,
            "rule-never-met",
            f"规则 {dead.rule} 永远不符合：没有值满足“{label.zh}”的条件 {cell.text}。",
            f'Rule {dead.rule} never matches: no value of "{label.en}" meets {cell.text}.',
        )
    case, by = _case(table, dead.example), _rules(dead.by)
    return _notice(
        rule.place,
        "rule-never-decides",
        f"规则 {dead.rule} 轮不到：凡符合它的，都由{by.zh}决定（如 {case.zh}）。",
        f"Rule {dead.rule} never decides: what meets it is decided by {by.en} (such as {case.en}).",
    )


def _superfluous(table: PolicyTable, found: SuperfluousRule) -> Told:
    case = _case(table, found.example)
    return _notice(
        table.rules[found.rule - 1].place,
        "rule-superfluous",
        f"规则 {found.rule} 是多余的：去掉它结果也一样（如 {case.zh}，由规则 {found.by} 决定）。",
        f"Rule {found.rule} is superfluous: without it every result is the same "
        f"(such as {case.en}, by rule {found.by}).",
    )


def _unread(table: PolicyTable, column: UnreadColumn) -> Told:
    label, rules = table.inputs[column.column].label, _rules(column.rules)
    return _notice(
        table.inputs[column.column].feel.place,
        "column-not-proved",
        f"“{label.zh}”一栏推理不了：{rules.zh}的条件不只是与常量比较。与此有关的空缺和重叠没有查。",
        f'Column "{label.en}" is beyond proof: the tests of {rules.en} do more than compare with '
        "constants. Gaps and overlaps that hang on them are not told.",
    )


# --- summary ------------------------------------------------------------------------------------


def _completeness(table: PolicyTable, proof: Proof) -> Words:
    if proof.complete:
        return Words(
            "完整：各栏都有值时，总有规则符合。",
            "Complete: where every column has a value, a rule matches.",
        )
    if proof.complete is None:
        return Words("是否完整，证明不了。", "Whether it is complete cannot be proved.")
    case = _case(table, proof.gaps[0].example)
    if table.hit_policy in _COLLECTING:
        return Words(
            f"有的取值没有规则，结果为空（如 {case.zh}）。",
            f"Some values meet no rule and give nothing (such as {case.en}).",
        )
    if any(output.default for output in table.outputs):
        return Words(
            f"没有规则的取值用默认结果（如 {case.zh}）。",
            f"Values that meet no rule get the default (such as {case.en}).",
        )
    return Words("不完整：有的取值没有规则。", "Not complete: some values meet no rule.")


def _disjointness(table: PolicyTable, proof: Proof) -> Words:
    if proof.disjoint:
        return Words("互不重叠：没有取值同时符合两条规则。", "Disjoint: no value meets two rules.")
    if proof.disjoint is None:
        return Words("是否重叠，证明不了。", "Whether rules overlap cannot be proved.")
    first = proof.overlaps[0]
    case, pairs = _case(table, first.example), len(proof.overlaps)
    one, other = first.rules
    zh = f"{pairs} 对规则重叠（如 {case.zh} 同时符合规则 {one} 和规则 {other}）"
    en = "One pair of rules overlaps" if pairs == 1 else f"{pairs} pairs of rules overlap"
    en += f" (such as {case.en}: rules {one} and {other})"
    match table.hit_policy:
        case "F":
            return Words(f"{zh}；取排在前面的规则。", f"{en}; the first one counts.")
        case "P":
            return Words(f"{zh}；取优先的结果。", f"{en}; the result of highest priority counts.")
        case "U" | "A":
            return Words(f"{zh}。", f"{en}.")
    return Words(f"{zh}；都算。", f"{en}; all of them count.")


# --- parts of sentences -------------------------------------------------------------------------


def _case(table: PolicyTable, example: Example) -> Words:
    """Return an example as `年龄 = 40，学历 = 硕士`."""
    parts = []
    for column, value in example:
        label, shown = table.inputs[column].label, _shown(value)
        parts.append(Words(f"{label.zh} = {shown.zh}", f"{label.en} = {shown.en}"))
    return _joined(parts, "，", ", ")


def _where(table: PolicyTable, where: Where) -> Words:
    labels = [(table.inputs[column].label, tests) for column, tests in where]
    return _joined([Words(f"{x.zh} {tests}", f"{x.en} {tests}") for x, tests in labels], "；", "; ")


def _joined(parts: Sequence[Words], zh: str, en: str) -> Words:
    if not parts:
        return Words("任何取值", "any value")
    return Words(zh.join(part.zh for part in parts), en.join(part.en for part in parts))


def _shown(value: Value) -> Words:
    if value is None or isinstance(value, bool):
        return _WORDS_OF_VALUES[value]
    return Words(feel_string(value), feel_string(value))


def _rules(rules: Iterable[int]) -> Words:
    numbers = [str(rule) for rule in rules]
    word = "rule" if len(numbers) == 1 else "rules"
    return Words(f"规则 {'、'.join(numbers)} ", f"{word} {', '.join(numbers)}")
