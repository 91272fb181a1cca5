"""The balances of pools in words and as charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.backoffice.charts import chart
from huizhi.ledger.models import Account, Pool, Unit
from huizhi.ledger.services import shown
from huizhi.rules.money import Money

BALANCES = (Account.PAID, Account.RESERVED, Account.AVAILABLE)


def balances_of(pool: Pool) -> list[dict[str, str]]:
    """Return what a pool was given and how that stands, as {label, quantity}.

    The pool must come from `ledger.queries.pools_for`, which adds the balances.
    """
    appropriated = sum(getattr(pool, account) for account in BALANCES)
    return [
        {"label": _("Appropriated"), "quantity": shown(pool, appropriated)},
        *(
            {"label": str(account.label), "quantity": shown(pool, getattr(pool, account))}
            for account in reversed(BALANCES)
        ),
    ]


def balances_chart(pools: Sequence[Pool]) -> dict[str, Any]:
    """Return a chart of pools of one unit: paid, reserved, available, in whole yuan or pieces."""
    money = pools[0].unit == Unit.MONEY
    return chart(
        identity=f"balances-{pools[0].unit}",
        kind="stacked-bar",
        title=_("What the pools hold: {unit}").format(unit=pools[0].get_unit_display()),
        unit=_("yuan") if money else "",
        heading=_("Pool"),
        categories=[str(pool) for pool in pools],
        series={
            str(account.label): [_figure(getattr(pool, account), money) for pool in pools]
            for account in BALANCES
        },
        links=[reverse("pool:record", args=[pool.pk]) for pool in pools],
    )


def charts_of(pools: Sequence[Pool]) -> list[dict[str, Any]]:
    """Return a chart for each unit that has pools: yuan and posts share no axis."""
    by_unit: dict[str, list[Pool]] = {}
    for pool in pools:
        by_unit.setdefault(pool.unit, []).append(pool)
    return [balances_chart(by_unit[unit]) for unit in Unit if unit in by_unit]


def _figure(quantity: int, money: bool) -> int:
    return round(Money(quantity).yuan) if money else quantity
