"""Lists of agreements, bases, projects, visits and platforms as kinds of list.

A column is one line: a `Field` names the model's column and what clerks call it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.cells import MoneyCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field, Lookups
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.names import Names
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.organisations.lookups import organisation_names
from huizhi.organisations.models import Organisation
from huizhi.organisations.names import name_key
from huizhi.partners import queries, services
from huizhi.partners.checks import kind_not_in_use
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    PlatformDetails,
    ProjectDetails,
    RecordDetails,
    VisitDetails,
)
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import (
    Agreement,
    Base,
    BaseKind,
    CooperationRecord,
    Funding,
    FundingSource,
    Platform,
    Project,
    Visit,
)
from huizhi.rules.money import Money

STATE, SOURCE = "state", "source"
MONEY, TOTAL = "money_", "total_funding"


SPELLINGS = ("name", "name_en", "reference")


def _record_names(
    rows_for: Callable[[User], QuerySet[Any]], columns: Sequence[str], user: User
) -> Names[int]:
    """Return the names, references and numbers of the records that a user may see."""
    pairs: list[tuple[str, int]] = []
    for key, *spellings in rows_for(user).values_list("pk", *columns):
        pairs += [(spelling, key) for spelling in dict.fromkeys(spellings)]
    return Names(pairs, alike=name_key)


class BaseKindNames(Names[str]):
    """The kinds of bases by name or code. Those out of use too: bases that have one keep it."""

    def __init__(self, user: User) -> None:
        pairs: list[tuple[str, str]] = []
        for code, *spellings in BaseKind.objects.values_list("code", "name", "name_en"):
            pairs += [(spelling, code) for spelling in (*spellings, code)]
        super().__init__(pairs)

    def unknown(self, text: str, close: str) -> str:
        """Return which kinds there are."""
        return kind_not_in_use(text)


LOOKUPS: Lookups = {
    Organisation: organisation_names,
    Agreement: partial(_record_names, queries.agreements_for, (*SPELLINGS, "number")),
    Base: partial(_record_names, queries.bases_for, SPELLINGS),
    BaseKind: BaseKindNames,
}
ROWS: Mapping[type[CooperationRecord], Callable[[User], QuerySet[Any]]] = {
    Agreement: queries.agreements_for,
    Base: queries.bases_for,
    Project: queries.projects_for,
    Visit: queries.visits_for,
    Platform: queries.platforms_for,
}
FIRST = (
    Field("reference", headings=("文号", "协议编号", "项目编号", "备案号")),
    Field(
        "name", headings=("协议名称", "基地名称", "项目名称", "平台名称", "活动名称"), required=True
    ),
    Field("name_en", headings=("英文名",)),
)
STATES = Field(
    STATE,
    headings=("进展", "当前状态", "阶段", "建设状态", "签约情况"),
    required=True,
    export="get_state_display",
)
PLACES = (
    Field("county", headings=("所在县区", "所属县区", "区县")),
    Field("host", headings=("依托单位", "承担单位", "地方单位", "接待单位", "甲方")),
    Field(
        "partners",
        headings=("合作高校", "高校", "合作方", "合作单位", "来访单位", "乙方"),
        export="partner_names",
    ),
)
LAST = (
    Field("note", headings=("说明",)),
    Field("note_en"),
    Field("statement"),
    Field(SOURCE, headings=("数据来源", "依据")),
    Field("published", headings=("是否公开", "公开")),
)
DATES = (
    Field("starts_on", headings=("起始日期", "开始时间", "开工日期", "来访日期")),
    Field("ends_on", headings=("截止日期", "结束时间", "完工日期")),
)
PEOPLE = (
    Field("people", headings=("人次", "师生人数", "参与人数")),
    Field("people_bound", export="get_people_bound_display"),
)


class CooperationList(RecordKind):
    """What lists of the cooperation share: a changed state is a move through the one door."""

    right = Right.PARTNERS_EDIT
    lookups = LOOKUPS
    day_help = gettext_lazy(
        "The day since which changed states hold, where the list has no column for it."
    )
    model: type[CooperationRecord]
    details: ClassVar[type[RecordDetails]]

    def rows_for(self, actor: User) -> QuerySet[Any]:
        """Return the records the actor may see."""
        return ROWS[self.model](actor)

    def line(self, record: CooperationRecord) -> str:
        """Return name, reference, county, state and partners."""
        states = record._meta.get_field(STATE).flatchoices  # type: ignore[union-attr]
        state = str(dict(states)[record.state])
        parts = (record.name, record.reference, str(record.county or ""), state)
        return " · ".join(part for part in (*parts, record.partner_names) if part)

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what the services would: details that contradict one another, illegal moves."""
        state = values.get(STATE) if record is None else record.state
        details = self._details(intake, row, values, record)
        services.check_details(details=details, state=str(state), stored=record)
        if record is not None and STATE in values:
            services.check_move(record=record, to=values[STATE])
            self._day_of_move(intake, values, record)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Any:
        """Add a record in the state in which it stands."""
        details = self._details(intake, row, values, None)
        return services.add(actor=intake.actor, details=details, state=values[STATE])

    def change(
        self, intake: Intake, row: RecordRow, values: Values, record: CooperationRecord
    ) -> None:
        """Change the details, then move."""
        services.change(
            actor=intake.actor,
            record=record,
            details=self._details(intake, row, values, record),
        )
        if STATE in values:
            services.move(
                actor=intake.actor,
                record=record,
                to=values[STATE],
                on=self._day_of_move(intake, values, record),
                reason=intake.source_of(row),
            )

    def _details(
        self, intake: Intake, row: RecordRow, values: Values, record: Any
    ) -> RecordDetails:
        names = [one.name for one in fields(self.details)]
        entered = self.entered(intake, names, values, record)
        source = entered.pop(SOURCE, "") or intake.source_of(row)
        return self.details(**entered, source=source)

    def _day_of_move(self, intake: Intake, values: Values, record: CooperationRecord) -> dt.date:
        """Return since when the new state holds; nobody's guess stands for a date."""
        column = record.STATE_DATES.get(values[STATE])
        known = (values.get(column) or getattr(record, column)) if column else None
        day: dt.date | None = known or intake.valid_from
        if day is not None:
            return day
        if column:
            text = _("Say since when: fill in “{column}”, or the day from which the list holds.")
            label = record._meta.get_field(column).verbose_name  # type: ignore[union-attr]
            raise RecordRefused(text.format(column=label))
        raise RecordRefused(_("Say since when: give the day from which the list holds."))


