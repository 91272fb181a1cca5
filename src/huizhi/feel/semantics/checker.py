"""Types of a tree, and everything that is wrong with them.

What is `Any` or null never gives an error: the checker reports what cannot have a value, not what
might lack one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from huizhi.feel.errors import Diagnostic
from huizhi.feel.semantics.arithmetic import arithmetic_type, negation_type
from huizhi.feel.semantics.calls import check_call, signature_of
from huizhi.feel.semantics.comparisons import check_comparison, check_test, check_values, unwrap
from huizhi.feel.semantics.conformance import (
    common,
    comparable,
    is_boolean,
    is_open,
    ordered,
    single,
)
from huizhi.feel.semantics.findings import Findings
from huizhi.feel.semantics.members import member_type, members_of
from huizhi.feel.semantics.references import STANDARD_TYPES, UnknownTypeError, resolve_type
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.signatures import Signature
from huizhi.feel.semantics.temporal_literals import temporal_type
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    NULL,
    NUMBER,
    STRING,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    StringType,
)
from huizhi.feel.syntax.tree import (
    And,
    Arithmetic,
    AtLiteral,
    Between,
    Boolean,
    Comparison,
    ContextLiteral,
    Filter,
    For,
    FunctionLiteral,
    If,
    In,
    Input,
    InstanceOf,
    Invocation,
    Iteration,
    ListLiteral,
    Name,
    NamedArgument,
    Negation,
    Node,
    Null,
    Number,
    Or,
    Path,
    Quantified,
    RangeLiteral,
    String,
    TypeReference,
    UnaryComparison,
    UnaryTests,
)

# A policy that reads the clock gives another answer tomorrow, and no run of it can be replayed.
CLOCK = frozenset({"now", "today"})


@dataclass(frozen=True, slots=True)
class Checked:
    """The type of a tree and the findings about it, in the order of the text."""

    type: FeelType
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that forbid the use of the text."""
        return tuple(finding for finding in self.diagnostics if finding.severity == "error")


def check_expression(
    tree: Node, text: str, scope: Scope, functions: Mapping[str, Signature]
) -> Checked:
    """Return the type of an expression and everything that is wrong with it.

    `functions` are the builtins by name. Names of the scope hide them.
    """
    checker = Checker(text, functions)
    return checker.result(checker.type_of(tree, scope))


def check_unary_tests(
    tree: UnaryTests,
    text: str,
    scope: Scope,
    input_type: FeelType,
    functions: Mapping[str, Signature],
) -> Checked:
    """Check the cell of a decision table against the type of its column's input."""
    checker = Checker(text, functions)
    checker.check_tests(tree.tests, input_type, scope)
    return checker.result(BOOLEAN)


