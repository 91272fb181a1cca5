"""Builtins on contexts."""

from __future__ import annotations

from typing import Final

from huizhi.feel.builtins.registry import Builtin, way
from huizhi.feel.semantics.types import ANY, STRING, ContextType, ListType
from huizhi.feel.values.causes import null_because
from huizhi.feel.values.kinds import Missing, Value

_ENTRY = ContextType((("key", STRING), ("value", ANY)), open=True)
_CONTEXT = ContextType(open=True)


def get_value(context: dict[str, Value], key: str) -> Value:
    """`get value(context, key)`."""
    if key not in context:
        return null_because("no_member", member=key)
    return context[key]


def get_value_at(context: dict[str, Value], keys: list[str]) -> Value:
    """`get value(context, keys)`: along a path of keys."""
    found: Value = context
    for key in keys:
        if type(found) is Missing:
            return found
        if type(found) is not dict:
            return null_because("no_member", member=key)
        found = get_value(found, key)
    return found if keys else null_because("arguments", function="get value")


def get_entries(context: dict[str, Value]) -> list[Value]:
    """`get entries(m)`: a list of contexts with key and value."""
    return [{"key": key, "value": value} for key, value in context.items()]


def make_context(entries: list[Value]) -> Value:
    """`context(entries)`: the opposite of `get entries`."""
    made: dict[str, Value] = {}
    for entry in entries:
        if type(entry) is not dict or type(entry.get("key")) is not str or "value" not in entry:
            return null_because("arguments", function="context")
        if entry["key"] in made:
            return null_because("arguments", function="context")
        made[entry["key"]] = entry["value"]
    return made


def context_put(context: dict[str, Value], key: str, value: Value) -> dict[str, Value]:
    """`context put(context, key, value)`: a new context with one entry more, or changed."""
    return {**context, key: value}


def context_put_at(context: dict[str, Value], keys: list[Value], value: Value) -> Value:
    """`context put(context, keys, value)`: along a path of keys."""
    if not keys or any(type(key) is not str for key in keys):
        return null_because("arguments", function="context put")
    key, *rest = keys
    if not rest:
        return context_put(context, key, value)
    inner = context.get(key)
    if type(inner) is not dict:
        return null_because("no_member", member=key)
    changed = context_put_at(inner, rest, value)
    return None if changed is None else context_put(context, key, changed)


def context_merge(contexts: list[Value]) -> Value:
    """`context merge(contexts)`: later ones win."""
    if None in contexts:
        return null_because("arguments", function="context merge")
    merged: dict[str, Value] = {}
    for context in contexts:
        merged.update(context)
    return merged


_KEYS = ("keys", ListType(STRING))
_KEY = ("key", STRING)
_VALUE = ("value", ANY)

CONTEXTS: Final = (
    Builtin(
        "get value",
        (
            way("get value", (("m", _CONTEXT), _KEY), ANY, get_value),
            way("get value", (("m", _CONTEXT), _KEYS), ANY, get_value_at),
        ),
        "shallow",
    ),
    Builtin(
        "get entries",
        (way("get entries", (("m", _CONTEXT),), ListType(_ENTRY), get_entries),),
        "shallow",
    ),
    Builtin(
        "context",
        (way("context", (("entries", ListType(_CONTEXT)),), _CONTEXT, make_context),),
    ),
    Builtin(
        "context put",
        (
            way("context put", (("context", _CONTEXT), _KEY, _VALUE), _CONTEXT, context_put),
            way("context put", (("context", _CONTEXT), _KEYS, _VALUE), _CONTEXT, context_put_at),
        ),
        "shallow",
    ),
    Builtin(
        "context merge",
        (way("context merge", (("contexts", ListType(_CONTEXT)),), _CONTEXT, context_merge),),
    ),
)