class AgreementList(CooperationList):
    """Lists of agreements. What their export counts of the obligations is passed over."""

    name = "agreement"
    keys = ("reference", "number")
    title = gettext_lazy("List of agreements")
    examples = "名称, 合作方, 状态, 签约日期"
    model, details = Agreement, AgreementDetails
    fields = (
        *FIRST,
        Field("number", headings=("协议号", "合同编号")),
        Field("kind", headings=("协议类型", "类别"), export="get_kind_display"),
        STATES,
        *PLACES,
        Field("topic", headings=("主题", "内容")),
        Field("signed_on", headings=("签订日期", "签约时间", "签订时间")),
        Field("in_force_from", headings=("生效日期", "起始日期")),
        Field("ends_on", headings=("到期日期", "截止日期", "有效期至")),
        Field("renew_by", headings=("续签期限",)),
        Field("renewed_by", headings=("续签为",)),
        *LAST,
    )


class BaseList(CooperationList):
    """Lists of bases."""

    name = "base"
    title = gettext_lazy("List of bases")
    examples = "名称, 类型, 状态, 合作方, 县区"
    model, details = Base, BaseDetails
    fields = (
        *FIRST,
        Field("kind", headings=("基地类型", "类别"), export="get_kind_display"),
        STATES,
        *PLACES,
        Field("agreement", headings=("协议", "所属协议")),
        Field("signed_on", headings=("签订日期", "签约时间")),
        Field("unveiled_on", headings=("揭牌时间", "挂牌日期", "挂牌时间")),
        Field("joint_training_agreement"),
        Field("intern_capacity", headings=("容量", "可接收实习生")),
        Field("interns_this_year", headings=("实习生人数", "接收实习生")),
        Field("latitude", headings=("北纬",)),
        Field("longitude", headings=("东经",)),
        *LAST,
    )

    def entered(
        self, intake: Intake, names: Collection[str], values: Values, record: Any
    ) -> dict[str, Any]:
        """Return the columns as services take them: the kind by its code."""
        found = super().entered(intake, names, values, record)
        if "kind" in found:
            found["kind"] = found["kind"].pk if found["kind"] else ""
        return found


def _money_from(source: str, project: Project) -> Money:
    return project.money_by_source[source] or Money(0)


def _money_field(source: FundingSource, *headings: str) -> Field:
    """Return the column of the money from one source, in which ledgers of projects have it."""
    return Field(
        f"{MONEY}{source.value}",
        headings=headings,
        label=format_lazy(gettext_lazy("{source} (yuan)"), source=source.label),
        export=f"money_by_source.{source.value}",
        cell=MoneyCell,
        current=partial(_money_from, source.value),
    )


