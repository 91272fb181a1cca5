"""A model that uses everything the room can hold."""

from huizhi.dmn.model import (
    Binding,
    Conditional,
    Context,
    ContextEntry,
    Decision,
    DecisionService,
    DecisionTable,
    Expression,
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

OTHER = Model(
    "乙",
    "urn:乙",
    types=(ItemDefinition("县区", "string", allowed='"平城区", "云冈区"'),),
    elements=(
        Decision(
            id="x",
            name="县",
            variable=Variable("县", "县区"),
            expression=LiteralExpression('"平城区"'),
        ),
    ),
)
TYPES = (
    ItemDefinition("学位", "string", allowed='"博士", "硕士"'),
    ItemDefinition(
        "人",
        components=(
            ItemDefinition("姓名", "string"),
            ItemDefinition("学位", "学位"),
            ItemDefinition("住址", components=(ItemDefinition("县区", "乙.县区"),)),
        ),
    ),
    ItemDefinition(
        "行", components=(ItemDefinition("姓名", "string"), ItemDefinition("学位", "学位"))
    ),
    ItemDefinition("榜", "行", collection=True, constraint="count(?) < 5"),
    ItemDefinition("算法", function=FunctionItem((Variable("额", "number"),), "number")),
)
TABLE = DecisionTable(
    (InputClause("学位", "学位", '"博士", "硕士"', "学位 | Degree"), InputClause("年龄")),
    (
        OutputClause("金额", "number", "5000, 3000", "0", "amount"),
        OutputClause("说明", "string", default='"无"'),
    ),
    (
        Rule(('"博士"', "[30..40)"), ("5000", '"高 < 低 & 中"'), ("第一条", "")),
        Rule(("-", "not(< 30,\n > 60)"), ("3000", '"第一行\n第二行"'), ("", '见"附表"')),
    ),
    "P",
    ("clause", "note"),
)


def literal(text: str, type_ref: str = "") -> Expression:
    return LiteralExpression(text, type_ref=type_ref)


BOXES: dict[str, Expression] = {
    "字面": literal('if 年龄 < 40 then "青年" else null', "string"),
    "表": TABLE,
    "上下文": Context(
        (
            ContextEntry(Variable("每月", "number"), literal("年龄 * 100")),
            ContextEntry(Variable("表", "Any"), TABLE),
            ContextEntry(None, literal("每月")),
        )
    ),
    "调用": Invocation(
        literal("模型"), (Binding(Variable("额", "number"), literal("年龄")),), type_ref="number"
    ),
    "函数": FunctionDefinition((Variable("甲", "number"), Variable("乙")), literal("甲 + 乙")),
    "清单": Listing((literal("1"), literal("2", "number"))),
    "关系": Relation(
        (Variable("姓名", "string"), Variable("学位", "学位")),
        ((literal('"甲"'), literal('"博士"')), (literal('"乙"'), literal('"硕士"'))),
        type_ref="榜",
    ),
    "如果": Conditional(literal("年龄 > 1"), literal("1"), Listing((literal("2"),))),
    "筛选": Filter(literal("[1, 2, 3]"), literal("item > 1"), type_ref="Any"),
    "逐个": Iteration("for", "个", literal("[1, 2, 3]"), literal("个 * 2")),
    "有的": Iteration("some", "个", literal("[1]"), literal("个 > 1")),
    "每个": Iteration("every", "个", literal("[1]"), Conditional(*[literal("true")] * 3)),
}


def everything() -> Model:
    """Return the model; its texts hold line ends, signs of XML and both kinds of quotes."""
    decisions = tuple(
        Decision(
            id=f"d-{number}",
            name=name,
            variable=Variable(name),
            description="第一行\n第二行：<b>" if number == 1 else "",
            requires=(
                Requirement("Input", "#i"),
                Requirement("Input", "#i-2"),
                *([Requirement("Decision", "#d-1")] if number > 1 else []),
                *([Requirement("Knowledge", "#k")] if name == "调用" else []),
            ),
            expression=box,
            question="补贴多少？" if number == 1 else "",
            answers="一个数" if number == 1 else "",
        )
        for number, (name, box) in enumerate(BOXES.items(), start=1)
    )
    return Model(
        "全",
        "urn:甲",
        (Import(OTHER.namespace, "乙"),),
        TYPES,
        (
            InputData(id="i", name="年龄", variable=Variable("年龄", "number")),
            InputData(id="i-2", name="学位", variable=Variable("学位", "学位")),
            *decisions,
            Decision(
                id="d",
                name="外",
                variable=Variable("外", "乙.县区"),
                requires=(Requirement("Decision", "urn:乙#x"),),
            ),
            KnowledgeModel(
                id="k",
                name="模型",
                variable=Variable("模型", "算法"),
                logic=FunctionDefinition((Variable("额", "number"),), literal("额 + 1")),
            ),
            KnowledgeModel(
                id="k-2",
                name="外部",
                variable=Variable("外部"),
                requires=(Requirement("Knowledge", "#k"),),
                logic=FunctionDefinition((), Context(()), "Java"),
            ),
            DecisionService(
                id="s",
                name="服务",
                variable=Variable("服务", "number"),
                outputs=("#d-1", "#d-2"),
                encapsulated=("#d-3",),
                input_decisions=("#d-4", "urn:乙#x"),
                inputs=("#i", "#i-2"),
            ),
        ),
    )