class Checker:
    """Goes through one tree. Every method returns the type of its node."""

    def __init__(self, text: str, functions: Mapping[str, Signature]) -> None:
        self.findings = Findings(text)
        self._functions = functions
        self._inputs: list[FeelType] = []

    def result(self, kind: FeelType) -> Checked:
        """Return what was found, the first place of the text first."""
        found = sorted(self.findings.diagnostics, key=lambda finding: finding.span.start)
        return Checked(kind, tuple(found))

    def type_of(self, node: Node, scope: Scope) -> FeelType:
        """Return the type of a node, having checked it."""
        return self._BY_NODE[type(node)](self, node, scope)

    def check_tests(self, tests: tuple[Node, ...], value: FeelType, scope: Scope) -> None:
        """Check tests against the type of the value they are applied to."""
        self._inputs.append(value)
        for test in tests:
            inner = test.operand if isinstance(test, UnaryComparison) else test
            check_test(self.findings, test, self.type_of(inner, scope), value)
        self._inputs.pop()

    # --- literals and names ---------------------------------------------------------------

    def _number(self, node: Number, scope: Scope) -> FeelType:
        return NUMBER

    def _string(self, node: String, scope: Scope) -> FeelType:
        return StringType((node.value,))

    def _boolean(self, node: Boolean, scope: Scope) -> FeelType:
        return BOOLEAN

    def _null(self, node: Null, scope: Scope) -> FeelType:
        return NULL

    def _at_literal(self, node: AtLiteral, scope: Scope) -> FeelType:
        kind = temporal_type(node.text)
        if kind is None:
            self.findings.add("bad-temporal", node, found=node.text)
        return kind or ANY

    def _name(self, node: Name, scope: Scope) -> FeelType:
        kind = scope.find(node.name)
        if kind is not None:
            return kind
        if node.name in self._functions:
            return self._functions[node.name].as_type()
        if not scope.may_hold_more():
            self._report_unknown(node, scope)
        return ANY

    def _report_unknown(self, node: Name, scope: Scope) -> None:
        if node.name in CLOCK:
            self.findings.add("clock-refused", node, name=node.name)
        else:
            known = [*scope.all_names(), *self._functions]
            self.findings.add_unknown("unknown-name", node, node.name, known)

    def _input(self, node: Input, scope: Scope) -> FeelType:
        if not self._inputs:
            self.findings.add("input-outside-test", node)
            return ANY
        return self._inputs[-1]

    # --- operators --------------------------------------------------------------------------

    def _negation(self, node: Negation, scope: Scope) -> FeelType:
        operand = self.type_of(node.operand, scope)
        kind = negation_type(unwrap(self.findings, node.operand, operand))
        if kind is None:
            self.findings.add("wrong-operand", node, found_type=str(operand))
        return kind or ANY

    def _arithmetic(self, node: Arithmetic, scope: Scope) -> FeelType:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        kind = arithmetic_type(
            node.operator,
            unwrap(self.findings, node.left, left),
            unwrap(self.findings, node.right, right),
        )
        if kind is None:
            self.findings.add(
                "wrong-operands",
                node,
                operator=node.operator,
                left_type=str(left),
                right_type=str(right),
            )
        return kind or ANY

    def _comparison(self, node: Comparison, scope: Scope) -> FeelType:
        left, right = self.type_of(node.left, scope), self.type_of(node.right, scope)
        check_comparison(self.findings, node, left, right)
        return BOOLEAN

    def _logic(self, node: And | Or, scope: Scope) -> FeelType:
        for operand in node.operands:
            kind = self.type_of(operand, scope)
            if not is_boolean(kind):
                operator = "and" if isinstance(node, And) else "or"
                self.findings.add(
                    "logic-not-boolean", operand, operator=operator, found_type=str(kind)
                )
        return BOOLEAN

    def _between(self, node: Between, scope: Scope) -> FeelType:
        value = self.type_of(node.value, scope)
        for bound in (node.low, node.high):
            comparison = Comparison("<=", node.value, bound, span=node.span)
            check_comparison(self.findings, comparison, value, self.type_of(bound, scope))
        return BOOLEAN

    def _in(self, node: In, scope: Scope) -> FeelType:
        value = self.type_of(node.value, scope)
        # A literal is not the only value that could have stood there.
        value = STRING if isinstance(node.value, String) else value
        self.check_tests(node.tests, value, scope)
        return BOOLEAN

    def _instance_of(self, node: InstanceOf, scope: Scope) -> FeelType:
        self.type_of(node.value, scope)
        self._resolve(node.type, scope)
        return BOOLEAN

    def _resolve(self, reference: TypeReference, scope: Scope) -> FeelType:
        try:
            return resolve_type(reference, scope)
        except UnknownTypeError as unknown:
            found = unknown.reference
            known = [*STANDARD_TYPES, *scope.all_types()]
            self.findings.add_unknown("unknown-type", found, found.name, known)
            return ANY

    # --- forms ------------------------------------------------------------------------------

    def _if(self, node: If, scope: Scope) -> FeelType:
        self._check_condition(node.condition, scope)
        return common((self.type_of(node.then, scope), self.type_of(node.otherwise, scope)))

    def _check_condition(self, node: Node, scope: Scope) -> None:
        kind = self.type_of(node, scope)
        if not is_boolean(kind):
            self.findings.add("condition-not-boolean", node, found_type=str(kind))

    def _for(self, node: For, scope: Scope) -> FeelType:
        inner = self._iterate(node.iterations, scope)
        return ListType(self.type_of(node.result, inner.inner({"partial": ListType()})))

    def _quantified(self, node: Quantified, scope: Scope) -> FeelType:
        self._check_condition(node.condition, self._iterate(node.iterations, scope))
        return BOOLEAN

    def _iterate(self, iterations: tuple[Iteration, ...], scope: Scope) -> Scope:
        """Return the scope in which the names of the iterations are known."""
        for iteration in iterations:
            domain = self.type_of(iteration.domain, scope)
            if iteration.until is None:
                element = domain.element if isinstance(domain, RangeType) else single(domain)
            else:
                until = self.type_of(iteration.until, scope)
                self._check_ends(iteration, domain, until)
                element = common((domain, until))
            scope = scope.inner({iteration.name: element})
        return scope

    def _list(self, node: ListLiteral, scope: Scope) -> FeelType:
        # A loop and no comprehension: that would cost a frame on each level of nesting.
        kinds: list[FeelType] = []
        for item in node.items:
            kinds.append(self.type_of(item, scope))
        return ListType(common(kinds))

    def _range(self, node: RangeLiteral, scope: Scope) -> FeelType:
        low = NULL if node.low is None else self.type_of(node.low, scope)
        high = NULL if node.high is None else self.type_of(node.high, scope)
        self._check_ends(node, low, high)
        kind = common((low, high))
        return RangeType(StringType() if isinstance(kind, StringType) else kind)

    def _check_ends(self, node: Node, low: FeelType, high: FeelType) -> None:
        if not (ordered(low) and ordered(high) and comparable(low, high)):
            self.findings.add("range-ends", node, left_type=str(low), right_type=str(high))

    def _comparison_range(self, node: UnaryComparison, scope: Scope) -> FeelType:
        operand = self.type_of(node.operand, scope)
        if not ordered(operand):
            self.findings.add("not-ordered", node, found_type=str(operand))
            return RangeType()
        return RangeType(StringType() if isinstance(operand, StringType) else operand)

    def _context(self, node: ContextLiteral, scope: Scope) -> FeelType:
        members: dict[str, FeelType] = {}
        for entry in node.entries:
            members[entry.key] = self.type_of(entry.value, scope.inner(dict(members)))
        return ContextType(tuple(members.items()))

    def _path(self, node: Path, scope: Scope) -> FeelType:
        source = self.type_of(node.source, scope)
        kind = member_type(source, node.member)
        if kind is None:
            known = members_of(single(source))
            if known:
                self.findings.add_unknown(
                    "unknown-member", node, node.member, known, known=", ".join(known)
                )
            else:
                self.findings.add("no-members", node, name=node.member, found_type=str(source))
        return kind or ANY

    def _filter(self, node: Filter, scope: Scope) -> FeelType:
        source = self.type_of(node.source, scope)
        element = single(source)
        names: dict[str, FeelType] = {"item": element}
        unknown = is_open(element)
        if isinstance(element, ContextType):
            names |= dict(element.members)
            unknown = element.open
        condition = self.type_of(node.condition, scope.inner(names, open=unknown))
        if condition == NUMBER:
            return element
        if condition == ANY:
            return ANY
        if not is_boolean(condition):
            self.findings.add("wrong-filter", node.condition, found_type=str(condition))
        return ListType(element)

    # --- functions --------------------------------------------------------------------------

    def _function(self, node: FunctionLiteral, scope: Scope) -> FeelType:
        parameters = tuple(
            (part.name, ANY if part.type is None else self._resolve(part.type, scope))
            for part in node.parameters
        )
        if node.external:
            self.findings.add("external-function", node)
            return FunctionType(parameters)
        inputs, self._inputs = self._inputs, []
        result = self.type_of(node.body, scope.inner(dict(parameters)))
        self._inputs = inputs
        return FunctionType(parameters, result)

    def _invocation(self, node: Invocation, scope: Scope) -> FeelType:
        signature = self._signature(node, scope)
        kinds: list[FeelType] = []
        for argument in node.arguments:
            kinds.append(self.type_of(argument, scope))
        if signature is None:
            return ANY
        result = check_call(self.findings, node, signature, kinds)
        if signature.name == "list contains" and len(kinds) == 2:
            # Of the builtins the one that compares: a misspelt value would never be found.
            check_values(self.findings, node.arguments[1], kinds[0])
        return result

    def _signature(self, node: Invocation, scope: Scope) -> Signature | None:
        """Return the signature of the function that is called; None where nobody can know it."""
        called = node.function
        if isinstance(called, Name) and scope.find(called.name) is None:
            if called.name in self._functions:
                return self._functions[called.name]
            self.type_of(called, scope)
            return None
        kind = self.type_of(called, scope)
        name = called.name if isinstance(called, Name) else called.span.of(self.findings.text)
        if isinstance(kind, FunctionType):
            return None if kind == FunctionType() else signature_of(name, kind)
        if not is_open(kind):
            self.findings.add("not-a-function", called, name=name, found_type=str(kind))
        return None

    def _named_argument(self, node: NamedArgument, scope: Scope) -> FeelType:
        return self.type_of(node.value, scope)

    def _unary_tests(self, node: UnaryTests, scope: Scope) -> FeelType:
        self.check_tests(node.tests, ANY, scope)
        return BOOLEAN

    _BY_NODE: ClassVar[dict[type[Node], Callable[[Checker, Any, Scope], FeelType]]] = {
        Number: _number,
        String: _string,
        Boolean: _boolean,
        Null: _null,
        AtLiteral: _at_literal,
        Name: _name,
        Input: _input,
        Negation: _negation,
        Arithmetic: _arithmetic,
        Comparison: _comparison,
        And: _logic,
        Or: _logic,
        Between: _between,
        In: _in,
        InstanceOf: _instance_of,
        If: _if,
        For: _for,
        Quantified: _quantified,
        ListLiteral: _list,
        RangeLiteral: _range,
        UnaryComparison: _comparison_range,
        UnaryTests: _unary_tests,
        ContextLiteral: _context,
        Path: _path,
        Filter: _filter,
        FunctionLiteral: _function,
        Invocation: _invocation,
        NamedArgument: _named_argument,
    }