class ProjectList(CooperationList):
    """Lists of projects. Their money stands in a column for each source, and maybe a total."""

    name = "project"
    title = gettext_lazy("List of projects")
    examples = "名称, 类型, 状态, 合作方, 市级财政（万元）"
    model, details = Project, ProjectDetails
    fields = (
        *FIRST,
        Field("kind", headings=("项目类型", "类别"), required=True, export="get_kind_display"),
        Field("level", headings=("项目级别",), export="get_level_display"),
        STATES,
        Field("theme", headings=("领域", "所属领域")),
        *PLACES,
        Field("agreement", headings=("协议", "所属协议")),
        *DATES,
        _money_field(FundingSource.CITY, "市级资金", "市财政", "市级"),
        _money_field(FundingSource.COUNTY, "县级财政", "县级资金", "县区资金", "县级配套"),
        _money_field(FundingSource.PROVINCE, "省级资金", "省财政", "省级"),
        _money_field(FundingSource.NATION, "中央资金", "国家资金", "国家级资金"),
        _money_field(FundingSource.PARTNERSHIP, "PPP", "社会资本"),
        _money_field(FundingSource.ENTERPRISE, "企业自筹", "企业资金", "企业投入"),
        _money_field(FundingSource.UNIVERSITY, "高校资金", "高校投入"),
        Field(
            TOTAL,
            headings=("总投资", "投资总额", "资金总额", "合计资金"),
            label=gettext_lazy("Money (yuan)"),
            cell=MoneyCell,
            current=lambda project: project.total_funding or Money(0),
        ),
        Field("partner_count", headings=("合作单位数",)),
        *PEOPLE,
        Field("floor_area", headings=("面积",)),
        Field("floor_area_bound", export="get_floor_area_bound_display"),
        *LAST,
    )

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse, besides, money that cannot be told apart or does not add up."""
        super().check(intake, row, values, record)
        given = _money_of(values)
        for source in given:
            self._part_to_replace(record, source)
        if TOTAL in values:
            sums = {one: _fen(record, one) for one in FundingSource.values}
            sums |= {source: money.fen for source, money in given.items()}
            total = Money(sum(sums.values()))
            if total != values[TOTAL]:
                text = _("The parts of the money come to {parts} yuan, the total is {total} yuan.")
                raise RecordRefused(text.format(parts=total, total=values[TOTAL]))

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Any:
        """Add the project, then its money."""
        project = super().add(intake, row, values)
        self._put_money(intake, row, values, project)
        return project

    def change(
        self, intake: Intake, row: RecordRow, values: Values, record: CooperationRecord
    ) -> None:
        """Change the project, then its money."""
        super().change(intake, row, values, record)
        self._put_money(intake, row, values, record)

    def _put_money(self, intake: Intake, row: RecordRow, values: Values, project: Any) -> None:
        for source, amount in _money_of(values).items():
            part = self._part_to_replace(project, source)
            if part is not None:
                services.remove_funding(actor=intake.actor, funding=part)
            if amount.fen:
                services.add_funding(
                    actor=intake.actor,
                    project=project,
                    source=source,
                    amount=amount,
                    payer=part.payer if part else None,
                    purpose=part.purpose if part else "",
                )

    def _part_to_replace(self, project: Any, source: str) -> Funding | None:
        """Return the one part of the money from a source. Errors: `RecordRefused` for several."""
        if project is None:
            return None
        parts: Sequence[Funding] = [
            part for part in project.fundings.all() if part.source == source
        ]
        if len(parts) > 1:
            text = _(
                "The money from “{source}” is kept in {count} parts. Change them on the project's "
                "page."
            )
            label = FundingSource(source).label
            raise RecordRefused(text.format(source=label, count=len(parts)))
        return parts[0] if parts else None


def _money_of(values: Values) -> dict[str, Money]:
    return {
        name.removeprefix(MONEY): value for name, value in values.items() if name.startswith(MONEY)
    }


def _fen(project: Any, source: str) -> int:
    return 0 if project is None else _money_from(source, project).fen


class VisitList(CooperationList):
    """Lists of visits."""

    name = "visit"
    title = gettext_lazy("List of visits")
    examples = "名称, 合作方, 状态, 人数, 开始日期"
    model, details = Visit, VisitDetails
    fields = (
        *FIRST,
        STATES,
        *PLACES,
        Field("base", headings=("所属基地",)),
        *DATES,
        *PEOPLE,
        Field("led_by", headings=("带队", "领队职务")),
        Field("village_count", headings=("走访村数",)),
        Field("villages", headings=("走访村庄", "村庄"), items=True),
        Field("topics", headings=("调研主题", "调研课题", "课题"), items=True),
        *LAST,
    )


class PlatformList(CooperationList):
    """Lists of platforms."""

    name = "platform"
    title = gettext_lazy("List of platforms")
    examples = "名称, 类型, 级别, 状态, 承接单位"
    model, details = Platform, PlatformDetails
    fields = (
        *FIRST,
        Field("kind", headings=("平台类型", "类别"), required=True, export="get_kind_display"),
        Field("level", headings=("平台级别",), export="get_level_display"),
        STATES,
        *PLACES,
        Field("recognised_on", headings=("认定时间", "批准日期")),
        Field("academicians", headings=("院士人数",)),
        Field("experts", headings=("专家人数", "领军专家")),
        *LAST,
    )


AGREEMENTS = AgreementList()
BASES = BaseList()
PROJECTS = ProjectList()
VISITS = VisitList()
PLATFORMS = PlatformList()
