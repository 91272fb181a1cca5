"""The operations of one kind of record: list, one, add, change, move. The same for every kind.

A kind without services to add and change it is only read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Status

from huizhi.api.access import caller
from huizhi.api.failures import (
    ANY_CALL,
    ONE_RECORD,
    WRITING,
    Duplicate,
    FieldRefused,
    with_failures,
)
from huizhi.api.kinds import Kind
from huizhi.api.pages import page_of
from huizhi.api.repeating import Key, once
from huizhi.api.shapes import Shapes, answer_of, changed_details_of, details_of, once_of
from huizhi.api.types import Body, PathId, later
from huizhi.kernel.models import User

CREATED = 201


def router_of(kind: Kind, shapes: Shapes) -> Router:
    """Return the operations of a kind, ready to be mounted at its path."""
    router = Router(tags=[kind.readable.path])
    _add_reading(router, kind, shapes)
    _add_adding(router, kind, shapes)
    _add_changing(router, kind, shapes)
    _add_moving(router, kind, shapes)
    return router


def find(kind: Kind, user: User, pk: int) -> Any:
    """Return a record that the user may see. Errors: `Http404`, `RightMissing`."""
    record = kind.rows_for(user).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def hold(kind: Kind, pk: int) -> None:
    """Keep others from changing a record until the transaction ends."""
    kind.model._default_manager.select_for_update().order_by("pk").filter(pk=pk).first()


def answer_again(kind: Kind, record: Any) -> dict[str, Any]:
    """Return what a record says after a change: read anew, with all that it shows joined."""
    return answer_of(kind, kind.model._default_manager.get(pk=record.pk))


def typed(view: Callable[..., Any], **types: Any) -> Callable[..., Any]:
    """Return a view whose parameters have these types, which are made only at run time."""
    view.__annotations__.update(types)
    return view


def _add_reading(router: Router, kind: Kind, shapes: Shapes) -> None:
    def list_records(request: HttpRequest, wanted: Any) -> dict[str, Any]:
        user = caller(request, kind.read_scope)
        refuse_unknown(request, shapes.wanted)
        return page_of(kind, kind.rows_for(user), wanted, lambda record: answer_of(kind, record))

    def get_record(request: HttpRequest, pk: PathId) -> dict[str, Any]:
        return answer_of(kind, find(kind, caller(request, kind.read_scope), pk))

    path = kind.readable.path
    router.get(
        "",
        response=with_failures({200: shapes.page}, ANY_CALL),
        operation_id=f"list_{path}",
        summary=later(gettext_lazy("List")),
    )(typed(list_records, wanted=Annotated[shapes.wanted, Query(...)]))
    router.get(
        "/{int:pk}",
        response=with_failures({200: shapes.record}, ONE_RECORD),
        operation_id=f"get_{kind.name}",
        summary=later(gettext_lazy("Read one")),
    )(get_record)


def _add_adding(router: Router, kind: Kind, shapes: Shapes) -> None:
    add, scope = kind.add, kind.write_scope
    if add is None or scope is None:
        return

    def add_record(
        request: HttpRequest, response: HttpResponse, payload: Any, key: str | None = None
    ) -> Status[Any]:
        user = caller(request, scope)

        def work() -> dict[str, Any]:
            details = details_of(kind, payload, user)
            refuse_duplicate(kind, details)
            once_said = once_of(kind, payload, user)
            return answer_again(kind, add(actor=user, details=details, **once_said))

        return Status(CREATED, once(request, response, key, work))

    router.post(
        "",
        response=with_failures({CREATED: shapes.record}, WRITING),
        operation_id=f"add_{kind.name}",
        summary=later(gettext_lazy("Add")),
    )(typed(add_record, payload=shapes.new, key=Key))


def _add_changing(router: Router, kind: Kind, shapes: Shapes) -> None:
    change, scope = kind.change, kind.write_scope
    if change is None or scope is None:
        return

    def replace_details(request: HttpRequest, pk: PathId, payload: Any) -> dict[str, Any]:
        return changed(caller(request, scope), pk, payload, details_of)

    def change_details(request: HttpRequest, pk: PathId, payload: Any) -> dict[str, Any]:
        return changed(caller(request, scope), pk, payload, changed_details_of)

    def changed(user: User, pk: int, payload: Any, read: Callable[..., Any]) -> dict[str, Any]:
        # Held from here on, so that what is left out cannot change between reading and writing.
        with transaction.atomic():
            hold(kind, pk)
            record = find(kind, user, pk)
            details = read(kind, payload, user, kept=record)
            refuse_duplicate(kind, details, record)
            return answer_again(kind, change(actor=user, record=record, details=details))

    router.put(
        "/{int:pk}",
        response=with_failures({200: shapes.record}, WRITING),
        operation_id=f"change_{kind.name}",
        summary=later(gettext_lazy("Replace the details")),
    )(typed(replace_details, payload=shapes.details))
    router.patch(
        "/{int:pk}",
        response=with_failures({200: shapes.record}, WRITING),
        operation_id=f"patch_{kind.name}",
        summary=later(gettext_lazy("Change the fields that are sent")),
    )(typed(change_details, payload=shapes.changes))


def _add_moving(router: Router, kind: Kind, shapes: Shapes) -> None:
    move, scope = kind.move, kind.write_scope
    if move is None or scope is None:
        return

    def move_record(
        request: HttpRequest,
        response: HttpResponse,
        pk: PathId,
        payload: Any,
        key: str | None = None,
    ) -> dict[str, Any]:
        user = caller(request, scope)

        def work() -> dict[str, Any]:
            record = find(kind, user, pk)
            moved = move(
                actor=user, record=record, to=payload.to, on=payload.on, reason=payload.reason
            )
            return answer_again(kind, moved)

        return once(request, response, key, work)

    router.post(
        "/{int:pk}/moves",
        response=with_failures({200: shapes.record}, WRITING),
        operation_id=f"move_{kind.name}",
        summary=later(gettext_lazy("Move to another state")),
    )(typed(move_record, payload=shapes.move, key=Key))


def refuse_unknown(request: HttpRequest, wanted: type[Body]) -> None:
    """Refuse a parameter that is none: a misspelt filter would return everything.

    Errors: `FieldRefused`.
    """
    for name in request.GET:
        if name not in wanted.model_fields:
            raise FieldRefused(
                _("There is no such parameter. There are: {names}.").format(
                    names=", ".join(wanted.model_fields)
                ),
                field=name,
            )


def refuse_duplicate(kind: Kind, details: Any, record: Any = None) -> None:
    """Refuse what only one record may have and another has. Errors: `Duplicate`.

    Two that come at the same moment are told apart by the database itself.
    """
    entered = {entry.name for entry in fields(details)}
    for constraint in kind.model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or not entered.issuperset(
            constraint.fields
        ):
            continue
        values = {name: getattr(details, name) for name in constraint.fields}
        others = kind.model._default_manager.filter(**values)
        if all(values.values()) and others.exclude(pk=record and record.pk).exists():
            words = str(constraint.get_violation_error_message())
            raise Duplicate(words, field=constraint.fields[0])
