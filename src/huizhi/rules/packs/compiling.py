"""The texts of a pack compiled for one day: what the evaluator runs and the checker complains of.

Definitions and tables declare their types, so every text is compiled once, in a scope of facts
and declared names. Names are compiled for those kinds of subject whose benefits reach them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from huizhi.feel import (
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    ContextType,
    Diagnostic,
    Expression,
    FeelError,
    FeelType,
    InputDefinition,
    ListType,
    OutputDefinition,
    RuleDefinition,
    Scope,
    StringType,
    Table,
    TableDefinition,
    TableError,
    compile_expression,
    compile_table,
)
from huizhi.feel.syntax.parser import parse_expression
from huizhi.feel.syntax.tree import String
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.findings import Finding, Place
from huizhi.rules.packs.model import (
    Benefit,
    Cap,
    Condition,
    Definition,
    Document,
    FeelText,
    Group,
    Pack,
    PolicyTable,
    StackingRule,
)
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

_SIMPLE: dict[str, FeelType] = {
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
}


@dataclass(frozen=True, slots=True)
class CompiledName:
    """A definition or table of a document, ready to run.

    `outputs` are the results of a table of one output by rule, and `default` its default: what
    the table may still give while facts are missing is made of them.
    """

    document: Document
    source: Definition | PolicyTable
    run: Expression | Table
    outputs: tuple[Expression, ...] = ()
    default: Expression | None = None

    @property
    def name(self) -> str:
        """The name that texts use."""
        return self.source.name


@dataclass(frozen=True, slots=True)
class CompiledBenefit:
    """A benefit with its texts compiled; `clause` is `document#clause`, which grants it."""

    document: Document
    benefit: Benefit
    clause: str
    conditions: tuple[tuple[Condition, Expression], ...]
    start: Expression | None
    amount: Expression
    not_evaluated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledCap:
    """A cap with its limit compiled; members in the order in which they use it up."""

    cap: Cap
    limit: Expression
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledGroup:
    """A group with its members in the order in which they prevail."""

    group: Group
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledKind:
    """All that one kind of subject needs on one day."""

    kind: SubjectKind
    benefits: tuple[CompiledBenefit, ...]
    names: Mapping[str, CompiledName]
    groups: tuple[CompiledGroup, ...]
    caps: tuple[CompiledCap, ...]

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression, those inside tables excepted."""
        for benefit in self.benefits:
            yield from (expression for _, expression in benefit.conditions)
            yield benefit.amount
            if benefit.start is not None:
                yield benefit.start
        yield from (cap.limit for cap in self.caps)
        yield from (name.run for name in self.names.values() if isinstance(name.run, Expression))


@dataclass(frozen=True, slots=True)
class CompiledPack:
    """The benefits of one day by kind of subject, and what was found on the way.

    `unreached` are the names that no benefit uses, by the kind they were compiled for.
    """

    kinds: Mapping[SubjectKind, CompiledKind]
    unreached: tuple[tuple[SubjectKind, CompiledName], ...]
    findings: tuple[Finding, ...]

    def tables(self) -> Iterator[tuple[SubjectKind, Document, PolicyTable, Table]]:
        """Yield every table that compiled, once for each kind of subject it is compiled for."""
        reached = (
            (kind, name) for kind, plan in self.kinds.items() for name in plan.names.values()
        )
        for kind, name in (*reached, *self.unreached):
            if isinstance(name.source, PolicyTable) and isinstance(name.run, Table):
                yield kind, name.document, name.source, name.run


def compile_pack(pack: Pack, catalogue: Catalogue, on: dt.date) -> CompiledPack:
    """Compile what is in force on a day. Raises nothing: see `findings`."""
    return _Compiler(pack, catalogue, on).compile()


