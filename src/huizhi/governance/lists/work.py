"""Lists of tasks and problems."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.governance import queries
from huizhi.governance.details import ProblemDetails, TaskDetails
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.lists.kind import STATE, GovernanceList
from huizhi.governance.models import Problem, Task
from huizhi.governance.records import record_about
from huizhi.governance.services import problems, tasks
from huizhi.governance.states import PROBLEM_MOVES, ProblemState, TaskState, require_move
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.models import User

DUE = "due_on"
LONGEST_REASON = 300


PLACES = (
    Field("organisation", headings=("责任部门", "牵头单位")),
    Field("county", headings=("所在县区", "所属县区", "区县")),
)


class WorkList(GovernanceList):
    """What lists of tasks and problems share: a row is known by title, county and organisation."""

    told_apart_by = ("organisation",)
    model: type[Task] | type[Problem]
    closing: ClassVar[str]
    """The state that has a day, and `told_of_closing` the columns that tell of it."""
    told_of_closing: ClassVar[tuple[str, ...]]

    def told_by(self, record: Any) -> tuple[Any, ...]:
        """Return organisation, county, state and due date."""
        state = record.get_state_display()
        return record.organisation, record.county, state, record.due_on

    def kept(self, record: Any) -> dict[str, Any]:
        """Return the record of the cooperation that it is about."""
        return {"record": record_about(record) if record is not None else None}

    def _refuse_early(self, values: Values) -> None:
        """Refuse a day or evidence of the end for what has not come to it."""
        told = [name for name in self.told_of_closing if values.get(name)]
        if told and values.get(STATE) != self.closing:
            label = dict(self.model._meta.get_field(STATE).flatchoices)[self.closing]  # type: ignore[union-attr]
            text = _("“{column}” is told only of what becomes “{state}”.")
            raise GovernanceRefused(text.format(column=self.label(told[0]), state=label))


class TaskList(WorkList):
    """Lists of tasks. What a task follows from stays; its colour and delays are passed over."""

    name = "task"
    title = gettext_lazy("List of tasks")
    examples = "标题, 主办人, 责任单位, 完成时限"
    model, details = Task, TaskDetails
    closing, told_of_closing = TaskState.DONE, ("done_on", "evidence")
    fields = (
        Field("title", headings=("任务", "任务名称", "工作任务", "事项"), required=True),
        Field("description", headings=("任务内容", "工作内容", "内容", "要求")),
        Field(
            STATE,
            headings=("进展", "当前状态", "完成情况"),
            export="get_state_display",
            note=gettext_lazy("Empty for a new one that is not begun."),
        ),
        Field(DUE, headings=("截止日期", "完成期限", "时限")),
        Field(
            "owner",
            headings=("责任人", "负责人"),
            required=True,
            note=gettext_lazy("The name of a user, or the user name."),
        ),
        Field(
            "deputy",
            headings=("副责任人",),
            note=gettext_lazy("The name of a user, or the user name."),
        ),
        *PLACES,
        Field("done_on", headings=("完成日期", "完成时间"), explains=STATE),
        Field("evidence", headings=("完成依据", "佐证材料"), explains=STATE),
    )

    def rows_for(self, actor: User) -> QuerySet[Task]:
        """Return the tasks the actor may see."""
        origins = ("decision", "plan_item", "problem", "accepted_by")
        return queries.tasks_for(actor).select_related(*origins)

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what adding, changing, moving or putting off would."""
        tasks.check_task(self.details_of(intake, row, values, record))
        self._refuse_early(values)
        if record is not None:
            self._check_change(values, record)
        if values.get(STATE) == TaskState.DONE:
            self._day(intake, values)
            if not values.get("evidence"):
                text = _("Say what shows that the task is done: fill in “{column}”.")
                raise GovernanceRefused(text.format(column=self.label("evidence")))

    def _check_change(self, values: Values, task: Task) -> None:
        if STATE in values:
            tasks.check_move(task, values[STATE])
        tasks.require_changeable(task)
        if DUE in values:
            if values[DUE] is None:
                raise GovernanceRefused(_("A due date is moved to another day, not taken away."))
            if values.get(STATE) != TaskState.IN_PROGRESS:
                tasks.require_open(task)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Task:
        """Add a task, then move it where it stands."""
        details = self.details_of(intake, row, values, None)
        task = tasks.add_task(actor=intake.actor, details=details, due_on=values.get(DUE))
        if values.get(STATE, TaskState.OPEN) != TaskState.OPEN:
            self._move(intake, row, values, task)
        return task

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Task) -> None:
        """Change what is entered, put off, move; what is sent back is open before it is put off."""
        details = self.details_of(intake, row, values, record)
        steps = [self._put_off] if DUE in values else []
        if STATE in values:
            steps.insert(len(steps) if record.is_open else 0, self._move)
        tasks.change_task(actor=intake.actor, task=record, details=details)
        for step in steps:
            step(intake, row, values, record)

    def _put_off(self, intake: Intake, row: RecordRow, values: Values, task: Task) -> None:
        reason = intake.source_of(row)[:LONGEST_REASON]
        tasks.put_off(actor=intake.actor, task=task, to=values[DUE], reason=reason)

    def _move(self, intake: Intake, row: RecordRow, values: Values, task: Task) -> None:
        done = values[STATE] == TaskState.DONE
        tasks.move_task(
            actor=intake.actor,
            task=task,
            to=values[STATE],
            on=self._day(intake, values) if done else None,
            text=values["evidence"] if done else intake.source_of(row),
        )

    def _day(self, intake: Intake, values: Values) -> dt.date:
        return intake.day(values.get("done_on"), self.label("done_on"))


