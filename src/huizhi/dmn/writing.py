"""A model to DMN XML. What the model holds comes back unchanged when it is read."""

from __future__ import annotations

import re
from typing import Final, Literal
from xml.etree.ElementTree import Element as Xml
from xml.etree.ElementTree import SubElement, tostring

from huizhi.dmn.errors import DmnError
from huizhi.dmn.model import (
    Decision,
    DecisionService,
    Element,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Model,
    Requirement,
)
from huizhi.dmn.reading import REQUIREMENTS, VERSIONS
from huizhi.dmn.writing_expressions import (
    add_expression,
    add_function,
    add_text,
    add_variable,
    set_attributes,
)

_NAMESPACES: Final = {version: namespace for namespace, version in VERSIONS.items()}
# What XML 1.0 cannot hold, not even escaped.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_model(model: Model, version: Literal["1.3", "1.5"] = "1.5") -> bytes:
    """Return the XML of a model in UTF-8. Raises DmnError for characters that XML cannot hold.

    1.3 has no boxed conditionals, filters and loops and no constraints of types, yet every modeller
    opens it; whoever asks for it has a model without them.
    """
    namespace = _NAMESPACES[version]
    root = Xml("definitions", {"xmlns": namespace})
    set_attributes(root, name=model.name, namespace=model.namespace)
    for part in model.imports:
        attributes = {"namespace": part.namespace, "name": part.name, "importType": namespace}
        SubElement(root, "import", attributes)
    for definition in model.types:
        _add_item_definition(root, "itemDefinition", definition)
    for element in model.elements:
        _add_element(root, element)
    text = tostring(root, encoding="unicode", xml_declaration=False)
    found = _ILLEGAL.search(text)
    if found:
        raise DmnError("bad-character", character=f"U+{ord(found[0]):04X}")
    # A bare return would be read as the end of a line.
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.replace("\r", "&#13;").encode()


def _add_item_definition(parent: Xml, name: str, definition: ItemDefinition) -> None:
    part = SubElement(parent, name, {"name": definition.name})
    if definition.collection:
        part.set("isCollection", "true")
    add_text(part, "typeRef", definition.type_ref)
    for kind, tests in (
        ("allowedValues", definition.allowed),
        ("typeConstraint", definition.constraint),
    ):
        if tests:
            add_text(SubElement(part, kind), "text", tests)
    for component in definition.components:
        _add_item_definition(part, "itemComponent", component)
    if definition.function is not None:
        function = SubElement(part, "functionItem")
        set_attributes(function, outputTypeRef=definition.function.result)
        for parameter in definition.function.parameters:
            add_variable(function, "parameters", parameter)


def _add_element(root: Xml, element: Element) -> None:
    part = SubElement(root, _NAMES[type(element)])
    set_attributes(part, id=element.id, name=element.name)
    add_text(part, "description", element.description)
    if isinstance(element, Decision):
        add_text(part, "question", element.question)
        add_text(part, "allowedAnswers", element.answers)
    add_variable(part, "variable", element.variable)
    if isinstance(element, Decision):
        _add_requirements(part, element.requires)
        add_expression(part, element.expression)
    elif isinstance(element, KnowledgeModel):
        if element.logic is not None:
            add_function(part, "encapsulatedLogic", element.logic)
        _add_requirements(part, element.requires)
    elif isinstance(element, DecisionService):
        _add_references(part, element)


def _add_requirements(part: Xml, requirements: tuple[Requirement, ...]) -> None:
    outer = {kind: name for name, kind in REQUIREMENTS}
    for requirement in requirements:
        inner = SubElement(part, outer[requirement.kind])
        SubElement(inner, f"required{requirement.kind}", {"href": requirement.reference})


def _add_references(part: Xml, service: DecisionService) -> None:
    for name, references in (
        ("outputDecision", service.outputs),
        ("encapsulatedDecision", service.encapsulated),
        ("inputDecision", service.input_decisions),
        ("inputData", service.inputs),
    ):
        for reference in references:
            SubElement(part, name, {"href": reference})


_NAMES: Final[dict[type[Element], str]] = {
    InputData: "inputData",
    Decision: "decision",
    KnowledgeModel: "businessKnowledgeModel",
    DecisionService: "decisionService",
}
