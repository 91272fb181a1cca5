"""Warning lights counted by colour. Their rules and limits are governance's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huizhi.governance.lights import Colour, light_counts
from huizhi.kernel.models import User


@dataclass(frozen=True)
class LightCount:
    """How many records have a light of one colour."""

    colour: Colour
    count: int


def lights(user: User, on: dt.date) -> list[LightCount]:
    """Return the lights a user may see on a day, counted by colour: red, yellow, green."""
    counts = light_counts(user, on)
    return [
        LightCount(colour, sum(getattr(rule, colour.value) for rule in counts)) for colour in Colour
    ]