class ProblemList(WorkList):
    """Lists of problems. The meeting and the record that one is about stay."""

    name = "problem"
    title = gettext_lazy("List of problems")
    examples = "标题, 严重程度, 发现渠道, 责任单位"
    model, details = Problem, ProblemDetails
    closing, told_of_closing = ProblemState.SOLVED, ("solved_on",)
    fields = (
        Field("title", headings=("问题", "问题名称", "存在问题"), required=True),
        Field("description", headings=("问题描述", "具体表现", "内容")),
        Field(
            "severity",
            headings=("程度", "问题程度"),
            required=True,
            export="get_severity_display",
        ),
        Field(
            STATE,
            headings=("进展", "整改情况", "整改状态"),
            export="get_state_display",
            note=gettext_lazy("Empty for a new one that is not begun."),
        ),
        Field(
            "origin",
            headings=("发现途径", "来源"),
            required=True,
            export="get_origin_display",
        ),
        Field("found_by", headings=("发现单位", "发现人")),
        Field("found_on", headings=("发现时间",)),
        Field("measures", headings=("措施", "整改举措")),
        Field(DUE, headings=("整改时限", "截止日期", "时限")),
        Field("solved_on", headings=("解决时间", "整改完成日期"), explains=STATE),
        *PLACES,
    )

    def rows_for(self, actor: User) -> QuerySet[Problem]:
        """Return the problems the actor may see."""
        return queries.problems_for(actor).select_related("meeting")

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what moving would, and a solution without its day."""
        self._refuse_early(values)
        if record is not None and STATE in values:
            require_move(PROBLEM_MOVES, ProblemState, record.state, values[STATE])
        if values.get(STATE) == ProblemState.SOLVED:
            self._day(intake, values)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Problem:
        """Put a problem on the list, then move it where it stands."""
        details = self.details_of(intake, row, values, None)
        problem = problems.add_problem(actor=intake.actor, details=details)
        if values.get(STATE, ProblemState.OPEN) != ProblemState.OPEN:
            self._move(intake, row, values, problem)
        return problem

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Problem) -> None:
        """Change what is entered, then move."""
        details = self.details_of(intake, row, values, record)
        problems.change_problem(actor=intake.actor, problem=record, details=details)
        if STATE in values:
            self._move(intake, row, values, record)

    def _move(self, intake: Intake, row: RecordRow, values: Values, problem: Problem) -> None:
        solved = values[STATE] == ProblemState.SOLVED
        problems.move_problem(
            actor=intake.actor,
            problem=problem,
            to=values[STATE],
            text=intake.source_of(row),
            on=self._day(intake, values) if solved else None,
        )

    def _day(self, intake: Intake, values: Values) -> dt.date:
        return intake.day(values.get("solved_on"), self.label("solved_on"))


TASKS = TaskList()
PROBLEMS = ProblemList()
