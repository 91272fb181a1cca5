"""Why an evaluation gave null: a code with its blanks, in words of two languages.

FEEL has no exceptions: whatever cannot be computed is null. The cause is kept beside the value
when somebody listens (a trace does), and costs nothing otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, Literal

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "operands": {
        "en": "`{operator}` cannot be applied to {left} and {right}.",
        "zh": "“{operator}”不能用于{left}与{right}。",
    },
    "operand": {
        "en": "`{operator}` cannot be applied to {value}.",
        "zh": "“{operator}”不能用于{value}。",
    },
    "division_by_zero": {
        "en": "Division by zero.",
        "zh": "除数为零。",
    },
    "out_of_range": {
        "en": "The result of {operation} is out of range.",
        "zh": "{operation}的结果超出范围。",
    },
    "incomparable": {
        "en": "{left} and {right} cannot be compared.",
        "zh": "{left}与{right}无法比较。",
    },
    "unreadable": {
        "en": "`{text}` is not a {kind}.",
        "zh": "“{text}”不是有效的{kind}。",
    },
    "argument": {
        "en": "Argument `{parameter}` of `{function}` cannot be {value}.",
        "zh": "函数“{function}”的参数“{parameter}”不能是{value}。",
    },
    "arguments": {
        "en": "`{function}` cannot be called with these arguments.",
        "zh": "函数“{function}”不能以这些参数调用。",
    },
    "no_function": {
        "en": "{value} is not a function.",
        "zh": "{value}不是函数。",
    },
    "unknown_name": {
        "en": "There is no name `{name}` here.",
        "zh": "这里没有“{name}”这个名称。",
    },
    "external_function": {
        "en": "External functions (Java, PMML) are not called.",
        "zh": "不调用外部函数（Java、PMML）。",
    },
    "not_feel": {
        "en": "`{text}` cannot be read as FEEL at {place} ({finding}).",
        "zh": "“{text}”在 {place} 处不是有效的 FEEL（{finding}）。",
    },
    "no_logic": {
        "en": "`{name}` has no logic.",
        "zh": "“{name}”没有逻辑。",
    },
    "not_provided": {
        "en": "No value was given for `{name}`.",
        "zh": "没有给出“{name}”的值。",
    },
    "circular": {
        "en": "`{name}` depends on itself.",
        "zh": "“{name}”依赖自身。",
    },
    "no_member": {
        "en": "There is no member `{member}`.",
        "zh": "没有名为“{member}”的成员。",
    },
    "no_element": {
        "en": "The list has no element {index}.",
        "zh": "列表没有第 {index} 个元素。",
    },
    "not_a_list": {
        "en": "{value} cannot be walked through.",
        "zh": "{value}不能逐项遍历。",
    },
    "too_many": {
        "en": "More than {limit} steps.",
        "zh": "超过 {limit} 步。",
    },
    "too_large": {
        "en": "A text or list would have more than {limit} characters or elements.",
        "zh": "文本或列表会超过 {limit} 个字符或元素。",
    },
    "too_complex": {
        "en": "The pattern `{pattern}` could take too long on this text; make it simpler.",
        "zh": "正则表达式“{pattern}”用于这段文本可能耗时过长，请写得简单一些。",
    },
    "matches_nothing": {
        "en": "The pattern `{pattern}` also fits the empty text, so nothing can be cut by it.",
        "zh": "正则表达式“{pattern}”也匹配空文本，无法据此切分或替换。",
    },
    "too_deep": {
        "en": "The functions call one another too deeply.",
        "zh": "函数相互调用过深。",
    },
    "condition": {
        "en": "The condition gave {value} instead of true or false.",
        "zh": "条件的结果是{value}，而不是真或假。",
    },
    "result_type": {
        "en": "The result {value} is not of type {type}.",
        "zh": "结果{value}不是“{type}”类型。",
    },
    "rules_overlap": {
        "en": "Rules {rules} match together, but the hit policy allows one only.",
        "zh": "规则 {rules} 同时命中，但命中策略只允许一条。",
    },
    "rules_disagree": {
        "en": "Rules {rules} match together with different outputs.",
        "zh": "规则 {rules} 同时命中，但结果不同。",
    },
    "no_rule": {
        "en": "No rule of the table matches.",
        "zh": "决策表没有规则命中。",
    },
    "not_allowed": {
        "en": "{value} is not among the allowed values of `{column}`.",
        "zh": "{value}不在“{column}”的允许取值之内。",
    },
}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a value is null. `code` names words above, `parameters` fill their blanks."""

    code: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def message(self, language: Literal["zh", "en"] = "zh") -> str:
        """Return the cause as a sentence."""
        return WORDS[self.code][language].format(**self.parameters)


LISTENER: Final[ContextVar[list[Cause] | None]] = ContextVar("feel_causes", default=None)


@contextmanager
def listening() -> Iterator[list[Cause]]:
    """Collect the causes of every null that comes about within, in their order."""
    causes: list[Cause] = []
    token = LISTENER.set(causes)
    try:
        yield causes
    finally:
        LISTENER.reset(token)


def null_because(code: str, **parameters: object) -> None:
    """Return null, and tell whoever listens why. Values are shown as short FEEL texts."""
    heard = LISTENER.get()
    if heard is not None:
        heard.append(Cause(code, {key: str(value) for key, value in parameters.items()}))
