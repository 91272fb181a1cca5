"""Measured values in the database: exact decimals with four places on every database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

PLACES = 4
STEP = Decimal(1).scaleb(-PLACES)


class QuantityField(models.BigIntegerField):
    """A column of ten-thousandths that reads and takes `Decimal`.

    SQLite keeps a decimal column as a binary float and sums it as one; whole numbers stay exact,
    alone and summed.
    """

    def from_db_value(
        self, value: int | Decimal | None, expression: Any, connection: Any
    ) -> Decimal | None:
        """Return the column's ten-thousandths as a number; PostgreSQL sums into a numeric."""
        return None if value is None else Decimal(int(value)).scaleb(-PLACES)

    def to_python(self, value: Any) -> Decimal | None:
        """Return a number. Errors: `TypeError` for a float."""
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError(f"A quantity is a Decimal, not a float: {value!r}")
        return Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        """Return ten-thousandths. Errors: `ValueError` for more than four decimals."""
        number = self.to_python(value)
        if number is None:
            return None
        scaled = number.scaleb(PLACES)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{number} has more than {PLACES} decimals")
        return int(scaled)
