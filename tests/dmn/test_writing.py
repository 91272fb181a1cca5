"""What is written comes back unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.dmn import DmnError, read_model, write_model
from huizhi.dmn.model import (
    Binding,
    Conditional,
    Context,
    ContextEntry,
    Decision,
    DecisionService,
    DecisionTable,
    Filter,
    FunctionDefinition,
    FunctionItem,
    Import,
    InputClause,
    InputData,
    Invocation,
    ItemDefinition,
    Iteration,
    KnowledgeModel,
    Listing,
    LiteralExpression,
    Model,
    OutputClause,
    Relation,
    Requirement,
    Rule,
    Variable,
)
from huizhi.dmn.reading_expressions import AGGREGATIONS, POLICIES

# A reader takes away the blanks around a text.
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n<&>\"'")
)
STRIPPED = TEXTS.map(str.strip)
NAMES = st.sampled_from(["年龄", "Loan Amount", "a-b", 'a"<b'])
TYPES = st.sampled_from(["", "number", "乙.档次", "date and time"])
VARIABLES = st.builds(Variable, NAMES, TYPES)
LITERALS = st.builds(LiteralExpression, STRIPPED, type_ref=TYPES)


def tuples(of, smallest=0):
    return st.lists(of, min_size=smallest, max_size=3).map(tuple)


TABLES = st.builds(
    DecisionTable,
    tuples(st.builds(InputClause, STRIPPED, TYPES, STRIPPED, NAMES)),
    tuples(st.builds(OutputClause, NAMES, TYPES, STRIPPED, STRIPPED, NAMES)),
    tuples(st.builds(Rule, tuples(STRIPPED), tuples(STRIPPED), tuples(STRIPPED))),
    st.sampled_from([*POLICIES.values(), *AGGREGATIONS.values()]),
    tuples(NAMES),
    type_ref=TYPES,
)


def boxes(inner):
    functions = st.builds(
        FunctionDefinition,
        tuples(VARIABLES),
        st.none() | inner,
        st.sampled_from(["FEEL", "Java", "PMML"]),
        type_ref=TYPES,
    )
    entries = st.builds(ContextEntry, st.none() | VARIABLES, st.none() | inner)
    bindings = st.builds(Binding, VARIABLES, st.none() | inner)
    kinds = st.sampled_from(["for", "some", "every"])
    return st.one_of(
        functions,
        st.builds(Context, tuples(entries), type_ref=TYPES),
        st.builds(Invocation, inner, tuples(bindings), type_ref=TYPES),
        st.builds(Listing, tuples(inner), type_ref=TYPES),
        st.builds(Relation, tuples(VARIABLES), tuples(tuples(inner)), type_ref=TYPES),
        st.builds(Conditional, inner, inner, inner, type_ref=TYPES),
        st.builds(Filter, inner, inner, type_ref=TYPES),
        st.builds(Iteration, kinds, NAMES, inner, inner, type_ref=TYPES),
    )


BOXES = st.recursive(LITERALS | TABLES, boxes, max_leaves=6)
ITEMS = st.recursive(
    st.builds(
        ItemDefinition,
        NAMES,
        TYPES,
        function=st.none() | st.builds(FunctionItem, tuples(VARIABLES), TYPES),
        collection=st.booleans(),
        allowed=STRIPPED,
        constraint=STRIPPED,
    ),
    lambda inner: st.builds(ItemDefinition, NAMES, components=tuples(inner, 1)),
    max_leaves=4,
)
COMMON = {"id": NAMES, "name": NAMES, "variable": VARIABLES, "description": STRIPPED}
REFERENCES = tuples(st.sampled_from(["#a", "urn:乙#b"]))


def requirements(*kinds):
    return st.tuples(
        *(
            REFERENCES.map(lambda r, k=kind: tuple(Requirement(k, one) for one in r))
            for kind in kinds
        )
    ).map(lambda parts: sum(parts, ()))


ELEMENTS = st.one_of(
    st.builds(InputData, **COMMON),
    st.builds(
        Decision,
        **COMMON,
        requires=requirements("Input", "Decision", "Knowledge"),
        expression=st.none() | BOXES,
        question=STRIPPED,
        answers=STRIPPED,
    ),
    st.builds(
        KnowledgeModel,
        **COMMON,
        requires=requirements("Knowledge"),
        logic=st.none() | st.builds(FunctionDefinition, tuples(VARIABLES), st.none() | BOXES),
    ),
    st.builds(
        DecisionService,
        **COMMON,
        outputs=REFERENCES,
        encapsulated=REFERENCES,
        input_decisions=REFERENCES,
        inputs=REFERENCES,
    ),
)
MODELS = st.builds(
    Model,
    NAMES,
    st.just("urn:甲"),
    tuples(st.builds(Import, st.just("urn:乙"), NAMES)),
    tuples(ITEMS),
    tuples(ELEMENTS),
)


@given(MODELS)
def test_what_is_written_comes_back(model):
    assert read_model(write_model(model)) == model


@pytest.mark.parametrize("text", ['"a\r\nb"', '"\t"', "a\x85b"])
def test_ends_of_lines_are_kept(text):
    element = InputData(id="a", name="a", variable=Variable("a"), description=text)
    model = Model("m", "urn:m", elements=(element,))
    assert read_model(write_model(model)) == model


def test_a_character_that_xml_cannot_hold_is_refused():
    element = InputData(id="a", name="a", variable=Variable("a\x00"))
    with pytest.raises(DmnError) as refused:
        write_model(Model("m", "urn:m", elements=(element,)))
    assert (refused.value.code, "U+0000" in str(refused.value)) == ("bad-character", True)
