"""Money in the database: whole fen in a big integer, a `Money` in Python."""

from __future__ import annotations

from typing import Any

from django.db import models

from huizhi.rules.money import Money


class MoneyField(models.BigIntegerField):  # type: ignore[type-arg]
    """A column of whole fen that reads and takes `Money`."""

    _pyi_private_set_type: Money  # type: ignore[assignment]  # what the checker takes for a value

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Money | None:
        """Return the column's fen as `Money`."""
        return None if value is None else Money(value)

    def to_python(self, value: Any) -> Money | None:
        """Return fen, a text of fen or `Money` as `Money`."""
        return value if value is None or isinstance(value, Money) else Money(int(value))

    def get_prep_value(self, value: Any) -> int | None:
        """Return the fen to store."""
        money = self.to_python(value)
        return None if money is None else money.fen
