"""The lights on a day: counted by rule and colour, or one by one with record, figure and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from huizhi.governance.lights.limits import RuleInForce, rules_in_force
from huizhi.governance.lights.rule import Colour
from huizhi.kernel.models import User

ALARMS = (Colour.RED, Colour.YELLOW)


@dataclass(frozen=True)
class Light:
    """One light. `record_kind` and `record_id` name the record; `figure` says why the colour.

    `number` is what the figure counts, in the measure of the rule.
    """

    kind: str
    colour: Colour
    record_kind: str
    record_id: int
    name: str
    county_code: str | None
    county: str
    number: int
    figure: str
    rule_words: str


@dataclass(frozen=True)
class RuleCount:
    """How many records of a rule have which colour."""

    rule: RuleInForce
    red: int
    yellow: int
    green: int

    @property
    def total(self) -> int:
        """How many are watched."""
        return self.red + self.yellow + self.green


def light_counts(user: User, on: dt.date) -> list[RuleCount]:
    """Count the lights a user may see: one query for each rule, and one for the limits."""
    return [_count(rule, user, on) for rule in rules_in_force().values()]


def lights_for(
    user: User,
    on: dt.date,
    *,
    kinds: Collection[str] | None = None,
    colours: Collection[Colour] = ALARMS,
    at_most: int | None = None,
) -> list[Light]:
    """Return the lights a user may see on a day, red before yellow before green, worst first.

    `at_most` limits those of each rule. Green ones come only when asked for: they are
    every record that is watched and well.
    """
    chosen = [rule for kind, rule in rules_in_force().items() if kinds is None or kind in kinds]
    lights = [
        light_of(rule, row, on) for rule in chosen for row in lit(rule, user, on, colours)[:at_most]
    ]
    order = {colour: number for number, colour in enumerate(Colour)}
    return sorted(lights, key=lambda light: order[light.colour])


def lit(rule: RuleInForce, user: User, on: dt.date, colours: Collection[Colour]) -> QuerySet[Any]:
    """Return the rows of one rule in some colours, worst first, to be counted and paged."""
    return rule.rule.coloured(user, rule.limits, on).filter(light__in=colours)


def light_of(rule: RuleInForce, row: Any, on: dt.date) -> Light:
    """Return the light of a row that carries its colour."""
    number = rule.rule.number(row, on)
    record = rule.rule.record(row)
    return Light(
        kind=rule.rule.kind,
        colour=Colour(row.light),
        record_kind=record._meta.model_name,
        record_id=record.pk,
        name=rule.rule.name_of(row),
        county_code=record.county_id,
        county=record.county.name if record.county else "",
        number=number,
        figure=rule.rule.figure(number, rule.limits),
        rule_words=rule.words,
    )


def _count(rule: RuleInForce, user: User, on: dt.date) -> RuleCount:
    rows = rule.rule.coloured(user, rule.limits, on).order_by()
    # Grouped, so that the database works out each row's colour once and not for every count.
    grouped = rows.values("light").annotate(number=Count("pk", distinct=True))
    found = dict(grouped.values_list("light", "number"))
    return RuleCount(rule=rule, **{colour.value: found.get(colour.value, 0) for colour in Colour})
