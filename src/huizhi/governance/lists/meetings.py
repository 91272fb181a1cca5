"""Lists of meetings and of implementing plans."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from huizhi.governance import queries
from huizhi.governance.details import MeetingDetails, PlanDetails
from huizhi.governance.document_numbers import normalised
from huizhi.governance.lists.kind import STATE, GovernanceList
from huizhi.governance.models import Body, Meeting, Plan
from huizhi.governance.services import meetings
from huizhi.governance.states import MEETING_MOVES, MeetingState, require_move
from huizhi.kernel.lists.cells import CodeCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import SOURCE, RecordRow
from huizhi.kernel.models import User

LAST = (
    Field("statement"),
    Field(SOURCE, headings=("数据来源", "依据")),
)


class BodyWorkList(GovernanceList):
    """What lists of meetings and plans share: the county is that of the body."""

    def counties(self, intake: Intake, values: Values, record: Any) -> set[str | None]:
        """Return the counties of the body before and after."""
        before = record.body_id if record is not None else values.get("body")
        bodies = {before, values.get("body", before)}
        return {
            intake.instance(Body, body).organisation.county_id if body else None for body in bodies
        }


class MeetingList(BodyWorkList):
    """Lists of meetings. Their decisions are entered on the meeting's page."""

    name = "meeting"
    title = gettext_lazy("List of meetings")
    examples = "标题, 机构, 状态, 日期"
    model, details = Meeting, MeetingDetails
    told_apart_by = ("body", "day")
    fields = (
        Field("title", headings=("会议", "会议名称"), required=True),
        Field("body", headings=("召开机构", "会议机构", "召集单位"), required=True),
        Field(STATE, headings=("会议状态",), required=True, export="get_state_display"),
        Field("day", headings=("会议日期", "召开日期", "会议时间")),
        Field("place", headings=("会议地点",)),
        Field("agenda", headings=("会议议题",)),
        Field("minutes", headings=("会议纪要", "纪要")),
        *LAST,
    )

    def rows_for(self, actor: User) -> QuerySet[Meeting]:
        """Return the meetings the actor may see."""
        return queries.meetings_for(actor)

    def told_by(self, record: Meeting) -> tuple[Any, ...]:
        """Return body, day and state."""
        return record.body, record.day, record.get_state_display()

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse an illegal move."""
        if record is not None and STATE in values:
            require_move(MEETING_MOVES, MeetingState, record.state, values[STATE])

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Meeting:
        """Add a meeting in the state in which it stands."""
        details = self.details_of(intake, row, values, None)
        return meetings.add_meeting(actor=intake.actor, details=details, state=values[STATE])

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Meeting) -> None:
        """Change what is entered, then move."""
        details = self.details_of(intake, row, values, record)
        meetings.change_meeting(actor=intake.actor, meeting=record, details=details)
        if STATE in values:
            meetings.move_meeting(
                actor=intake.actor,
                meeting=record,
                to=values[STATE],
                reason=intake.source_of(row),
            )


class PlanList(BodyWorkList):
    """Lists of implementing plans. Their items are entered on the plan's page."""

    name = "plan"
    keys = ("document_number",)
    title = gettext_lazy("List of implementing plans")
    examples = "标题, 文号, 印发日期"
    model, details = Plan, PlanDetails
    told_apart_by = ("body",)
    fields = (
        Field("title", headings=("方案", "方案名称", "文件名称"), required=True),
        Field(
            "document_number",
            headings=("文号", "发文字号"),
            cell=lambda label, scale: CodeCell(normalised),
            current=lambda plan: plan.document_number,
            note=gettext_lazy("Such as 同发〔2021〕12号; empty where it is not public."),
        ),
        Field("issued_on", headings=("印发日期", "发文日期")),
        Field("body", headings=("牵头机构", "责任机构")),
        Field("adopted_by", headings=("审议会议",)),
        Field("note", headings=("备注",)),
        *LAST,
    )

    def rows_for(self, actor: User) -> QuerySet[Plan]:
        """Return the plans the actor may see."""
        return queries.plans_for(actor)

    def told_by(self, record: Plan) -> tuple[Any, ...]:
        """Return number, day and body."""
        return record.document_number, record.issued_on, record.body

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse a number that another plan has, or a meeting that was not held."""
        meetings.check_plan(self.details_of(intake, row, values, record), record)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Plan:
        """Add a plan."""
        details = self.details_of(intake, row, values, None)
        return meetings.add_plan(actor=intake.actor, details=details)

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Plan) -> None:
        """Change it."""
        details = self.details_of(intake, row, values, record)
        meetings.change_plan(actor=intake.actor, plan=record, details=details)


MEETINGS = MeetingList()
PLANS = PlanList()
