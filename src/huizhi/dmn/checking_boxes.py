"""What is wrong in the texts of boxed expressions, before anything is evaluated.

The standard has null for all of it. So a finding forbids nothing; it says what will never be there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import (
    Conditional,
    Context,
    DecisionTable,
    Expression,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    Listing,
    LiteralExpression,
    Relation,
    Variable,
)
from huizhi.dmn.surroundings import Surroundings, builtin_call
from huizhi.dmn.tables import definition_of
from huizhi.dmn.types import Types
from huizhi.feel import (
    ANY,
    BOOLEAN,
    ContextType,
    Diagnostic,
    FeelError,
    FeelType,
    FunctionType,
    ListType,
    Place,
    RangeType,
    Scope,
    Span,
    TableError,
    compile_expression,
    compile_table,
)
from huizhi.feel.semantics.conformance import common, conforms, is_boolean, is_open, single
from huizhi.feel.semantics.references import STANDARD_TYPES
from huizhi.feel.semantics.suggestions import suggest


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding. `place` are the names of elements, as `补贴/decisionTable/rule[2]/inputEntry[1]`.

    The span of a diagnostic counts in `text`, which is empty where no text of FEEL is meant.
    """

    place: str
    text: str
    found: Diagnostic | DmnError

    @property
    def code(self) -> str:
        """The code of the message."""
        return self.found.code

    @property
    def is_error(self) -> bool:
        """Whether something cannot have a value, rather than being read otherwise than written."""
        return isinstance(self.found, DmnError) or self.found.severity == "error"

    def message(self, language: Literal["zh", "en"] = "zh") -> str:
        """Return what is wrong, as a sentence."""
        return self.found.message(language)


