"""Problems of a month, kind by kind, from data: what is late, stands still, or is not known.

`KINDS` is the one place where rooms add theirs. A kind that is `further` is listed only when the
office asks for it. `NEXT_TASKS` is no problem, but found and worded the same way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.cases.models import Case
from huizhi.cases.queries import cases_for
from huizhi.cases.states import CaseState
from huizhi.entitlements.queries import complete_runs_for, missing_facts, results_for
from huizhi.governance.lights.board import lit
from huizhi.governance.lights.limits import rules_in_force
from huizhi.governance.lights.rule import Colour
from huizhi.governance.queries import problems_for, tasks_for
from huizhi.insight.selections.benefits import cases_on
from huizhi.insight.selections.counting import whole
from huizhi.insight.selections.months import earlier, month_of
from huizhi.insight.selections.register import Selection
from huizhi.kernel.models import User
from huizhi.partners.queries import (
    agreements_for,
    bases_for,
    obligations_for,
    projects_for,
    visits_for,
)
from huizhi.rules.evaluation.results import Outcome

EXPIRY_DAYS = 90
ITEMS_KEPT = 60
# Lights whose records stand in the passages on agreements, projects, obligations and problems.
TOLD_ELSEWHERE = frozenset({"agreement_expiry", "project_end", "obligation_due", "problem_due"})


@dataclass(frozen=True)
class Item:
    """One record of a list: its name, county, the day that matters, money, claims, people."""

    name: str
    county: str = ""
    county_en: str = ""
    day: str = ""
    fen: int = 0
    count: int = 0
    people: int = 0


@dataclass(frozen=True)
class Found:
    """What was found of a kind: how many, the money at stake, the first records, their list."""

    count: int = 0
    fen: int = 0
    items: list[Item] = field(default_factory=list)
    code: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Found:
        """Return what was kept."""
        return cls(data["count"], data["fen"], [Item(**one) for one in data["items"]], data["code"])


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem. `zh` begins the names of its placeholders in Chinese texts."""

    key: str
    zh: str
    label: Promise | str
    find: Callable[[User, Selection], Found]
    further: bool = False


def find_problems(user: User, base: Selection) -> dict[str, Found]:
    """Return what there is of each kind as of the day, within the user's scope."""
    return {kind.key: kind.find(user, base) for kind in KINDS}


def _listed(
    rows_for: Callable[[User], QuerySet[Any]],
    name: str,
    day: str = "",
    value: Callable[[Selection], str] = lambda base: "",
    *,
    title: str = "name",
    owner: str = "",
) -> Callable[[User, Selection], Found]:
    """Return a finder of records by a selection; `day` is the column that an item shows.

    `title` is the column with their names; the county is that of `owner`, where there is one.
    """

    def find(user: User, base: Selection) -> Found:
        selection = Selection(name, base.on, value(base), base.county)
        rows = selection.narrow(rows_for(user)).order_by(*([day] if day else []), title, "pk")
        kept = list(rows[: ITEMS_KEPT + 1])
        count = len(kept) if len(kept) <= ITEMS_KEPT else rows.count()
        return Found(
            count=count,
            items=[_item(record, day, title, owner) for record in kept[:ITEMS_KEPT]],
            code=selection.code,
        )

    return find


def _item(record: Any, day: str, title: str, owner: str = "") -> Item:
    moment: dt.date | None = getattr(record, day) if day else None
    holder = getattr(record, owner) if owner else record
    county = holder.county
    name = getattr(record, title)
    return Item(
        f"{holder.name}：{name}" if owner else name,
        county=county.name if county else "",
        county_en=county.name_en if county else "",
        day=moment.isoformat() if moment else "",
    )


def _missing_facts(user: User, base: Selection) -> Found:
    """Return the facts that hold money back in the newest complete run up to the day."""
    run = complete_runs_for(user).filter(as_of__lte=base.on).first()
    if run is None:
        return Found()
    rows = results_for(user, run)
    if base.county:
        rows = rows.filter(county=base.county)
    unknown = rows.filter(outcome=Outcome.UNKNOWN)
    totals = unknown.order_by().aggregate(claims=Count("pk"), money=Sum("potential"))
    return Found(
        count=totals["claims"],
        fen=whole(totals["money"]),
        items=[
            Item(total.name, fen=total.potential.fen, count=total.claims)
            for total in missing_facts(rows)[:ITEMS_KEPT]
        ],
    )


