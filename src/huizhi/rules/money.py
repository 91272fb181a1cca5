"""Money as whole fen, and the roundings that may turn yuan into it."""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Rounding(StrEnum):
    """How a fraction of a fen is settled; every place that rounds names one of these."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


_DECIMAL_ROUNDING = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.DOWN: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
}
_ONE = Decimal(1)


def fen_of_yuan(yuan: Decimal, rounding: Rounding) -> int:
    """Return whole fen for an amount in yuan.

    `DOWN` and `UP` go towards and away from zero. Raises TypeError for a float, ValueError for
    NaN and infinity.
    """
    if not isinstance(yuan, Decimal):
        raise TypeError(f"yuan must be a Decimal, not {type(yuan).__name__}: {yuan!r}")
    if not yuan.is_finite():
        raise ValueError(f"{yuan} yuan is no amount of money")
    exact = yuan.scaleb(2)
    if exact != exact.to_integral_value():
        exact = exact.quantize(_ONE, rounding=_DECIMAL_ROUNDING[rounding])
    return int(exact)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole fen (a hundredth of a yuan). May be negative: a claw-back is."""

    fen: int

    def __post_init__(self) -> None:
        """Refuse what is no whole number; True and False are no amounts either."""
        if type(self.fen) is not int:
            raise TypeError(f"fen must be an int, not {type(self.fen).__name__}: {self.fen!r}")

    @classmethod
    def from_yuan(cls, yuan: Decimal, rounding: Rounding) -> Money:
        """Return the money for an amount in yuan; see `fen_of_yuan` for what it raises."""
        return cls(fen_of_yuan(yuan, rounding))

    @property
    def yuan(self) -> Decimal:
        """The amount in yuan, exact, with two decimals."""
        return Decimal(self.fen).scaleb(-2)

    def __add__(self, other: Money) -> Money:
        """Return the sum of two amounts."""
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        """Return the difference of two amounts."""
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        """Return the amount with the other sign."""
        return Money(-self.fen)

    def __str__(self) -> str:
        """Return the amount in yuan with two decimals and groups of three, e.g. `5,000.00`."""
        return f"{self.yuan:,.2f}"


ZERO = Money(0)
