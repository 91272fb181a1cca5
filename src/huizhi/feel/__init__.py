"""FEEL, the policy language: texts to values with reasons. No Django, no I/O."""

from huizhi.feel.builtins.conformance import fit
from huizhi.feel.decision_tables import Table, compile_table
from huizhi.feel.errors import Diagnostic, FeelError
from huizhi.feel.expressions import (
    Expression,
    UnaryTest,
    compile_expression,
    compile_unary_tests,
)
from huizhi.feel.interpreter.trace import CellTrace, RuleTrace, TableTrace, Trace
from huizhi.feel.semantics.scope import Scope
from huizhi.feel.semantics.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    NULL,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    StringType,
)
from huizhi.feel.syntax.spans import Span
from huizhi.feel.tables.definition import (
    HitPolicy,
    InputDefinition,
    OutputDefinition,
    RuleDefinition,
    TableDefinition,
)
from huizhi.feel.tables.errors import Finding, Place, TableError
from huizhi.feel.values.causes import Cause, listening, null_because
from huizhi.feel.values.comparison import Truth
from huizhi.feel.values.kinds import (
    Function,
    Missing,
    Range,
    Value,
    YearsMonthsDuration,
    from_python,
)
from huizhi.feel.values.texts import describe, to_feel_literal

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DAYS_DURATION",
    "NULL",
    "NUMBER",
    "STRING",
    "TIME",
    "YEARS_DURATION",
    "Cause",
    "CellTrace",
    "ContextType",
    "Diagnostic",
    "Expression",
    "FeelError",
    "FeelType",
    "Finding",
    "Function",
    "FunctionType",
    "HitPolicy",
    "InputDefinition",
    "ListType",
    "Missing",
    "OutputDefinition",
    "Place",
    "Range",
    "RangeType",
    "RuleDefinition",
    "RuleTrace",
    "Scope",
    "Span",
    "StringType",
    "Table",
    "TableDefinition",
    "TableError",
    "TableTrace",
    "Trace",
    "Truth",
    "UnaryTest",
    "Value",
    "YearsMonthsDuration",
    "compile_expression",
    "compile_table",
    "compile_unary_tests",
    "describe",
    "fit",
    "from_python",
    "listening",
    "null_because",
    "to_feel_literal",
]
