"""DMN XML, versions 1.1 to 1.6, to a model. What the model does not hold is passed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element as Xml

from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import (
    Decision,
    DecisionService,
    Element,
    FunctionDefinition,
    FunctionItem,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Model,
    Requirement,
    RequirementKind,
    Variable,
)
from huizhi.dmn.reading_expressions import (
    child,
    children,
    find_expression,
    read_function,
    read_variable,
    reference,
    text_of,
)
from huizhi.dmn.xml import local_name, namespace, parse_xml

VERSIONS: Final = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}

# The elements that hold a reference, and what they refer to.
REQUIREMENTS: Final[tuple[tuple[str, RequirementKind], ...]] = (
    ("informationRequirement", "Input"),
    ("informationRequirement", "Decision"),
    ("knowledgeRequirement", "Knowledge"),
)


def read_model(data: bytes) -> Model:
    """Read a model. Raises DmnError for what is no DMN of these versions."""
    root = parse_xml(data)
    if local_name(root) != "definitions" or namespace(root) not in VERSIONS:
        raise DmnError("not-dmn", name=root.tag)
    elements = tuple(
        _ELEMENTS[local_name(part)](part) for part in root if local_name(part) in _ELEMENTS
    )
    return Model(
        root.get("name", ""),
        root.get("namespace", ""),
        tuple(_import(part) for part in children(root, "import") if _is_dmn(part)),
        tuple(_item_definition(part) for part in children(root, "itemDefinition")),
        elements,
    )


def _is_dmn(part: Xml) -> bool:
    return part.get("importType", "") in VERSIONS


def _import(part: Xml) -> Import:
    return Import(part.get("namespace", ""), part.get("name", ""))


def _item_definition(part: Xml) -> ItemDefinition:
    function = child(part, "functionItem")
    return ItemDefinition(
        name=part.get("name", ""),
        type_ref=reference(text_of(part, "typeRef")),
        components=tuple(_item_definition(inner) for inner in children(part, "itemComponent")),
        function=None if function is None else _function_item(function),
        collection=part.get("isCollection", "").strip() in ("true", "1"),
        allowed=_tests(part, "allowedValues"),
        constraint=_tests(part, "typeConstraint"),
    )


def _tests(part: Xml, name: str) -> str:
    found = child(part, name)
    return "" if found is None else text_of(found, "text")


def _function_item(part: Xml) -> FunctionItem:
    parameters = tuple(read_variable(inner) for inner in children(part, "parameters"))
    return FunctionItem(parameters, reference(part.get("outputTypeRef", "")))


def _variable(part: Xml) -> Variable:
    found = child(part, "variable")
    return Variable(part.get("name", "")) if found is None else read_variable(found)


def _input_data(part: Xml) -> Element:
    return InputData(
        id=part.get("id", ""),
        name=part.get("name", ""),
        variable=_variable(part),
        description=text_of(part, "description"),
    )


def _requirements(part: Xml) -> tuple[Requirement, ...]:
    found = []
    for outer, kind in REQUIREMENTS:
        for requirement in children(part, outer):
            found += [
                Requirement(kind, href) for href in _references(requirement, f"required{kind}")
            ]
    return tuple(found)


def _references(part: Xml, name: str) -> list[str]:
    return [inner.get("href", "") for inner in children(part, name)]


def _decision(part: Xml) -> Element:
    return Decision(
        id=part.get("id", ""),
        name=part.get("name", ""),
        variable=_variable(part),
        description=text_of(part, "description"),
        requires=_requirements(part),
        expression=find_expression(part),
        question=text_of(part, "question"),
        answers=text_of(part, "allowedAnswers"),
    )


def _knowledge_model(part: Xml) -> Element:
    logic = child(part, "encapsulatedLogic")
    function: FunctionDefinition | None = None if logic is None else read_function(logic)
    return KnowledgeModel(
        id=part.get("id", ""),
        name=part.get("name", ""),
        variable=_variable(part),
        description=text_of(part, "description"),
        requires=_requirements(part),
        logic=function,
    )


def _decision_service(part: Xml) -> Element:
    return DecisionService(
        id=part.get("id", ""),
        name=part.get("name", ""),
        variable=_variable(part),
        description=text_of(part, "description"),
        outputs=tuple(_references(part, "outputDecision")),
        encapsulated=tuple(_references(part, "encapsulatedDecision")),
        input_decisions=tuple(_references(part, "inputDecision")),
        inputs=tuple(_references(part, "inputData")),
    )


_ELEMENTS: Final[dict[str, Callable[[Xml], Element]]] = {
    "inputData": _input_data,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge_model,
    "decisionService": _decision_service,
}