class _Compiler:
    """One compilation; collects findings."""

    def __init__(self, pack: Pack, catalogue: Catalogue, on: dt.date) -> None:
        self.pack = pack
        self.catalogue = pack.catalogue(catalogue)
        self.documents = pack.in_force(on)
        self.findings: list[Finding] = []
        self.reached: set[str] = set()
        self.sources: dict[str, tuple[Document, Definition | PolicyTable]] = {
            source.name: (document, source)
            for document in self.documents
            for source in document.sources
        }

    def compile(self) -> CompiledPack:
        """Compile every kind that has benefits, then check names that no benefit reaches."""
        benefits = [(d, b) for d in self.documents for b in d.benefits]
        kinds = {
            kind: self._kind(kind, [(d, b) for d, b in benefits if b.subject is kind])
            for kind in dict.fromkeys(benefit.subject for _, benefit in benefits)
        }
        unreached: list[tuple[SubjectKind, CompiledName]] = []
        for name, (_, source) in self.sources.items():
            if name not in self.reached:
                kind = source.subject or SubjectKind.PERSON
                compiled = self._names([name], self._scope(kind), kind)
                unreached += ((kind, found) for found in compiled.values())
        unique = dict.fromkeys(self.findings)
        return CompiledPack(kinds, tuple(unreached), tuple(unique))

    def _scope(self, kind: SubjectKind) -> Scope:
        own = {
            name: type_of(source)
            for name, (_, source) in self.sources.items()
            if source.subject in (None, kind)
        }
        return self.catalogue.scope(kind).inner(own)

    def _kind(self, kind: SubjectKind, benefits: list[tuple[Document, Benefit]]) -> CompiledKind:
        scope = self._scope(kind)
        ordered = sorted(benefits, key=lambda pair: _priority(pair[1]))
        order = [benefit.id for _, benefit in ordered]
        caps = [
            self._cap(cap, scope, [id for id in order if id in cap.benefits])
            for cap in self.pack.caps
            if cap.is_evaluated and any(id in cap.benefits for id in order)
        ]
        compiled = [self._benefit(d, b, scope) for d, b in benefits]
        kept = tuple(benefit for benefit in compiled if benefit is not None)
        limits = tuple(cap for cap in caps if cap is not None)
        found: set[str] = set()
        for benefit in kept:
            for _, expression in benefit.conditions:
                found |= expression.names
            found |= benefit.amount.names
            found |= benefit.start.names if benefit.start else frozenset()
        for limit in limits:
            found |= limit.limit.names
        groups = tuple(
            CompiledGroup(group, tuple(self._members(group, ordered)))
            for group in self.pack.groups
            if any(benefit.group == group.id for _, benefit in benefits)
        )
        return CompiledKind(kind, kept, self._names(found, scope, kind), groups, limits)

    def _members(self, group: Group, ordered: list[tuple[Document, Benefit]]) -> Iterator[str]:
        """Yield members in the order in which they prevail: ties of the highest by the file."""
        if group.rule is StackingRule.HIGHEST_ONLY:
            ordered = [(document, b) for document in self.documents for b in document.benefits]
        yield from (b.id for _, b in ordered if b.group == group.id)

    def _names(
        self, wanted: Iterable[str], scope: Scope, kind: SubjectKind
    ) -> dict[str, CompiledName]:
        """Compile the names wanted and those that they use in turn; a cycle is a finding."""
        done: dict[str, CompiledName] = {}
        stack: list[str] = []

        def visit(name: str) -> None:
            if name not in self.sources or name in done:
                return
            document, source = self.sources[name]
            if source.subject not in (None, kind):
                return
            if name in stack:
                self._cycle(source, [*stack[stack.index(name) :], name])
                return
            self.reached.add(name)
            compiled = self._name(document, source, scope)
            if compiled is None:
                return
            stack.append(name)
            for inner in sorted(compiled.run.names):
                visit(inner)
            stack.pop()
            done[name] = compiled

        for name in sorted(wanted):
            visit(name)
        return done

    def _cycle(self, source: Definition | PolicyTable, names: list[str]) -> None:
        path = " → ".join(names)
        self.findings.append(
            Finding(
                source.place,
                "error",
                "cycle",
                Words(f"定义互相引用成环：{path}。", f"Definitions refer to one another: {path}."),
            )
        )

    def _name(
        self, document: Document, source: Definition | PolicyTable, scope: Scope
    ) -> CompiledName | None:
        if isinstance(source, Definition):
            run = self._expression(source.feel, scope, type_of(source))
            return None if run is None else CompiledName(document, source, run)
        table = self._table(source, scope)
        if table is None or len(source.outputs) > 1:
            return None if table is None else CompiledName(document, source, table)
        default = source.outputs[0].default
        return CompiledName(
            document,
            source,
            table,
            tuple(compile_expression(rule.then[0].text, scope) for rule in source.rules),
            compile_expression(default.text, scope) if default else None,
        )

    def _expression(self, feel: FeelText, scope: Scope, expected: FeelType) -> Expression | None:
        try:
            expression = compile_expression(feel.text, scope, expected)
        except FeelError as error:
            self.findings += (_in_file(feel, found) for found in error.diagnostics)
            return None
        self.findings += (_in_file(feel, found) for found in expression.warnings)
        return expression

    def _table(self, source: PolicyTable, scope: Scope) -> Table | None:
        crooked = [
            rule
            for rule in source.rules
            if (len(rule.when), len(rule.then)) != (len(source.inputs), len(source.outputs))
        ]
        if crooked:
            self.findings += (_crooked(source, rule.place) for rule in crooked)
            return None
        try:
            table = compile_table(table_definition(source), scope)
        except TableError as error:
            for found in error.findings:
                feel = _cell(source, found.place.part, found.place.rule, found.place.column)
                self.findings.append(
                    _at(source.place, found.diagnostic)
                    if feel is None
                    else _in_file(feel, found.diagnostic)
                )
            return None
        for found in table.warnings:
            feel = _cell(source, found.place.part, found.place.rule, found.place.column)
            if feel is not None:
                self.findings.append(_in_file(feel, found.diagnostic))
        return table

    def _benefit(
        self, document: Document, benefit: Benefit, scope: Scope
    ) -> CompiledBenefit | None:
        conditions = [
            (condition, self._expression(condition.feel, scope, BOOLEAN))
            for condition in benefit.conditions
        ]
        amount = self._expression(benefit.amount, scope, NUMBER)
        start = self._expression(benefit.window.start, scope, DATE) if benefit.window else None
        broken = any(expression is None for _, expression in conditions)
        if broken or amount is None or (benefit.window is not None and start is None):
            return None
        caps = [
            f"cap:{cap.id}"
            for cap in self.pack.caps
            if not cap.is_evaluated and benefit.id in cap.benefits
        ]
        return CompiledBenefit(
            document,
            benefit,
            document.clause_key(benefit.clause),
            tuple((condition, cast(Expression, run)) for condition, run in conditions),
            start,
            amount,
            (*benefit.not_evaluated, *caps),
        )

    def _cap(self, cap: Cap, scope: Scope, members: list[str]) -> CompiledCap | None:
        limit = self._expression(cap.limit, scope, NUMBER)
        return None if limit is None else CompiledCap(cap, limit, tuple(members))