class BoxChecker:
    """Goes through boxed expressions and writes down what it finds. Surroundings are strict ones.

    Every method returns the type of its expression, as far as it is known.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def box(self, node: Expression | None, around: Surroundings, place: str) -> FeelType:
        """Check an expression and the type that it states."""
        if node is None:
            return ANY
        place = f"{place}/{_name(node)}"
        kind = _CHECKS[type(node)](self, node, around, place)
        return self.stated(kind, node.type_ref, around.types, place, text=_text(node))

    def stated(
        self, kind: FeelType, type_ref: str, types: Types, place: str, *, text: str = ""
    ) -> FeelType:
        """Check a type against the one that is stated for it; return the narrower of the two."""
        self.type_ref(type_ref, types, place)
        wanted = types.find(type_ref).feel
        if wanted == ANY:
            return kind
        if not _fits(kind, wanted):
            told = {"wanted_type": str(wanted), "found_type": str(kind)}
            self._add(place, "wrong-result", told, text)
        return wanted

    def type_ref(self, name: str, types: Types, place: str) -> None:
        """Check that a type is declared."""
        if types.knows(name):
            return
        near = suggest(name, (*types.all_types(), *STANDARD_TYPES))
        if near is None:
            self._add(place, "unknown-type", {"name": name})
        else:
            self._add(place, "unknown-type-suggest", {"name": name, "suggestion": near})

    def tell(self, place: str, code: str, **parameters: str) -> None:
        """Write down what is wrong with an element."""
        self.problems.append(Problem(place, "", DmnError(code, **parameters)))

    def read(self, text: str, error: FeelError, place: str) -> None:
        """Write down what is wrong with a text."""
        self.problems += [Problem(place, text, found) for found in error.diagnostics]

    def _add(self, place: str, code: str, told: Mapping[str, str], text: str = "") -> None:
        self.problems.append(Problem(place, text, Diagnostic(code, Span(0, len(text)), told)))

    # --- boxes ------------------------------------------------------------------------------

    def literal(self, node: LiteralExpression, around: Surroundings, place: str) -> FeelType:
        """Check a text of FEEL."""
        if not node.text:
            return ANY
        try:
            compiled = compile_expression(node.text, around.scope)
        except FeelError as error:
            self.read(node.text, error, place)
            return ANY
        self.problems += [Problem(place, node.text, found) for found in compiled.warnings]
        return compiled.type

    def context(self, node: Context, around: Surroundings, place: str) -> FeelType:
        """Check each entry among those before it."""
        members: list[tuple[str, FeelType]] = []
        for number, entry in enumerate(node.entries, start=1):
            at = f"{place}/contextEntry[{number}]"
            kind = self.box(entry.expression, around, at)
            if entry.variable is None:
                return kind
            kind = self.stated(kind, entry.variable.type_ref, around.types, at)
            members.append((entry.variable.name, kind))
            around = _naming(around, members[-1])
        return ContextType(tuple(members))

    def invocation(self, node: Invocation, around: Surroundings, place: str) -> FeelType:
        """Check the arguments against the parameters, where they are known."""
        text = builtin_call(node, around.scope)
        if text is not None:
            kinds = {
                f"_{number}": self.box(binding.expression, around, f"{place}/binding[{number}]")
                for number, binding in enumerate(node.bindings, start=1)
            }
            call = LiteralExpression(text=text)
            return self.literal(call, Surroundings(Scope(kinds), around.types), place)
        called = self.box(node.function, around, place)
        name = _text(node.function)
        function = called if isinstance(called, FunctionType) else FunctionType()
        if not is_open(called) and called is not function:
            told = {"name": name, "found_type": str(called)}
            self._add(place, "not-a-function", told)
        parameters = dict(function.parameters)
        for number, binding in enumerate(node.bindings, start=1):
            at, argument = f"{place}/binding[{number}]", binding.parameter.name
            kind = self.box(binding.expression, around, at)
            wanted = parameters.get(argument, ANY)
            if parameters and argument not in parameters:
                self._unknown_argument(at, argument, name, parameters)
            elif not _fits(kind, wanted):
                told = {"wanted_type": str(wanted), "found_type": str(kind)}
                self._add(at, "wrong-argument", {"name": name, "argument": argument, **told})
        return function.result

    def _unknown_argument(
        self, place: str, name: str, function: str, parameters: dict[str, FeelType]
    ) -> None:
        near = suggest(name, parameters)
        told = {"name": name, "function": function}
        if near is None:
            self._add(place, "unknown-argument", told)
        else:
            self._add(place, "unknown-argument-suggest", {**told, "suggestion": near})

    def function(self, node: FunctionDefinition, around: Surroundings, place: str) -> FeelType:
        """Check a body among its parameters."""
        parameters = self._variables(node.parameters, around, f"{place}/formalParameter")
        if node.kind != "FEEL":
            self._add(place, "external-function", {})
            return FunctionType(parameters)
        return FunctionType(parameters, self.box(node.body, _naming(around, *parameters), place))

    def _variables(
        self, variables: tuple[Variable, ...], around: Surroundings, place: str
    ) -> tuple[tuple[str, FeelType], ...]:
        for number, variable in enumerate(variables, start=1):
            self.type_ref(variable.type_ref, around.types, f"{place}[{number}]")
        return around.types.parameters(variables)

    def listing(self, node: Listing, around: Surroundings, place: str) -> FeelType:
        """Check each element."""
        return ListType(common(self.box(item, around, place) for item in node.items))

    def relation(self, node: Relation, around: Surroundings, place: str) -> FeelType:
        """Check each cell against the type of its column."""
        columns = self._variables(node.columns, around, f"{place}/column")
        for number, row in enumerate(node.rows, start=1):
            for column, cell in zip(node.columns, row, strict=False):
                at = f"{place}/row[{number}]"
                self.stated(self.box(cell, around, at), column.type_ref, around.types, at)
        return ListType(ContextType(columns))

    def conditional(self, node: Conditional, around: Surroundings, place: str) -> FeelType:
        """Check the condition and both results."""
        self._condition(node.condition, around, f"{place}/if")
        then = self.box(node.then, around, f"{place}/then")
        return common((then, self.box(node.otherwise, around, f"{place}/else")))

    def _condition(self, node: Expression, around: Surroundings, place: str) -> None:
        kind = self.box(node, around, place)
        if not is_boolean(kind):
            self._add(place, "condition-not-boolean", {"found_type": str(kind)}, _text(node))

    def filter(self, node: Filter, around: Surroundings, place: str) -> FeelType:
        """Check the condition for an element of the source."""
        element = single(self.box(node.source, around, f"{place}/in"))
        members = element.members if isinstance(element, ContextType) else ()
        is_unknown = element.open if isinstance(element, ContextType) else is_open(element)
        scope = around.scope.inner({"item": element, **dict(members)}, open=is_unknown)
        self._condition(node.match, Surroundings(scope, around.types), f"{place}/match")
        return ListType(element)

    def iteration(self, node: Iteration, around: Surroundings, place: str) -> FeelType:
        """Check the body for an element of the domain."""
        domain = self.box(node.domain, around, f"{place}/in")
        element = domain.element if isinstance(domain, RangeType) else single(domain)
        inner = _naming(around, (node.variable, element), ("partial", ListType()))
        if node.kind == "for":
            return ListType(self.box(node.body, inner, f"{place}/return"))
        self._condition(node.body, inner, f"{place}/satisfies")
        return BOOLEAN

    def table(self, node: DecisionTable, around: Surroundings, place: str) -> FeelType:
        """Check every cell."""
        types = [(f"input[{n}]", one.type_ref) for n, one in enumerate(node.inputs, start=1)]
        types += [(f"output[{n}]", one.type_ref) for n, one in enumerate(node.outputs, start=1)]
        for part, type_ref in types:
            self.type_ref(type_ref, around.types, f"{place}/{part}")
        plain = definition_of(node, around)
        definition = replace(
            plain,
            inputs=tuple(
                replace(one, type=_known(clause.type_ref, around.types))
                for one, clause in zip(plain.inputs, node.inputs, strict=True)
            ),
            outputs=tuple(
                replace(one, type=_known(clause.type_ref, around.types))
                for one, clause in zip(plain.outputs, node.outputs, strict=True)
            ),
        )
        kind: FeelType = ANY
        try:
            table = compile_table(definition, around.scope)
            found, kind = table.warnings, table.output_type
        except TableError as error:
            found = error.findings
        self.problems += [
            Problem(f"{place}/{_cell(one.place)}", one.text, one.diagnostic) for one in found
        ]
        return kind


def _fits(kind: FeelType, wanted: FeelType) -> bool:
    """Tell whether a value may come out as wanted; a list may hold a single one."""
    return conforms(kind, wanted) or conforms(single(kind), wanted)


def _known(type_ref: str, types: Types) -> FeelType | None:
    kind = types.find(type_ref).feel
    return None if kind == ANY else kind


def _naming(around: Surroundings, *names: tuple[str, FeelType]) -> Surroundings:
    return Surroundings(around.scope.inner(dict(names)), around.types)


def _text(node: Expression) -> str:
    return node.text if isinstance(node, LiteralExpression) else ""


def _name(node: Expression) -> str:
    return node.kind if isinstance(node, Iteration) else _NAMES[type(node)]


def _cell(place: Place) -> str:
    """Return the elements in which a cell stands."""
    outer, inner = _CELLS[place.part]
    rule = "" if place.rule is None else f"rule[{place.rule}]/"
    return f"{rule}{outer}[{place.column + 1}]{inner}"


_CELLS: Final = {
    "input": ("input", "/inputExpression"),
    "allowed": ("input", "/inputValues"),
    "output": ("output", ""),
    "values": ("output", "/outputValues"),
    "default": ("output", "/defaultOutputEntry"),
    "test": ("inputEntry", ""),
    "result": ("outputEntry", ""),
}
_NAMES: Final[dict[type[Expression], str]] = {
    LiteralExpression: "literalExpression",
    Context: "context",
    Invocation: "invocation",
    FunctionDefinition: "functionDefinition",
    Listing: "list",
    Relation: "relation",
    Conditional: "conditional",
    Filter: "filter",
    DecisionTable: "decisionTable",
}
_CHECKS: Final[dict[type[Expression], Callable[[BoxChecker, Any, Surroundings, str], FeelType]]] = {
    LiteralExpression: BoxChecker.literal,
    Context: BoxChecker.context,
    Invocation: BoxChecker.invocation,
    FunctionDefinition: BoxChecker.function,
    Listing: BoxChecker.listing,
    Relation: BoxChecker.relation,
    Conditional: BoxChecker.conditional,
    Filter: BoxChecker.filter,
    Iteration: BoxChecker.iteration,
    DecisionTable: BoxChecker.table,
}
