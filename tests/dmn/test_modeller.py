"""What a modeller of others opens and saves stays what it was."""

from dataclasses import replace

import pytest
from lxml import etree

from huizhi.dmn import Model, read_model, write_model
from huizhi.dmn.model import DecisionTable, InputClause, OutputClause, Rule, Variable
from tests.dmn.everything import TABLE, everything
from tests.dmn.modeller import ASSETS, in_order, saved

SCHEMAS = ASSETS / "@kie-tools/dmn-marshaller/src/schemas"
OLDER = (
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
)
# With prefixes throughout, and what other modellers add to elements, boxes and clauses.
PREFIXED = """<m:definitions xmlns:m="{version}" xmlns:t="urn:tool" xmlns:feel="urn:feel"
 name="m" namespace="urn:m" exporter="某工具" t:size="3" expressionLanguage="urn:feel">
 <m:extensionElements><t:context><m:decision name="无"/></t:context></m:extensionElements>
 <m:inputData id="i" name="学位"><m:variable id="v" name="学位" typeRef="feel:string"/>
 </m:inputData>
 <m:decision id="d" name="金额"><m:description>说明</m:description><m:extensionElements>
 <t:variable name="别的"/></m:extensionElements><m:variable id="w" name="金额" typeRef="number"/>
 <m:informationRequirement id="r"><m:requiredInput href="#i"/></m:informationRequirement>
 <m:authorityRequirement id="a"><m:requiredAuthority href="#s"/></m:authorityRequirement>
 <m:decisionTable id="b" hitPolicy="UNIQUE" outputLabel="金额" t:width="80">
 <m:input id="c" label="学位">
 <m:extensionElements><t:width>50</t:width></m:extensionElements>
 <m:inputExpression id="e" typeRef="feel:string"><m:text>学位</m:text></m:inputExpression></m:input>
 <m:output id="o" typeRef="feel:number"/><m:rule id="q"><m:description>某条</m:description>
 <m:inputEntry id="x"><m:text>"博士"</m:text></m:inputEntry>
 <m:outputEntry id="y" expressionLanguage="urn:feel"><m:text>1</m:text></m:outputEntry></m:rule>
 </m:decisionTable></m:decision><m:knowledgeSource id="s" name="文件"/>
 <m:textAnnotation id="n"><m:text>注</m:text></m:textAnnotation>
 <m:association id="as"><m:sourceRef href="#d"/><m:targetRef href="#n"/></m:association>
</m:definitions>"""


def test_what_is_written_keeps_to_the_schema_of_the_standard():
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "dmn-1_5/DMN15.xsd"))
    schema.assertValid(etree.fromstring(write_model(everything())))
    (table,) = (one for one in everything().elements if one.name == "表")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "dmn-1_3/DMN13.xsd"))
    schema.assertValid(
        etree.fromstring(write_model(Model("表", "urn:a", elements=(table,)), "1.3"))
    )


@pytest.mark.parametrize("draws", [False, True])
def test_a_model_with_everything_comes_back_from_a_modeller(draws):
    data = saved(write_model(everything()), draws=draws)
    assert b"20240513/MODEL/" in data  # it saves what it opens as the newest version
    assert (b"DMNShape" in data) is draws
    assert in_order(read_model(data)) == in_order(everything())


@pytest.mark.parametrize("version", OLDER)
def test_what_older_modellers_wrote_is_read_before_and_after(version):
    data = PREFIXED.format(version=version).encode()
    given, asked = read_model(data).elements
    assert given.variable == Variable("学位", "string")
    assert asked.expression == DecisionTable(
        (InputClause("学位", "string", label="学位"),),
        (OutputClause(type_ref="number"),),
        (Rule(('"博士"',), ("1",)),),
    )
    assert in_order(read_model(saved(data, draws=True))) == in_order(read_model(data))


def test_a_cell_that_is_changed_is_all_that_changes():
    data = saved(write_model(everything()), [("表", 1, 2, "1000")])
    changed = next(one for one in read_model(data).elements if one.name == "表")
    second = replace(TABLE.rules[1], outputs=("1000", TABLE.rules[1].outputs[1]))
    assert changed.expression == replace(TABLE, rules=(TABLE.rules[0], second))
