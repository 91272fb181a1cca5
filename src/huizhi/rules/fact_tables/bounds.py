"""Numbers that are known as bounds: 800余人, 近200, 约26万, ≥ 53."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from huizhi.rules.fact_tables.numbers import parse_number

BoundName = Literal["at_least", "at_most", "about"]

_BEFORE: Sequence[tuple[str, BoundName]] = (
    (r"≥|>=|>|不少于|不低于|至少|超过|逾|超|over|at least|more than", "at_least"),
    (r"≤|<=|<|不超过|不多于|至多|最多|将近|接近|近|up to|at most|nearly", "at_most"),
    (r"≈|~|约|大约|大概|about|around", "about"),
)
_AFTER: Sequence[tuple[str, BoundName]] = (
    (r"以上|\+", "at_least"),
    (r"以下|以内", "at_most"),
    (r"左右|上下", "about"),
)
_WITHIN = re.compile(r"(?<=[\d百千万亿])[余多]|(?<=[\d百千万亿])来(?=个|人|名|$)")


def parse_bound(
    raw: object, *, units: Sequence[str], scale: int = 1
) -> tuple[Decimal, BoundName | None]:
    """Return the number a cell states and how it bounds what is meant; None where it says exactly.

    Errors and parameters as `numbers.parse_number`.
    """
    if not isinstance(raw, str):
        return parse_number(raw, units=units, scale=scale), None
    text = unicodedata.normalize("NFKC", raw).strip()
    for patterns, form in ((_BEFORE, r"^(?:{})\s*(?=\d)"), (_AFTER, r"(?:{})$")):
        for words, bound in patterns:
            left, count = re.subn(form.format(words), "", text, count=1, flags=re.IGNORECASE)
            if count:
                return parse_number(left, units=units, scale=scale), bound
    left, count = _WITHIN.subn("", text, count=1)
    return parse_number(left, units=units, scale=scale), "at_least" if count else None
