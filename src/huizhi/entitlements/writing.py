"""Writing the results of a run: plain rows, one prepared statement.

A run over five thousand persons makes some forty thousand rows. Through model instances that takes
five times as long, most of it in working out each column of each row anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from huizhi.entitlements import lifecycle
from huizhi.entitlements.models import MissingFact, Result, Run
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.evaluation.results import Result as Answer
from huizhi.rules.money import Money

REASON_KEYS = ("reason", "reason_name", "unit", "not_evaluated")
COLUMNS = (
    "run_id",
    "subject_kind",
    "subject_id",
    "subject_name",
    "benefit",
    "period",
    "outcome",
    "amount",
    "gross",
    "potential",
    "quantity",
    "adjustments",
    "missing",
    "reason",
    "clause",
    "tier",
    "county_id",
    "organisation_id",
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Marks:
    """What of a subject goes with each of its results."""

    name: str
    tier: str
    county_id: str | None
    organisation_id: int | None


def row_of(run: Run, answer: Answer, marks: Marks) -> Row:
    """Return an answer as a row, in the order of `COLUMNS`."""
    data = answer.to_json()
    quantity = answer.quantity
    return (
        run.pk,
        answer.subject.kind.value,
        int(answer.subject.id),
        marks.name,
        answer.benefit_id,
        answer.period,
        answer.outcome.value,
        _fen(answer.amount),
        _fen(answer.gross),
        _fen(answer.potential),
        None if quantity is None else connection.ops.adapt_decimalfield_value(quantity, 18, 4),
        connection.ops.adapt_json_value(data["adjustments"], None),
        connection.ops.adapt_json_value(data["missing"], None),
        connection.ops.adapt_json_value({key: data[key] for key in REASON_KEYS}, None),
        answer.clause,
        marks.tier,
        marks.county_id,
        marks.organisation_id,
    )


def write(run: Run, rows: Sequence[Row]) -> None:
    """Write rows and the facts that unknown ones lack, unless another process has the run.

    Errors: `RunTakenOver`.
    """
    if not rows:
        return
    names = ", ".join(connection.ops.quote_name(column) for column in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    statement = f"INSERT INTO {Result._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608
    with transaction.atomic():
        lifecycle.beat(run)
        before = _last_number()
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
        _write_missing(run, before)


def _write_missing(run: Run, after: int) -> None:
    unknown = Result.objects.filter(run=run, outcome=Outcome.UNKNOWN, pk__gt=after)
    MissingFact.objects.bulk_create(
        [
            MissingFact(result_id=number, name=name, alone=len(names) == 1)
            for number, names in unknown.order_by("pk").values_list("pk", "missing")
            for name in names
        ]
    )


def _last_number() -> int:
    return Result.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _fen(money: Money | None) -> int | None:
    return None if money is None else money.fen
