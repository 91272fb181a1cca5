"""What the parts and the fields of a pack's files are called on screens."""

from __future__ import annotations

from collections.abc import Sequence

from huizhi.rules.packs.reading import NOT_EVALUATED
from huizhi.rules.words import Words

FIELDS = {
    "amount": Words("金额（元）", "Amount (yuan)"),
    "assumption": Words("假定", "Assumption"),
    "benefits": Words("事项", "Benefits"),
    "caps": Words("限额", "Caps"),
    "clause": Words("条款", "Clause"),
    "clauses": Words("条款", "Clauses"),
    "conditions": Words("条件", "Conditions"),
    "date": Words("来源日期", "Date of the source"),
    "default": Words("默认结果", "Default result"),
    "definitions": Words("定义", "Definitions"),
    "document": Words("文件", "Document"),
    "english": Words("英文名称", "English name"),
    "facts": Words("本包的事实", "Facts of the pack"),
    "feel": Words("表达式", "Expression"),
    "form": Words("形式", "Form"),
    "from": Words("施行日期", "In force from"),
    "group": Words("叠加组", "Stacking group"),
    "groups": Words("叠加组", "Stacking groups"),
    "hit_policy": Words("命中策略", "Hit policy"),
    "id": Words("标识", "Id"),
    "in_force": Words("施行", "In force"),
    "inputs": Words("条件列", "Columns of conditions"),
    "issued": Words("发文日期", "Issued on"),
    "issuer": Words("发文机关", "Issuer"),
    "label": Words("显示名称", "Label"),
    "limit": Words("限额", "Limit"),
    "months": Words("月数", "Months"),
    "name": Words("名称", "Name"),
    "notice_days": Words("公示工作日", "Working days of public notice"),
    "number": Words("文号", "Number"),
    "outputs": Words("结果列", "Columns of results"),
    "per": Words("限额对象", "Limit per"),
    "period": Words("周期", "Period"),
    "priority": Words("优先顺序", "Priority"),
    "quantity": Words("数量", "Quantity"),
    "received": Words("已领金额", "Received before"),
    "region": Words("行政区划", "Region"),
    "rounding": Words("舍入", "Rounding"),
    "rule": Words("规则", "Rule"),
    "source": Words("来源", "Source"),
    "source.title": Words("来源名称", "Title of the source"),
    "start": Words("起算日", "Due from"),
    "subject": Words("对象类别", "Kind of subject"),
    "tables": Words("决策表", "Decision tables"),
    "text": Words("内容", "Text"),
    "title": Words("标题", "Title"),
    "to": Words("有效期至", "In force to"),
    "type": Words("类型", "Type"),
    "unit": Words("单位", "Unit"),
    "url": Words("链接", "Link"),
    "values": Words("已知结果", "Known results"),
    "window": Words("期限", "Window"),
    **NOT_EVALUATED,
}
VALUES = {
    "form": {
        "money": Words("资金", "Money"),
        "voucher": Words("券", "Voucher"),
        "housing": Words("住房", "Housing"),
        "post": Words("编制", "Establishment post"),
        "honour": Words("荣誉", "Honour"),
        "service": Words("服务", "Service"),
    },
    "period": {
        "once": Words("一次", "once"),
        "month": Words("按月", "each month"),
        "year": Words("按年", "each year"),
    },
    "rounding": {
        "half_up": Words("四舍五入到分", "to the nearest fen, half up"),
        "half_even": Words("四舍六入五成双到分", "to the nearest fen, half to even"),
        "down": Words("舍去分以下", "down to whole fen"),
        "up": Words("进一到分", "up to whole fen"),
    },
    "hit_policy": {
        "U": Words("U：至多一条规则符合", "U: at most one rule is met"),
        "A": Words("A：可有多条符合，结果须相同", "A: several may be met, with the same result"),
        "F": Words("F：取第一条", "F: the first counts"),
        "P": Words("P：按已知结果的顺序取第一条", "P: the first by the order of the known results"),
        "R": Words("R：全部结果，按规则顺序", "R: all results, in the order of the rules"),
        "O": Words(
            "O：全部结果，按已知结果的顺序", "O: all results, in the order of the known ones"
        ),
        "C": Words("C：全部结果", "C: all results"),
        "C+": Words("C+：合计", "C+: the sum"),
        "C<": Words("C<：最小", "C<: the least"),
        "C>": Words("C>：最大", "C>: the greatest"),
        "C#": Words("C#：个数", "C#: how many"),
    },
    "type": {
        "number": Words("数字", "number"),
        "string": Words("文字", "text"),
        "boolean": Words("是或否", "yes or no"),
        "date": Words("日期", "date"),
        "list<string>": Words("文字列表", "list of texts"),
        "list<number>": Words("数字列表", "list of numbers"),
        "list<boolean>": Words("是或否的列表", "list of yes or no"),
        "list<date>": Words("日期列表", "list of dates"),
    },
}
_LANGUAGES = {"zh": Words("（中文）", " (Chinese)"), "en": Words("（英文）", " (English)")}


def field_words(path: Sequence[str]) -> Words:
    """Return what a field is called: `name`, `name.zh`, `source.title`; by its last parts."""
    *above, last = path
    if last in _LANGUAGES and above:
        language, field = _LANGUAGES[last], field_words(above)
        return Words(field.zh + language.zh, field.en + language.en)
    named = FIELDS.get(".".join(path[-2:])) or FIELDS.get(last)
    return named or Words(last, last)


def value_words(field: str, text: str) -> Words | None:
    """Return the value of a field as people read it, None for an empty one."""
    return VALUES.get(field, {}).get(text) or (Words(text, text) if text else None)
