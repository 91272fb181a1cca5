"""Lists of what comes of projects: milestones and results."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.cells import MoneyCell, WholeCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import SOURCE, RecordRow
from huizhi.kernel.models import User
from huizhi.partners.lists.part_kind import PartList
from huizhi.partners.models import Milestone, Project, Result
from huizhi.partners.outcomes import queries, services
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails

PROJECT = Field("project", headings=("项目", "项目名称", "所属项目", "项目编号"), required=True)


class MilestoneList(PartList):
    """Lists of milestones. Their state follows from their days: the column is passed over."""

    name = "milestone"
    title = gettext_lazy("List of milestones")
    examples = "里程碑, 项目, 计划日期, 完成日期"
    model, details = Milestone, MilestoneDetails
    owner, owner_model = "project", Project
    told_apart_by = ("project",)
    name_field = name_column = "title"
    fields = (
        Field("title", headings=("节点", "节点名称", "里程碑名称"), required=True),
        Field("title_en"),
        PROJECT,
        Field("due", headings=("计划日期", "计划完成日期", "时限")),
        Field("done_on", headings=("完成日期", "实际完成日期")),
        Field("note", headings=("说明",)),
        Field(SOURCE, headings=("数据来源", "依据")),
    )

    def rows_for(self, actor: User) -> QuerySet[Milestone]:
        """Return the milestones the actor may see."""
        return queries.milestones_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding or changing would."""
        services.check_milestone(part or Milestone(project=owner), details)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Milestone:
        """Add a milestone."""
        return services.add_milestone(
            actor=intake.actor,
            project=self.owner_of(intake, values, None),
            details=self.details_of(intake, row, values, None),
        )

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Milestone) -> None:
        """Change it."""
        details = self.details_of(intake, row, values, record)
        services.change_milestone(actor=intake.actor, milestone=record, details=details)


class ResultList(PartList):
    """Lists of results: income as an amount, every other kind as a count."""

    name = "result"
    title = gettext_lazy("List of results")
    examples = "成果, 类型, 项目, 数量"
    model, details = Result, ResultDetails
    owner, owner_model = "project", Project
    told_apart_by = ("project", "kind")
    name_field = name_column = "title"
    fields = (
        Field("title", headings=("成果名称", "名称"), required=True),
        Field("title_en"),
        Field("kind", headings=("成果类型", "类别"), required=True, export="get_kind_display"),
        Field("bound", export="get_bound_display"),
        Field(
            "count",
            headings=("个数", "件数"),
            cell=lambda label, scale: WholeCell(label, "bound", scale),
            current=lambda result: result.count,
            note=gettext_lazy("Needed for every kind but income."),
            bound="bound",
        ),
        Field(
            "amount",
            headings=("收入", "收入金额"),
            cell=MoneyCell,
            current=lambda result: result.amount,
            note=gettext_lazy("In yuan, for income only."),
            bound="bound",
        ),
        PROJECT,
        Field("reached_on", headings=("取得日期", "取得时间")),
        Field("evidence", headings=("佐证",)),
        Field(SOURCE, headings=("数据来源",)),
        Field("published", headings=("是否公开", "公开")),
    )

    def rows_for(self, actor: User) -> QuerySet[Result]:
        """Return the results the actor may see."""
        return queries.results_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding or changing would."""
        services.check_result(part or Result(project=owner), details)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Result:
        """Add a result."""
        return services.add_result(
            actor=intake.actor,
            project=self.owner_of(intake, values, None),
            details=self.details_of(intake, row, values, None),
        )

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Result) -> None:
        """Change it."""
        details = self.details_of(intake, row, values, record)
        services.change_result(actor=intake.actor, result=record, details=details)


MILESTONES = MilestoneList()
RESULTS = ResultList()
