"""Warning lights counted by colour. Their rules and limits are governance's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huizhi.governance.lights import Colour, RuleCount, light_counts
from huizhi.kernel.models import User


@dataclass(frozen=True)
class LightCount:
    """How many records have a light of one colour."""

    colour: Colour
    count: int


@dataclass(frozen=True)
class Lights:
    """All lights by colour, red first, and the rules of which some are red or yellow."""

    colours: list[LightCount]
    alarms: list[RuleCount]


def lights(user: User, on: dt.date) -> Lights:
    """Return the lights a user may see on a day, counted."""
    counts = light_counts(user, on)
    return Lights(
        [LightCount(one, sum(getattr(rule, one.value) for rule in counts)) for one in Colour],
        [rule for rule in counts if rule.red or rule.yellow],
    )