def _priority(benefit: Benefit) -> tuple[bool, int]:
    """Sort by priority; benefits without one come after, in the order of the file."""
    return benefit.priority is None, benefit.priority or 0


def type_of(source: Definition | PolicyTable) -> FeelType:
    """Return the type that a definition or table declares for its result."""
    if isinstance(source, Definition):
        return _declared(source.type)
    if source.hit_policy in ("C+", "C<", "C>", "C#"):
        return NUMBER
    types = tuple(
        (output.name, _type_of_output(source, column))
        for column, output in enumerate(source.outputs)
    )
    row = types[0][1] if len(types) == 1 else ContextType(types)
    return ListType(row) if source.hit_policy in ("C", "R", "O") else row


def _type_of_output(source: PolicyTable, column: int) -> FeelType:
    """Return the declared type of an output; where each result is a text in quotes, these texts."""
    output = source.outputs[column]
    kind = _declared(output.type)
    if kind != STRING:
        return kind
    cells = [rule.then[column] for rule in source.rules if column < len(rule.then)]
    texts = [_quoted(cell) for cell in (*cells, output.default) if cell is not None]
    known = [text for text in texts if text is not None]
    return StringType(tuple(dict.fromkeys(known))) if len(known) == len(texts) else STRING


def _quoted(cell: FeelText) -> str | None:
    """Return the text that a cell holds in quotes, None for any other expression."""
    try:
        tree = parse_expression(cell.text, ()).tree
    except FeelError:
        return None
    return tree.value if isinstance(tree, String) else None


def _declared(text: str) -> FeelType:
    if text.startswith("list<"):
        return ListType(_SIMPLE[text[5:-1]])
    return _SIMPLE[text]


def table_definition(source: PolicyTable) -> TableDefinition:
    """Return a table of a pack as the language takes it; several outputs keep their names."""
    return TableDefinition(
        inputs=tuple(InputDefinition(column.feel.text) for column in source.inputs),
        outputs=tuple(
            OutputDefinition(
                name=output.name if len(source.outputs) > 1 else "",
                type=_declared(output.type),
                values=output.values,
                default=output.default.text if output.default else "",
            )
            for output in source.outputs
        ),
        rules=tuple(
            RuleDefinition(
                tuple(cell.text for cell in rule.when),
                tuple(cell.text for cell in rule.then),
                rule.note.zh if rule.note else "",
            )
            for rule in source.rules
        ),
        hit_policy=source.hit_policy,
    )


def _cell(source: PolicyTable, part: str, rule: int | None, column: int) -> FeelText | None:
    match part:
        case "input" | "allowed":
            return source.inputs[column].feel
        case "default":
            return source.outputs[column].default
        case "test" if rule is not None:
            return source.rules[rule - 1].when[column]
        case "result" if rule is not None:
            return source.rules[rule - 1].then[column]
    return None


def _crooked(source: PolicyTable, place: Place) -> Finding:
    inputs, outputs = len(source.inputs), len(source.outputs)
    return Finding(
        place,
        "error",
        "rule-cells",
        Words(
            f"“{source.name}”的每条规则应有 {inputs} 个条件格、{outputs} 个结果格。",
            f'Each rule of "{source.name}" has {inputs} tests and {outputs} results.',
        ),
    )


def _in_file(feel: FeelText, found: Diagnostic) -> Finding:
    return _at(feel.file.place_in(feel.path, found.span), found)


def _at(place: Place, found: Diagnostic) -> Finding:
    return Finding(
        place, found.severity, found.code, Words(found.message("zh"), found.message("en"))
    )
