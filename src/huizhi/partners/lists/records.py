"""Lists of agreements, bases, visits, events and platforms as kinds of list.

A column is one line: a `Field` names the model's column and what clerks call it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import SOURCE, RecordRow
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.partners import queries, services
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    RecordDetails,
    VisitDetails,
)
from huizhi.partners.lists.names import LOOKUPS
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Platform,
    Project,
    Visit,
)

STATE = "state"
ROWS: Mapping[type[CooperationRecord], Callable[[User], QuerySet[Any]]] = {
    Agreement: queries.agreements_for,
    Base: queries.bases_for,
    Project: queries.projects_for,
    Visit: queries.visits_for,
    Event: queries.events_for,
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
        return self.details(**self.entered_with_source(intake, row, names, values, record))

    def _day_of_move(self, intake: Intake, values: Values, record: CooperationRecord) -> dt.date:
        """Return since when the new state holds."""
        column = record.STATE_DATES.get(values[STATE], "")
        known = (values.get(column) or getattr(record, column)) if column else None
        return intake.day(known, self.label(column) if column else "")


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


class EventList(CooperationList):
    """Lists of events."""

    name = "event"
    title = gettext_lazy("List of events")
    examples = "名称, 类型, 状态, 举行日期, 合作方"
    model, details = Event, EventDetails
    fields = (
        *FIRST,
        Field("kind", headings=("活动类型", "类别"), required=True, export="get_kind_display"),
        STATES,
        Field("held_on", headings=("举办日期", "举办时间", "活动时间", "时间")),
        Field("place", headings=("举办地点", "活动地点")),
        *PLACES,
        Field("agreement", headings=("协议", "所属协议")),
        Field("base", headings=("所属基地",)),
        *PEOPLE,
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
VISITS = VisitList()
EVENTS = EventList()
PLATFORMS = PlatformList()
