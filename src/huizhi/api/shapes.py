"""The documents of each kind: what is sent to add, change or move a record, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from pydantic import create_model

from huizhi.api.fields import KEPT
from huizhi.api.kinds import Kind
from huizhi.api.pages import parameters_of
from huizhi.api.types import Answer, Body, IsoDate, one_of, text
from huizhi.kernel.models import User

LONGEST_REASON = 300


@dataclass(frozen=True)
class Shapes:
    """The classes of one kind's documents; `move` is None for a kind that is not moved."""

    record: type[Answer]
    page: type[Answer]
    new: type[Body]
    details: type[Body]
    changes: type[Body]
    wanted: type[Body]
    move: type[Body] | None


def shapes_of(kind: Kind) -> Shapes:
    """Return the documents of a kind."""
    name = kind.model.__name__
    details = {entry.wire: entry.entry for entry in kind.fields}
    record = create_model(  # type: ignore[call-overload]
        name, __base__=Answer, **{shown.name: (shown.type, ...) for shown in kind.shown}
    )
    page = create_model(
        f"{name}List",
        __base__=Answer,
        items=(list[record], ...),  # type: ignore[valid-type]
        total=(int, ...),
        next_after=(int | None, ...),
    )
    once = {entry.wire: entry.entry for entry in kind.said_once}
    new = create_model(f"New{name}", __base__=Body, **once, **details)  # type: ignore[call-overload]
    changed = create_model(f"{name}Details", __base__=Body, **details)  # type: ignore[call-overload]
    changes = create_model(  # type: ignore[call-overload]
        f"{name}Changes",
        __base__=Body,
        **{entry.wire: entry.entry_of_change for entry in kind.fields},
    )
    wanted = create_model(f"{name}Filter", __base__=Body, **parameters_of(kind))  # type: ignore[call-overload]
    return Shapes(record, page, new, changed, changes, wanted, _move(kind, name))


def answer_of(kind: Kind, record: Any) -> dict[str, Any]:
    """Return what a record says."""
    return {shown.name: shown.read(record) for shown in kind.shown}


def details_of(kind: Kind, payload: Any, user: User, kept: Any = None) -> Any:
    """Return the details that were sent, their references found; `kept` is the record as it is.

    Errors: `FieldRefused`.
    """
    values = {entry.name: entry.take(getattr(payload, entry.wire), user) for entry in kind.fields}
    return kind.details(**values, **_kept(kind, kept))


def changed_details_of(kind: Kind, payload: Any, user: User, kept: Any) -> Any:
    """Return a record's details with what was sent in place of what is; the rest stands.

    Errors: `FieldRefused`.
    """
    sent = payload.model_fields_set
    values = {
        entry.name: entry.take(getattr(payload, entry.wire), user)
        if entry.wire in sent
        else entry.keep(kept, user, sent)
        for entry in kind.fields
    }
    return kind.details(**values, **_kept(kind, kept))


def once_of(kind: Kind, payload: Any, user: User) -> dict[str, Any]:
    """Return what only a new record is given, its references found. Errors: `FieldRefused`."""
    return {entry.name: entry.take(getattr(payload, entry.wire), user) for entry in kind.said_once}


def _kept(kind: Kind, kept: Any) -> dict[str, Any]:
    if kept is None:
        return {}
    return {one.name: getattr(kept, one.name) for one in fields(kind.details) if one.name in KEPT}


def _move(kind: Kind, name: str) -> type[Body] | None:
    if kind.move is None:
        return None
    return create_model(
        f"{name}Move",
        __base__=Body,
        to=(one_of(kind.states), ...),
        on=(IsoDate, ...),
        reason=(text(LONGEST_REASON), ""),
    )
