"""The figures of a run as charts, each bar with the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huizhi.backoffice.charts import chart
from huizhi.backoffice.runs.filters import WITHOUT
from huizhi.entitlements.models import Run
from huizhi.entitlements.queries import Total
from huizhi.kernel.fact_wording import tier_words
from huizhi.rules.evaluation.results import Outcome


def result_list(run: Run, **filters: str | int) -> str:
    """Return the address of a run's results with some filters set."""
    return f"{reverse('result:index')}?{urlencode({'run': run.pk, **filters})}"


def charts_of(
    run: Run, benefits: Sequence[Total], tiers: Sequence[Total], counties: Sequence[Total]
) -> list[dict[str, Any]]:
    """Return the charts of a run's page: claims by benefit, money by benefit, tier and county."""
    money = [total for total in benefits if total.due.fen or total.potential.fen]
    return [
        chart(
            identity="claims-by-benefit",
            kind="stacked-bar",
            title=_("Claims by benefit"),
            unit=_("claims"),
            heading=_("Benefit"),
            categories=[total.name for total in benefits],
            series={
                _("Entitled"): [total.entitled for total in benefits],
                _("Not known yet"): [total.not_known for total in benefits],
            },
            links=_links(run, "benefit", benefits),
        ),
        _money(run, "benefit", _("Amount due by benefit"), _("Benefit"), money),
        _money(
            run,
            "tier",
            _("Amount due by tier"),
            _("Tier"),
            [replace(total, name=tier_words(total.name)) for total in tiers],
        ),
        _money(run, "county", _("Amount due by county"), _("County"), counties),
    ]


def _money(
    run: Run, filter_name: str, title: str, heading: str, totals: Sequence[Total]
) -> dict[str, Any]:
    """Return a chart of amounts due in whole yuan; the exact sums stand in the tables."""
    return chart(
        identity=f"due-by-{filter_name}",
        kind="bar",
        title=title,
        unit=_("yuan"),
        heading=heading,
        categories=[total.name or _("(none)") for total in totals],
        series={_("Amount due"): [round(total.due.yuan) for total in totals]},
        links=_links(run, filter_name, totals),
    )


def _links(run: Run, filter_name: str, totals: Sequence[Total]) -> list[str]:
    return [
        result_list(run, **{filter_name: total.key or WITHOUT, "outcome": Outcome.YES.value})
        for total in totals
    ]
