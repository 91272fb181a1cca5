"""Warning lights: the place where governance plugs in. Thresholds and rules are governance's own.

`SOURCE` is none until the room that has lights is there; the page shows no panel then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from huizhi.kernel.models import User


class Light(Protocol):
    """What the page needs of a light: its colour, how many records it is about, and the list."""

    @property
    def colour(self) -> str:
        """One of `red`, `yellow`, `green`."""

    @property
    def label(self) -> str:
        """What the light is about, in the language of the screen."""

    @property
    def count(self) -> int:
        """How many records show it."""

    @property
    def address(self) -> str:
        """The list of those records."""


LightSource = Callable[[User, dt.date], Sequence[Light]]

SOURCE: LightSource | None = None


def lights(user: User, on: dt.date) -> Sequence[Light] | None:
    """Return the lights a user may see as of a day; None where no room has any."""
    return SOURCE(user, on) if SOURCE else None
