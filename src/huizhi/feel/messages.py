"""The words for every finding, in Chinese and English.

A code stands for one thing that can be wrong. Its sentence says what is wrong and what would be
right. Names of types come as the standard spells them; the Chinese sentence translates them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TYPE_WORDS = {
    "days and time duration": "天时分秒时长",
    "years and months duration": "年月时长",
    "date and time": "日期时间",
    "context": "组合值",
    "function": "函数",
    "boolean": "是非值",
    "number": "数字",
    "string": "文本",
    "range": "区间",
    "date": "日期",
    "time": "时间",
    "list": "列表",
    "Null": "空值",
    "Any": "任意类型",
    "or": "或",
}
_TYPE_WORD = re.compile("|".join(rf"\b{word}\b" for word in _TYPE_WORDS))

# code: (Chinese, English)
SYNTAX: dict[str, tuple[str, str]] = {
    "text-too-long": (
        "表达式太长：最多 {limit} 个字符。请拆成几个较小的决策。",
        "The text is too long: {limit} characters at most. Split it into smaller decisions.",
    ),
    "nested-too-deep": (
        "嵌套太深：最多 {limit} 层。请把内层拆成单独的决策。",
        "Nested too deeply: {limit} levels at most. Move the inner part to a decision of its own.",
    ),
    "empty-text": (
        "这里是空的。请写一个表达式；单元格不作限制时写“-”。",
        "There is nothing here. Write an expression; a cell that allows everything is “-”.",
    ),
    "full-width": (
        "“{found}”是全角字符，已按“{instead}”读取。",
        "“{found}” is a full-width or typographic character, read as “{instead}”.",
    ),
    "curly-quotes": (
        '{found} 用了中文引号，已按英文双引号 " 读取。',
        '{found} is in typographic quotes, read as plain double quotes ".',
    ),
    "unknown-character": (
        "“{found}”不是 FEEL 的字符。文字要放在英文双引号里。",
        "“{found}” is no character of FEEL. Text belongs between double quotes.",
    ),
    "instead": (
        "“{found}”不是 FEEL 的写法，请写“{instead}”。",
        "“{found}” is not FEEL; write “{instead}”.",
    ),
    "chinese-operator": (
        "“{found}”在 FEEL 中写作“{instead}”。",
        "“{found}” is written “{instead}” in FEEL.",
    ),
    "percent-sign": (
        "FEEL 没有百分号：50% 请写作 0.5。",
        "FEEL has no percent sign: write 0.5 for 50%.",
    ),
    "single-quotes": (
        '文字要放在双引号里："博士"，不能用单引号。',
        'Text belongs between double quotes, "doctor", not single ones.',
    ),
    "unclosed-string": (
        "这里开始的文字没有结束：缺少与 {found} 配对的引号。",
        "The text that begins here never ends: the quote that matches {found} is missing.",
    ),
    "unclosed-comment": (
        "这里开始的注释没有结束：缺少“*/”。",
        "The comment that begins here never ends: “*/” is missing.",
    ),
    "bad-escape": (
        "“{found}”不是有效的字符编号：最大为 \\U10FFFF。",
        "“{found}” is no character: the last one is \\U10FFFF.",
    ),
    "number-out-of-range": (
        "数字“{found}”超出范围：指数在 -6144 到 6144 之间。",
        "The number “{found}” is out of range: exponents go from -6144 to 6144.",
    ),
    "expected-expression": (
        "这里应当是一个值，却是“{found}”。",
        "A value should stand here, not “{found}”.",
    ),
    "expected-expression-at-end": (
        "表达式没有写完：末尾缺少一个值。",
        "The expression is not finished: a value is missing at the end.",
    ),
    "expected-token": (
        "这里应当是“{expected}”，却是“{found}”。",
        "“{expected}” should stand here, not “{found}”.",
    ),
    "expected-token-at-end": (
        "表达式没有写完：末尾缺少“{expected}”。",
        "The expression is not finished: “{expected}” is missing at the end.",
    ),
    "expected-name": (
        "这里应当是一个名称，却是“{found}”。",
        "A name should stand here, not “{found}”.",
    ),
    "expected-name-at-end": (
        "表达式没有写完：末尾缺少一个名称。",
        "The expression is not finished: a name is missing at the end.",
    ),
    "expected-key": (
        "组合值的每一项写作“名称: 值”，这里却是“{found}”。",
        "Every entry of a context is “name: value”; here stands “{found}”.",
    ),
    "expected-key-at-end": (
        "组合值没有写完：缺少“名称: 值”。",
        "The context is not finished: “name: value” is missing.",
    ),
    "expected-type": (
        "这里应当是一个类型（如 number、string、date、list<string>），却是“{found}”。",
        "A type (number, string, date, list<string> …) should stand here, not “{found}”.",
    ),
    "expected-type-at-end": (
        "末尾缺少一个类型，如 number、string、date、list<string>。",
        "A type, such as number, string, date or list<string>, is missing at the end.",
    ),
    "expected-at-literal": (
        '“@”后面应当是引号中的日期、时间或时长，如 @"2021-07-26"。',
        'Behind “@” stands a date, time or duration in quotes: @"2021-07-26".',
    ),
    "expected-at-literal-at-end": (
        '“@”后面缺少引号中的日期、时间或时长，如 @"2021-07-26"。',
        'Behind “@” a date, time or duration in quotes is missing: @"2021-07-26".',
    ),
    "unexpected": (
        "“{found}”在这里是多余的。",
        "“{found}” is too much here.",
    ),
    "missing-operator": (
        "“{left}”与“{right}”之间缺少运算符（如 and、=、+）；若是一个名称，它并未定义。",
        "An operator (and, =, + …) is missing between “{left}” and “{right}”; "
        "if this is one name, nobody declares it.",
    ),
    "not-without-brackets": (
        "否定要写括号：not(…)。",
        "A negation needs brackets: not(…).",
    ),
    "unclosed-bracket": (
        "括号“{found}”没有配对的“{expected}”。",
        "The bracket “{found}” has no matching “{expected}”.",
    ),
    "mixed-arguments": (
        "参数要么都写名称，要么都不写。",
        "Either all arguments are named or none is.",
    ),
    "repeated-argument": (
        "参数“{name}”写了两次。",
        "The argument “{name}” is given twice.",
    ),
    "repeated-parameter": (
        "函数有两个名为“{name}”的参数。",
        "The function has two parameters named “{name}”.",
    ),
    "repeated-key": (
        "组合值里有两项名为“{name}”。",
        "The context has two entries named “{name}”.",
    ),
    "test-conjunction": (
        "条件不能用“{found}”连接：区间写 [18..40]，多个选择用逗号分隔，"
        "其余写 ? >= 18 {found} ? < 40。",
        "Tests are not joined by “{found}”: write a range [18..40], choices with commas, "
        "or ? >= 18 {found} ? < 40.",
    ),
}

SEMANTICS: dict[str, tuple[str, str]] = {
    "unknown-name": (
        "没有名为“{name}”的事实、决策或函数；若是文字，请加引号。",
        "There is no fact, decision or function named “{name}”; if it is text, put it in quotes.",
    ),
    "unknown-name-suggest": (
        "没有名为“{name}”的事实、决策或函数。是不是“{suggestion}”？",
        "There is no fact, decision or function named “{name}”. Did you mean “{suggestion}”?",
    ),
    "clock-refused": (
        "政策不能读取时钟（{name}）：同一份数据明天会得出不同结果。请使用基准日等事实。",
        "A policy must not read the clock ({name}): the same data would give another result "
        "tomorrow. Use a fact such as the reference date.",
    ),
    "input-outside-test": (
        "“?”代表被检验的值，只能写在决策表的单元格或 in 的条件里。",
        "“?” is the value under test: it belongs in a cell of a table or in a test behind in.",
    ),
    "bad-temporal": (
        '“{found}”不是日期、时间或时长。写法如 @"2021-07-26"、@"08:30:00"、@"P3Y"、@"P10D"。',
        '“{found}” is no date, time or duration. Write @"2021-07-26", @"08:30:00", @"P3Y", '
        '@"P10D".',
    ),
    "wrong-operands": (
        "{left_type}与{right_type}之间不能用“{operator}”。",
        "“{operator}” has no meaning between {left_type} and {right_type}.",
    ),
    "wrong-operand": (
        "{found_type}前面不能加负号，只有数字和时长可以。",
        "A minus sign has no meaning before {found_type}, only before numbers and durations.",
    ),
    "not-comparable": (
        "{left_type}与{right_type}不能用“{operator}”比较：结果永远不成立。",
        "{left_type} and {right_type} cannot be compared with “{operator}”: it would never hold.",
    ),
    "not-ordered": (
        "{found_type}没有大小之分，只能用 = 或 != 比较。",
        "{found_type} has no order: compare with = or != only.",
    ),
    "unknown-value": (
        "“{name}”不是可能的值。可能的值：{known}。",
        "“{name}” is none of the possible values: {known}.",
    ),
    "unknown-value-suggest": (
        "“{name}”不是可能的值。是不是“{suggestion}”？可能的值：{known}。",
        "“{name}” is none of the possible values. Did you mean “{suggestion}”? Possible: {known}.",
    ),
    "list-as-single": (
        "这里需要单个值，却是{found_type}：只有恰好一个元素时才有结果。取元素写 [1]，判断包含写"
        " list contains(…)。",
        "A single value is wanted here, not {found_type}: that works for exactly one element. "
        "Write [1] to take one, list contains(…) to look for one.",
    ),
    "list-not-single": (
        "这里需要单个值，却是{found_type}：永远没有结果。取元素写 [1]，判断包含写"
        " list contains(…)。",
        "A single value is wanted here, not {found_type}: this is always null. "
        "Write [1] to take one, list contains(…) to look for one.",
    ),
    "wrong-test": (
        "这个条件的类型是{found_type}，被检验的值却是{wanted_type}：永远不成立。",
        "This test is of {found_type}, the value under test is {wanted_type}: it never holds.",
    ),
    "range-ends": (
        "区间的两端必须是同一种有大小的类型，这里是{left_type}和{right_type}。",
        "The ends of a range are of one ordered type; here they are {left_type} and {right_type}.",
    ),
    "logic-not-boolean": (
        "“{operator}”的两边必须是是非值，这里是{found_type}。",
        "“{operator}” joins booleans; this is {found_type}.",
    ),
    "condition-not-boolean": (
        "条件必须是是非值，这里是{found_type}。",
        "A condition is a boolean; this is {found_type}.",
    ),
    "wrong-filter": (
        "方括号里应当是条件或序号，这里是{found_type}。",
        "In square brackets stands a condition or an index; this is {found_type}.",
    ),
    "unknown-member": (
        "没有名为“{name}”的成员。有：{known}。",
        "There is no member “{name}”. There are: {known}.",
    ),
    "unknown-member-suggest": (
        "没有名为“{name}”的成员。是不是“{suggestion}”？有：{known}。",
        "There is no member “{name}”. Did you mean “{suggestion}”? There are: {known}.",
    ),
    "no-members": (
        "{found_type}没有成员，不能取“{name}”。",
        "{found_type} has no members, so “{name}” cannot be taken of it.",
    ),
    "not-a-function": (
        "“{name}”不是函数，而是{found_type}；若是乘法，请写 *。",
        "“{name}” is no function but {found_type}; a product is written *.",
    ),
    "wrong-count": (
        "函数 {name} 需要 {wanted} 个参数，这里有 {found} 个。",
        "The function {name} takes {wanted} arguments; here are {found}.",
    ),
    "wrong-argument": (
        "函数 {name} 的参数“{argument}”应当是{wanted_type}，这里是{found_type}。",
        "The argument “{argument}” of {name} should be {wanted_type}; this is {found_type}.",
    ),
    "unknown-argument": (
        "函数 {function} 没有名为“{name}”的参数。",
        "The function {function} has no parameter “{name}”.",
    ),
    "unknown-argument-suggest": (
        "函数 {function} 没有名为“{name}”的参数。是不是“{suggestion}”？",
        "The function {function} has no parameter “{name}”. Did you mean “{suggestion}”?",
    ),
    "missing-argument": (
        "函数 {name} 缺少参数：{argument}。",
        "The function {name} lacks an argument: {argument}.",
    ),
    "external-function": (
        "不能使用外部函数（Java、PMML）。",
        "External functions (Java, PMML) are not allowed.",
    ),
    "unknown-type": (
        "没有名为“{name}”的类型。",
        "There is no type “{name}”.",
    ),
    "unknown-type-suggest": (
        "没有名为“{name}”的类型。是不是“{suggestion}”？",
        "There is no type “{name}”. Did you mean “{suggestion}”?",
    ),
    "wrong-result": (
        "结果应当是{wanted_type}，这里是{found_type}。",
        "The result should be {wanted_type}; this is {found_type}.",
    ),
}

TABLES: dict[str, tuple[str, str]] = {
    "unknown-hit-policy": (
        "没有命中策略“{name}”；可用的有 U A P F R O C C+ C< C> C#。",
        "There is no hit policy `{name}`; there are U A P F R O C C+ C< C> C#.",
    ),
    "table-without-output": (
        "决策表没有输出列，至少要有一列。",
        "The table has no output; give it at least one.",
    ),
    "output-without-name": (
        "有多个输出列时，每一列都要有名称。",
        "Where there are several outputs, each needs a name.",
    ),
    "aggregate-of-several": (
        "命中策略 {name} 只能用于一个输出列。",
        "The hit policy {name} works on a single output only.",
    ),
    "priorities-needed": (
        "按优先级命中时，输出列“{name}”要依次列出可能的取值，优先者在前。",
        "With this hit policy the output `{name}` must list its possible values, best first.",
    ),
    "wrong-cell-count": (
        "这条规则有 {found} 个单元格，应有 {expected} 个。",
        "The rule has {found} cells here; there should be {expected}.",
    ),
}

MESSAGES: dict[str, tuple[str, str]] = SYNTAX | SEMANTICS | TABLES


def render(code: str, parameters: Mapping[str, str], language: str) -> str:
    """Return the sentence of a code with its blanks filled.

    `language` is "zh" or "en". Parameters whose name ends in `_type` are names of types. Raises
    KeyError for an unknown code, an unknown language or a blank without a parameter.
    """
    chinese, english = MESSAGES[code]
    sentence = {"zh": chinese, "en": english}[language]
    if language == "zh":
        parameters = {
            name: _in_chinese(value) if name.endswith("_type") else value
            for name, value in parameters.items()
        }
    return sentence.format_map(parameters)


def _in_chinese(type_name: str) -> str:
    """Return the spelling of a type in Chinese, e.g. 列表<数字> for `list<number>`."""
    return _TYPE_WORD.sub(lambda found: _TYPE_WORDS[found[0]], type_name)
