"""The indicators of a month, each beside last month and the same month of last year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.cases.queries import cases_for
from huizhi.insight.leaders.figure import Unit
from huizhi.insight.queries import fundings_for
from huizhi.insight.selections.counting import count_each, sum_each
from huizhi.insight.selections.months import (
    MONTHS_OF_A_YEAR,
    earlier,
    last_day,
    month_of,
)
from huizhi.insight.selections.register import Selection
from huizhi.kernel.models import User
from huizhi.partners.queries import (
    agreements_for,
    bases_for,
    projects_for,
    visit_reports_for,
    visits_for,
)
from huizhi.partners.states import ProjectState
from huizhi.people.queries import people_for


@dataclass(frozen=True)
class Indicator:
    """A number of every report: `zh` is its name in Chinese texts, `key` in English ones.

    A monthly one counts what happened in the month; any other what there is on its last day.
    """

    key: str
    zh: str
    label: Promise | str
    unit: Unit
    rows: Callable[[User], QuerySet[Any]]
    selection: str
    monthly: bool = True
    value: str = ""

    @property
    def sums(self) -> bool:
        """Whether the number is the sum of a column."""
        return self.key in SUMMED


SUMMED = {"visitors", "project_money", "money_paid"}
INDICATORS = (
    Indicator(
        "agreements_signed",
        "新签协议",
        _("Agreements signed"),
        Unit.RECORDS,
        agreements_for,
        "agreement.signed-in",
    ),
    Indicator(
        "agreements_standing",
        "在约协议",
        _("Signed agreements"),
        Unit.RECORDS,
        agreements_for,
        "agreement.reached",
        monthly=False,
        value="signed",
    ),
    Indicator(
        "agreements_with_results",
        "见效协议",
        _("Signed agreements that show results"),
        Unit.RECORDS,
        agreements_for,
        "agreement.reached",
        monthly=False,
        value="results",
    ),
    Indicator(
        "bases_signed",
        "新签基地",
        _("Bases signed"),
        Unit.RECORDS,
        bases_for,
        "base.signed-in",
    ),
    Indicator(
        "bases_unveiled",
        "揭牌基地",
        _("Bases unveiled"),
        Unit.RECORDS,
        bases_for,
        "base.unveiled-in",
    ),
    Indicator(
        "bases_open",
        "揭牌运行基地",
        _("Bases open"),
        Unit.RECORDS,
        bases_for,
        "base.open",
        monthly=False,
    ),
    Indicator(
        "projects_started",
        "启动项目",
        _("Projects started"),
        Unit.RECORDS,
        projects_for,
        "project.started-in",
    ),
    Indicator(
        "projects_under_way",
        "在建项目",
        _("Projects under way"),
        Unit.RECORDS,
        projects_for,
        "project.state",
        monthly=False,
        value=ProjectState.UNDER_WAY.value,
    ),
    Indicator(
        "project_money",
        "项目资金",
        _("Money of projects"),
        Unit.MONEY,
        fundings_for,
        "funding.standing",
        monthly=False,
    ),
    Indicator("visits", "来访批次", _("Visits"), Unit.RECORDS, visits_for, "visit.in"),
    Indicator(
        "visitors",
        "来访人数",
        _("Visitors from universities"),
        Unit.PEOPLE,
        visits_for,
        "visit.people-in",
    ),
    Indicator(
        "reports_delivered",
        "提交报告",
        _("Reports delivered"),
        Unit.RECORDS,
        visit_reports_for,
        "visitreport.delivered-in",
    ),
    Indicator(
        "people_paid",
        "兑现人数",
        _("People paid"),
        Unit.PEOPLE,
        people_for,
        "person.paid-in",
    ),
    Indicator(
        "money_paid",
        "兑现金额",
        _("Money paid"),
        Unit.MONEY,
        cases_for,
        "case.paid-in",
    ),
)


def count_indicators(user: User, base: Selection) -> dict[str, list[int]]:
    """Return for each indicator the month's number, last month's and last year's.

    Those of months gone by count up to their last day.
    """
    month = month_of(base.on)
    months = (month, earlier(month, 1), earlier(month, MONTHS_OF_A_YEAR))
    days = (base.on, *(last_day(each) for each in months[1:]))
    found = {}
    for indicator in INDICATORS:
        wanted = {
            str(place): Selection(
                indicator.selection,
                day,
                each if indicator.monthly else indicator.value,
                base.county,
            )
            for place, (each, day) in enumerate(zip(months, days, strict=True))
        }
        count = sum_each if indicator.sums else count_each
        counted = count(indicator.rows(user), wanted)
        found[indicator.key] = [counted[str(place)] for place in range(len(months))]
    return found
