"""Values of facts as the database keeps them: JSON that loses nothing, by the catalogue's type.

| type | in Python | in JSON |
|---|---|---|
| string | str | string |
| boolean | bool | true, false |
| integer, number | Decimal (int is taken too) | number when whole, else decimal string |
| money | Decimal, whole fen | decimal string |
| date | datetime.date | ISO string |
| reference | int, the key of the other subject | number |
| list | list | list |
| record | dict by the members' Chinese names | object |

Known to be absent is None and null in every type. Money is in yuan with two decimals, as a string.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel.errors import HuizhiError
from huizhi.rules.facts.model import Fact, FactType

Json = Any

FEN = Decimal("0.01")


class FactValueWrong(HuizhiError):
    """A value that does not fit the type or the listed values of its fact."""


def to_json(fact: Fact, value: object) -> Json:
    """Return the JSON of a value. Errors: `FactValueWrong`, which names the fact and the value."""
    return _to_json(fact, fact.type, value)


def from_json(fact: Fact, stored: Json) -> Any:
    """Return the value that `to_json` stored."""
    return _from_json(fact, fact.type, stored)


def _to_json(fact: Fact, type_: FactType, value: object) -> Json:
    if value is None:
        return None
    if type_.element is not None:
        if not isinstance(value, list | tuple):
            raise _wrong(fact, value)
        return [_to_json(fact, type_.element, item) for item in value]
    return _WRITERS[type_.name](fact, value)


def _from_json(fact: Fact, type_: FactType, stored: Json) -> Any:
    if stored is None:
        return None
    if type_.element is not None:
        return [_from_json(fact, type_.element, item) for item in stored]
    match type_.name:
        case "date":
            return dt.date.fromisoformat(stored)
        case "integer" | "number" | "money":
            return Decimal(stored)
        case "record":
            members = {member.name: member for member in fact.members}
            return {
                name: from_json(members[name], item)
                for name, item in stored.items()
                if name in members
            }
    return stored


def _text(fact: Fact, value: object) -> Json:
    if not isinstance(value, str) or (fact.values and value not in fact.allowed):
        raise _wrong(fact, value)
    return value


def _boolean(fact: Fact, value: object) -> Json:
    if not isinstance(value, bool):
        raise _wrong(fact, value)
    return value


def _decimal(fact: Fact, value: object) -> Decimal:
    # No float: what it holds is not what somebody wrote.
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(fact, value)
    try:
        number = Decimal(value)
        whole = number == number.to_integral_value()
    except InvalidOperation:
        raise _wrong(fact, value) from None
    if fact.type.scalar.name == "integer" and not whole:
        raise _wrong(fact, value)
    return number


def _number(fact: Fact, value: object) -> Json:
    number = _decimal(fact, value)
    return int(number) if number == number.to_integral_value() else format(number, "f")


def _money(fact: Fact, value: object) -> Json:
    number = _decimal(fact, value)
    in_fen = number.quantize(FEN)
    if in_fen != number:
        raise _wrong(fact, value)
    # One way to write a sum, so that 3000 and 3000.00 are the same fact.
    return format(in_fen, "f")


def _date(fact: Fact, value: object) -> Json:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise _wrong(fact, value)
    return value.isoformat()


def _reference(fact: Fact, value: object) -> Json:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(fact, value)
    return value


def _record(fact: Fact, value: object) -> Json:
    if not isinstance(value, Mapping):
        raise _wrong(fact, value)
    written = {}
    for name, item in value.items():
        member = fact.member(name)
        if member is None:
            raise _wrong(fact, name)
        written[member.name] = to_json(member, item)
    return written


_WRITERS: dict[str, Callable[[Fact, object], Json]] = {
    "string": _text,
    "boolean": _boolean,
    "integer": _number,
    "number": _number,
    "money": _money,
    "date": _date,
    "reference": _reference,
    "record": _record,
}


def _wrong(fact: Fact, value: object) -> FactValueWrong:
    if fact.values:
        text = _("“{value}” is not a value of “{fact}”. Use one of: {allowed}.").format(
            value=value, fact=fact.name, allowed="、".join(fact.allowed)
        )
    else:
        text = _("“{value}” does not fit the fact “{fact}”, whose type is {type}.").format(
            value=value, fact=fact.name, type=fact.type
        )
    return FactValueWrong(text, fact=fact.name, value=value)