def _cases_in(state: CaseState) -> Callable[[User, Selection], Found]:
    """Return a finder of the cases in a state, by benefit."""

    def find(user: User, base: Selection) -> Found:
        selection = Selection("case.state", base.on, state.value, base.county)
        limits = {"county": base.county} if base.county else {}
        rows: QuerySet[Case] = cases_for(user).filter(cases_on(base.on), state=state, **limits)
        by_benefit = (
            rows.order_by()
            .values_list("batch__benefit_name")
            .annotate(Count("pk"), Sum("amount"))
            .order_by("batch__benefit_name")
        )
        items = [Item(name, fen=whole(fen), count=count) for name, count, fen in by_benefit]
        return Found(
            count=sum(item.count for item in items),
            fen=sum(item.fen for item in items),
            items=items,
            code=selection.code,
        )

    return find


def _red_lights(user: User, base: Selection) -> Found:
    """Return what has a red light on the day, rule by rule, the worst first.

    Kinds that have a passage of their own are left out.
    """
    count = 0
    items: list[Item] = []
    for kind, in_force in rules_in_force().items():
        if kind in TOLD_ELSEWHERE:
            continue
        rule = in_force.rule
        rows = lit(in_force, user, base.on, [Colour.RED])
        if base.county:
            rows = rows.filter(**{rule.county: base.county})
        count += rows.count()
        kept = rows[: ITEMS_KEPT - len(items)]
        items += [_item(row, "", rule.title, rule.owner) for row in kept]
    return Found(count=count, items=items)


KINDS: tuple[ProblemKind, ...] = (
    ProblemKind(
        "expired",
        "逾期协议",
        _("Agreements past their end"),
        _listed(agreements_for, "agreement.expired", "ends_on"),
    ),
    ProblemKind(
        "expiring",
        "到期协议",
        _("Agreements that end soon"),
        _listed(agreements_for, "agreement.expiring", "ends_on", lambda base: str(EXPIRY_DAYS)),
    ),
    ProblemKind(
        "without_follow_up",
        "无成果协议",
        _("Agreements that led to nothing"),
        _listed(agreements_for, "agreement.without-follow-up", "signed_on"),
    ),
    ProblemKind(
        "before_signature",
        "未签约基地",
        _("Bases not signed yet"),
        _listed(bases_for, "base.before-signature"),
    ),
    ProblemKind(
        "not_unveiled",
        "未揭牌基地",
        _("Bases signed and not unveiled"),
        _listed(bases_for, "base.not-unveiled", "signed_on"),
    ),
    ProblemKind(
        "late_projects",
        "逾期项目",
        _("Projects past their end"),
        _listed(projects_for, "project.late", "ends_on"),
    ),
    ProblemKind(
        "overdue_obligations",
        "逾期义务",
        _("Obligations past their day"),
        _listed(obligations_for, "obligation.overdue", "due_on", title="text", owner="agreement"),
    ),
    ProblemKind(
        "open_problems",
        "清单问题",
        _("Problems still to be solved"),
        _listed(problems_for, "problem.open", "due_on", title="title"),
    ),
    ProblemKind("red_lights", "红灯事项", _("Red warning lights"), _red_lights),
    ProblemKind("missing_facts", "缺失信息", _("Facts that hold money back"), _missing_facts),
    ProblemKind(
        "cases_offered",
        "待审办件",
        _("Cases waiting for approval"),
        _cases_in(CaseState.OFFERED),
    ),
    ProblemKind(
        "cases_approved",
        "待拨办件",
        _("Cases waiting for payment"),
        _cases_in(CaseState.APPROVED),
    ),
    ProblemKind(
        "undated_agreements",
        "日期未登记协议",
        _("Signed agreements without a date"),
        _listed(agreements_for, "agreement.undated"),
        further=True,
    ),
    ProblemKind(
        "bases_without_kind",
        "类型未定基地",
        _("Bases whose kind is not known"),
        _listed(bases_for, "base.without-kind"),
        further=True,
    ),
    ProblemKind(
        "projects_without_money",
        "资金未登记项目",
        _("Projects whose money is not entered"),
        _listed(projects_for, "project.without-money"),
        further=True,
    ),
    ProblemKind(
        "incomplete_visits",
        "信息不全来访",
        _("Visits without a day or a head-count"),
        _listed(visits_for, "visit.incomplete"),
        further=True,
    ),
)
NEXT_TASKS = ProblemKind(
    "next_tasks",
    "下月任务",
    _("Tasks due next month"),
    _listed(
        tasks_for,
        "task.due-in",
        "due_on",
        lambda base: earlier(month_of(base.on), -1),
        title="title",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
