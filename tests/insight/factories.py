"""A small programme whose figures are worked out by hand, as of 2021-07-26.

| agreements | state | signed on | county | led to |
|---|---|---|---|---|
| 甲协议 | running | 2021-07-05 | 140213 | an unveiled base |
| 乙协议 | signed | 2021-06-01 | 140213 | nothing; ends on 2021-08-10 |
| 丙协议 | intention | | 140221 | |
| 丁协议 | in talks | | | |
| 戊协议 | signed | 2021-08-02: after the day | 140221 | |
| 己协议 | ended | 2020-01-01 | 140213 | |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from huizhi.cases import services as cases
from huizhi.cases.models import Case
from huizhi.governance.services.tasks import move_task
from huizhi.kernel import clock
from huizhi.kernel.models import User
from huizhi.partners import services as partners
from huizhi.partners.models import Agreement, Base, Series
from huizhi.partners.obligations import settle
from huizhi.payments import services as payments
from huizhi.payments.services import NewAccount
from huizhi.people.models import Person
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectKind
from tests.cases.factories import ALLOWANCE, make_offers, make_pool
from tests.governance import factories as governance
from tests.organisations.factories import add
from tests.partners import factories
from tests.partners.series import factories as series_factories

ON = dt.date(2021, 7, 26)


def make_programme(office: User, make_county: Callable[..., Any]) -> None:
    """Make agreements, bases, projects with money, and visits."""
    pingcheng, yanggao = make_county(), make_county("140221", "阳高县", "Yanggao")
    first = factories.agreement(
        office, "甲协议", "running", signed_on=dt.date(2021, 7, 5), county=pingcheng
    )
    factories.agreement(
        office,
        "乙协议",
        "signed",
        signed_on=dt.date(2021, 6, 1),
        ends_on=dt.date(2021, 8, 10),
        county=pingcheng,
    )
    factories.agreement(office, "丙协议", "intention", county=yanggao)
    factories.agreement(office, "丁协议", "in_talks")
    factories.agreement(office, "戊协议", "signed", signed_on=dt.date(2021, 8, 2), county=yanggao)
    factories.agreement(office, "己协议", "ended", signed_on=dt.date(2020, 1, 1), county=pingcheng)
    factories.base(
        office,
        "实践基地",
        "unveiled",
        kind="national_conditions_education",
        agreement=first,
        signed_on=dt.date(2021, 7, 6),
        unveiled_on=dt.date(2021, 7, 10),
        county=pingcheng,
    )
    factories.base(
        office,
        "实习基地",
        "running",
        kind="internship",
        signed_on=dt.date(2020, 9, 1),
        unveiled_on=dt.date(2020, 10, 1),
        intern_capacity=80,
        interns_this_year=60,
        county=yanggao,
    )
    factories.base(office, "生源基地", "signed", signed_on=dt.date(2020, 12, 1), county=yanggao)
    factories.base(office, "研究院", "in_talks", kind="")
    make_projects(office, pingcheng, yanggao)
    factories.visit(
        office,
        "调研实践",
        people=95,
        starts_on=dt.date(2021, 7, 1),
        ends_on=dt.date(2021, 7, 12),
        county=pingcheng,
    )
    factories.visit(office, "国情调研", "under_way", people=200, people_bound="about")


def make_projects(office: User, pingcheng: Any, yanggao: Any) -> None:
    solar = factories.project(
        office, "屋顶光伏", kind="construction", starts_on=dt.date(2021, 3, 1), county=pingcheng
    )
    for source, yuan in (("partnership", 20_000_000), ("city", 10_000_000)):
        partners.add_funding(actor=office, project=solar, source=source, amount=Money(yuan * 100))
    planned = factories.project(office, "能源研究", "planned", county=yanggao, people=13)
    partners.add_funding(
        actor=office, project=planned, source="enterprise", amount=Money(10_000_000_00)
    )
    factories.project(office, "职业学院", "completed", people=800, people_bound="at_least")
    factories.project(office, "综合体", "completed", floor_area=260_000, county=pingcheng)
    factories.project(office, "食用菌", "under_way", county=yanggao)


def make_promises(office: User) -> None:
    """Promise things of 甲协议 in 140213 and of 实习基地 in 140221.

    Two obligations are due, one is fulfilled; two tasks are due, one is done, another is due next
    month; of two series with a target one reaches it; one problem is open.
    """
    first = Agreement.objects.get(name="甲协议")
    party = factories.party(office, first, add(office, "某大学", kind="university", nature=""))
    kept = factories.obligation(office, party, "选派教师", due_on=dt.date(2021, 7, 10))
    settle(
        actor=office, obligation=kept, to="fulfilled", on=dt.date(2021, 7, 9), evidence="派出名单"
    )
    factories.obligation(office, party, "提供场地", due_on=dt.date(2021, 7, 20))
    factories.obligation(office, party, "举办论坛", due_on=dt.date(2021, 12, 1))
    fields = {"county": first.county}
    done = governance.task(office, "报送名单", due_on=dt.date(2021, 7, 15), **fields)
    move_task(actor=office, task=done, to="done", on=dt.date(2021, 7, 14), text="已报送")
    governance.task(office, "落实场地", due_on=dt.date(2021, 7, 20), **fields)
    governance.task(office, "筹备论坛", due_on=dt.date(2021, 8, 20), **fields)
    governance.problem(office, "宿舍不足", due_on=dt.date(2021, 7, 18), **fields)
    standings = {"实习基地": "ahead", "实践基地": "behind", "生源基地": "no_target"}
    for name, standing in standings.items():
        made = series_factories.series(office, Base.objects.get(name=name))
        Series.objects.filter(pk=made.pk).update(standing=standing)  # its summary is not at issue


def pay_allowances(office: User, second: User) -> None:
    """Offer and pay the living allowance: 王博 5,000 in 140213, 李硕 3,000 in 140221."""
    for number, name, county in ((1, "王博", "140213"), (2, "李硕", "140221")):
        Person.objects.create(pk=number, name=name, county_id=county, created_at=clock.now())
    make_offers(office)
    rows = list(Case.objects.order_by("pk"))
    accounts = [
        NewAccount(
            SubjectKind(row.subject_kind),
            row.subject_id,
            row.subject_name,
            "某行",
            "6222000000000000",
        )
        for row in rows
    ]
    payments.keep_accounts(actor=second, accounts=accounts)
    cases.approve_many(cases=rows, officer=second, pool=make_pool(office))
    batch = payments.prepare_batch(actor=second, benefit=ALLOWANCE)
    payments.confirm_paid(actor=second, batch=batch)
