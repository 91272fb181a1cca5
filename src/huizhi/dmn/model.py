"""A decision model of DMN 1.5 as data: what its XML says, nothing evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from huizhi.feel import HitPolicy

Iterator: TypeAlias = Literal["for", "some", "every"]
FunctionKind: TypeAlias = Literal["FEEL", "Java", "PMML"]
RequirementKind: TypeAlias = Literal["Input", "Decision", "Knowledge"]


@dataclass(frozen=True, slots=True)
class Variable:
    """A name and the type it refers to; an empty `type_ref` states none."""

    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """Another model, whose elements are known here under `name`; an empty name stands for none."""

    namespace: str
    name: str


# --- expressions ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Logic in a box. Its value is converted to the type that `type_ref` names."""

    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class LiteralExpression(Expression):
    """A text of FEEL."""

    text: str


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """A line of a boxed context. The one without a variable is the result of the whole."""

    variable: Variable | None
    expression: Expression | None


@dataclass(frozen=True, slots=True)
class Context(Expression):
    """A boxed context: an entry sees those before it."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """An argument of a boxed invocation."""

    parameter: Variable
    expression: Expression | None


@dataclass(frozen=True, slots=True)
class Invocation(Expression):
    """A call of a function by the names of its parameters."""

    function: Expression
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Expression):
    """A function. Only those of kind FEEL are called; the others give null."""

    parameters: tuple[Variable, ...]
    body: Expression | None
    kind: FunctionKind = "FEEL"


@dataclass(frozen=True, slots=True)
class Listing(Expression):
    """A boxed list."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Relation(Expression):
    """A table of values: a list of contexts, one per row."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, slots=True)
class Conditional(Expression):
    """A boxed `if`."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    """A boxed filter: those elements of `source` for which `match` is true."""

    source: Expression
    match: Expression


@dataclass(frozen=True, slots=True)
class Iteration(Expression):
    """A boxed `for`, `some` or `every`."""

    kind: Iterator
    variable: str
    domain: Expression
    body: Expression


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions; `allowed` are unary tests of all its values."""

    expression: str
    type_ref: str = ""
    allowed: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results; `values` are unary tests, the value that wins first."""

    name: str = ""
    type_ref: str = ""
    values: str = ""
    default: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: a unary test per input, an expression per output."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionTable(Expression):
    """A decision table. `annotations` are the headings of what stands behind its rules."""

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = "U"
    annotations: tuple[str, ...] = ()


# --- types ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FunctionItem:
    """The type of a function."""

    parameters: tuple[Variable, ...]
    result: str = ""


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type that the model declares: another type, a context of `components`, or a function.

    `allowed` are unary tests of a value (of each element of a collection), `constraint` those of
    the collection as a whole.
    """

    name: str
    type_ref: str = ""
    components: tuple[ItemDefinition, ...] = ()
    function: FunctionItem | None = None
    collection: bool = False
    allowed: str = ""
    constraint: str = ""


# --- elements of the graph ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a requirement may point at. `variable` is its name in expressions, with its type."""

    id: str
    name: str
    variable: Variable
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputData(Element):
    """What is known of a case."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a decision reads or calls, by reference."""

    kind: RequirementKind
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Element):
    """A question and its logic, with all that it reads or calls."""

    requires: tuple[Requirement, ...] = ()
    expression: Expression | None = None
    question: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeModel(Element):
    """A business knowledge model: logic to be called, with all that it calls."""

    requires: tuple[Requirement, ...] = ()
    logic: FunctionDefinition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionService(Element):
    """Decisions to be asked for together; its parameters are its inputs. References throughout."""

    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """The definitions of one file. References are `namespace#id`; `#id` is of the model itself."""

    name: str
    namespace: str
    imports: tuple[Import, ...] = ()
    types: tuple[ItemDefinition, ...] = ()
    elements: tuple[Element, ...] = ()
