"""What can be wrong with a model, in words of two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

MESSAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "not-xml": {
        "en": "This is not well-formed XML: {reason}.",
        "zh": "不是格式正确的 XML：{reason}。",
    },
    "doctype": {
        "en": "The file declares a document type; remove `<!DOCTYPE …>`.",
        "zh": "文件带有文档类型声明，请删去“<!DOCTYPE …>”。",
    },
    "too-deep": {
        "en": "Elements are nested more than {limit} levels deep.",
        "zh": "元素嵌套超过 {limit} 层。",
    },
    "not-dmn": {
        "en": "`{name}` is not the definitions of DMN 1.1 to 1.6.",
        "zh": "“{name}”不是 DMN 1.1 至 1.6 的 definitions。",
    },
    "not-a-suite": {
        "en": "`{name}` is not a file of test cases of the DMN TCK.",
        "zh": "“{name}”不是 DMN TCK 的测试文件。",
    },
    "bad-character": {
        "en": "XML cannot hold the character {character}; remove it.",
        "zh": "XML 不能包含字符 {character}，请删去。",
    },
    "no-model": {
        "en": "There is no model `{name}` beside the test cases.",
        "zh": "测试用例旁没有模型文件“{name}”。",
    },
    "bad-value": {
        "en": "`{text}` is not a value of type {type}.",
        "zh": "“{text}”不是“{type}”类型的值。",
    },
    "unknown-hit-policy": {
        "en": "There is no hit policy `{name}`.",
        "zh": "没有命中策略“{name}”。",
    },
    "import-not-found": {
        "en": "The model `{namespace}`, imported as `{name}`, is not here; put its file beside "
        "this one.",
        "zh": "没有找到以“{name}”引入的模型“{namespace}”，请把它的文件放在同一文件夹。",
    },
    "dead-reference": {
        "en": "`{reference}` leads to no element of the model or of its imports.",
        "zh": "“{reference}”在模型及其引入的模型中没有对应的元素。",
    },
    "duplicate-element": {
        "en": "There is more than one element named `{name}`; give each a name of its own.",
        "zh": "有多个名为“{name}”的元素，请各取一名。",
    },
    "duplicate-id": {
        "en": "More than one element has the id `{id}`; give each an id of its own.",
        "zh": "有多个元素的 id 为“{id}”，请各取一个。",
    },
    "circular-requirement": {
        "en": "The decision requires itself by way of {path}.",
        "zh": "决策经由{path}依赖自身。",
    },
    "unknown-input": {
        "en": "The model has no input `{name}`; there are: {known}.",
        "zh": "模型中没有输入“{name}”，可用：{known}。",
    },
    "unknown-decision": {
        "en": "The model has no decision `{name}`.",
        "zh": "模型中没有决策“{name}”。",
    },
    "unknown-service": {
        "en": "The model has no decision service or knowledge model `{name}`.",
        "zh": "模型中没有决策服务或业务知识模型“{name}”。",
    },
}


class DmnError(Exception):
    """A file or a request that cannot be used. `code` names a message above."""

    def __init__(self, code: str, **parameters: str) -> None:
        self.code = code
        self.parameters = parameters
        super().__init__(self.message("en"))

    def message(self, language: Literal["zh", "en"] = "zh") -> str:
        """Return what is wrong, as a sentence."""
        return MESSAGES[self.code][language].format(**self.parameters)
