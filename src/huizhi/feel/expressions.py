"""A text to an expression that can be evaluated, again and again."""

from __future__ import annotations

from collections.abc import Mapping

from huizhi.feel.builtins.catalogue import SIGNATURES
from huizhi.feel.errors import Diagnostic
from huizhi.feel.interpreter.compiler import Compiler
from huizhi.feel.interpreter.frames import Closure, Frame
from huizhi.feel.interpreter.trace import Trace, recording
from huizhi.feel.semantics.reading import Read, read_expression, read_unary_tests
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.types import ANY, FeelType
from huizhi.feel.syntax.tree import Node, UnaryTests
from huizhi.feel.values.causes import Cause, null_because
from huizhi.feel.values.comparison import Truth
from huizhi.feel.values.kinds import Value, from_python


class Expression:
    """An expression without errors. Safe to share between threads.

    `type` is the type of its value, `names` are the facts it may read, `warnings` say what was
    read otherwise than it was written.
    """

    def __init__(self, read: Read, scope: Scope) -> None:
        self.text: str = read.text
        self.tree: Node = read.tree
        self.type: FeelType = read.type
        self.warnings: tuple[Diagnostic, ...] = read.warnings
        self._scope = scope
        compiler = Compiler(read.text, scope)
        self._closure: Closure = compiler.compile(read.tree)
        self._traced: Closure | None = None
        self.names: frozenset[str] = frozenset(compiler.names)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def evaluate(self, context: Mapping[str, object]) -> Value:
        """Return the value for these facts.

        `context` maps names to Python values (see `values.kinds`); a name that is absent is
        missing. Raises TypeError for a fact of a kind FEEL does not have, such as a float.
        """
        try:
            return self._closure(context)
        except RecursionError:
            return null_because("too_deep")

    def part(self, node: Node) -> Expression:
        """Return a part of the tree, or a tree of the same names, as an expression of its own."""
        return Expression(Read(self.text, node, ANY), self._scope)

    def test(self, tests: UnaryTests) -> UnaryTest:
        """Return tests of the same names, ready to be evaluated."""
        return UnaryTest(Read(self.text, tests, ANY), self._scope)

    def evaluate_within(self, context: Mapping[str, object]) -> Value:
        """Return the value, within another evaluation: RecursionError is left to the outermost."""
        return self._closure(context)

    def explain(self, context: Mapping[str, object]) -> tuple[Value, Trace]:
        """Return the value, and how it came about."""
        if self._traced is None:
            self._traced = Compiler(self.text, self._scope, tracing=True).compile(self.tree)
        with recording() as recorder:
            try:
                value = self._traced(context)
            except RecursionError:
                too_deep = (self.tree, self.text, None, 0, Cause("too_deep"))
                return None, Trace([too_deep], 0)
        # A literal is not recorded.
        tape = recorder.tape or [(self.tree, self.text, value, 0, None)]
        return value, Trace(tape, len(tape) - 1)


class UnaryTest:
    """The cell of a decision table: a test of an input value. Safe to share between threads."""

    def __init__(self, read: Read, scope: Scope) -> None:
        self.text: str = read.text
        self.tree: Node = read.tree
        self.warnings: tuple[Diagnostic, ...] = read.warnings
        compiler = Compiler(read.text, scope)
        self._closure: Closure = compiler.compile(read.tree, Frame("input", (), None))
        self.names: frozenset[str] = frozenset(compiler.names)

    def evaluate(self, value: object, context: Mapping[str, object]) -> Truth:
        """Return whether `value` meets the tests: true, false, null or missing."""
        try:
            truth: Truth = self._closure((from_python(value), context))
        except RecursionError:
            null_because("too_deep")
            return None
        return truth


def compile_expression(text: str, scope: Scope, expected: FeelType | None = None) -> Expression:
    """Parse, check and compile an expression.

    Raises FeelError with everything that is wrong: the syntax, unknown names, types, and a value
    of another type than `expected`.
    """
    return Expression(read_expression(text, scope, SIGNATURES, expected), scope)


def compile_unary_tests(text: str, scope: Scope, input_type: FeelType) -> UnaryTest:
    """Parse, check and compile the cell of a decision table whose input is of `input_type`.

    Raises FeelError with everything that is wrong.
    """
    return UnaryTest(read_unary_tests(text, scope, input_type, SIGNATURES), scope)
