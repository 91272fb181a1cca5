"""Lists of what hangs on records: obligations, advice, milestones, results.

A row names its record by name, reference or number. It is known again by that and its own text.
"""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import fields
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.cells import FactCell, MoneyCell, WholeCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.fields import Field, in_both_languages
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.organisations.models import Organisation
from huizhi.partners import advice, obligations, parts, queries
from huizhi.partners.errors import RecordRefused
from huizhi.partners.lists.names import LOOKUPS
from huizhi.partners.models import (
    Advice,
    Agreement,
    CooperationRecord,
    Milestone,
    Obligation,
    Platform,
    Project,
    Result,
)
from huizhi.partners.outcomes import queries as outcomes
from huizhi.partners.outcomes import services as outcome_services
from huizhi.partners.outcomes.services import MilestoneDetails, ResultDetails
from huizhi.partners.part_checks import check_part
from huizhi.partners.part_details import AdviceDetails, ObligationDetails
from huizhi.partners.states import AdviceState, ObligationState

STATE, SOURCE = "state", "source"
PROJECT = Field("project", headings=("项目", "项目名称", "所属项目", "项目编号"), required=True)


class PartList(RecordKind):
    """What lists of parts share. `owner` is the column of the record to which a part belongs."""

    right = Right.PARTNERS_EDIT
    lookups = LOOKUPS
    keys = ()
    day_help = gettext_lazy(
        "The day since which changed states hold, where the list has no column for it."
    )
    owner: ClassVar[str]
    owner_model: ClassVar[type[CooperationRecord]]
    details: ClassVar[type[Any]]

    @abstractmethod
    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what the services would; `part` is None for a new one."""

    def compared(self, name: str) -> str:
        """Return a text without the spaces and lines by which two writings of it differ."""
        return "".join(name.split())

    def wanted(self, rows: Sequence[RecordRow]) -> Q:
        """Return the parts of the records that the rows name."""
        return Q(**{f"{self.owner}__in": {row.values.get(self.owner) for row in rows}})

    def counties(self, intake: Intake, values: Values, record: Any) -> set[str | None]:
        """Return the county of the record to which the part belongs."""
        return {self._owner(intake, values, record).county_id}

    def check_targets(self, targets: Collection[str]) -> None:
        """Ask for the record too."""
        super().check_targets(targets)
        if self.owner not in targets:
            text = _("Say which column holds “{fact}”.")
            raise ImportRefused(text.format(fact=self.label(self.owner)))

    def line(self, record: Any) -> str:
        """Return the text, the record and its county."""
        owner = getattr(record, self.owner)
        return " · ".join(str(part) for part in (record, owner, owner.county) if part)

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what the services would."""
        owner = self._owner(intake, values, record)
        details = self._details(intake, row, values, record)
        self.check_details(intake, owner, details, values, record)

    def _owner(self, intake: Intake, values: Values, record: Any) -> Any:
        if record is not None:
            return getattr(record, self.owner)
        return intake.instance(self.owner_model, values[self.owner])

    def _details(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> Any:
        entered = self.entered(intake, [one.name for one in fields(self.details)], values, record)
        if SOURCE in (one.name for one in fields(self.details)):
            entered[SOURCE] = entered.get(SOURCE) or intake.source_of(row)
        return self.details(**entered)


def _obligation_states(label: str, scale: int) -> FactCell:
    """Return the reader of states. An overdue obligation is an open one whose day has passed."""
    choices = [
        (ObligationState.OPEN if state == ObligationState.OVERDUE else state, state.label)
        for state in reversed(ObligationState)
    ]
    words = [(code.value, in_both_languages(said)) for code, said in choices]
    return FactCell(label, "string", choices=words, empty=ObligationState.OPEN.value)


def _stored_state(obligation: Obligation) -> str:
    state = obligation.state
    return (ObligationState.OPEN if state == ObligationState.OVERDUE else state).value


class ObligationList(PartList):
    """Lists of obligations. Of whom something is asked must have a role in the agreement."""

    name = "obligation"
    title = gettext_lazy("List of obligations")
    examples = "应做什么, 协议, 责任方, 截止日期"
    model, details = Obligation, ObligationDetails
    owner, owner_model = "agreement", Agreement
    told_apart_by = ("agreement", "party")
    name_field = name_column = "text"
    fields = (
        Field("text", headings=("义务", "履约事项", "约定事项", "事项"), required=True),
        Field("agreement", headings=("协议", "协议名称", "协议号", "所属协议"), required=True),
        Field(
            "party",
            headings=("责任方", "责任单位", "履行方", "义务方"),
            required=True,
            of=Organisation,
            current=lambda obligation: obligation.party.organisation_id,
            export="party.organisation",
        ),
        Field("due_on", headings=("截止日期", "完成时限", "履行期限")),
        Field(
            STATE,
            headings=("履行情况", "履约状态", "进展"),
            label=gettext_lazy("State"),
            cell=_obligation_states,
            current=_stored_state,
            export="get_state_display",
            note=gettext_lazy("A changed state needs its day and what shows it."),
        ),
        Field(
            "settled_on",
            headings=("履行日期", "完成日期"),
            label=gettext_lazy("Settled on"),
            cell=lambda label, scale: FactCell(label, "date"),
            current=lambda obligation: obligation.settled_on,
            explains=STATE,
        ),
        Field("evidence", headings=("依据", "佐证", "履行依据"), explains=STATE),
    )

    def rows_for(self, actor: User) -> QuerySet[Obligation]:
        """Return the obligations of the agreements the actor may see."""
        return queries.obligations_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding, changing or settling would."""
        would_be = _as_it_would_be(part, Obligation(agreement=owner), details)
        check_part(intake.actor, would_be)
        if self._is_settled_anew(values, part):
            obligations.check_settling(
                obligation=would_be,
                to=values[STATE],
                on=self._day(intake, values),
                evidence=values.get("evidence", ""),
            )

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Obligation:
        """Add an obligation, settled where the row says so."""
        owner = self._owner(intake, values, None)
        details = self._details(intake, row, values, None)
        part: Obligation = parts.add_part(actor=intake.actor, owner=owner, details=details)
        self._settle(intake, values, None, part)
        return part

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Obligation) -> None:
        """Change what is asked, then settle it."""
        details = self._details(intake, row, values, record)
        parts.change_part(actor=intake.actor, part=record, details=details)
        self._settle(intake, values, record, record)

    def _settle(
        self, intake: Intake, values: Values, before: Obligation | None, part: Obligation
    ) -> None:
        if self._is_settled_anew(values, before):
            obligations.settle(
                actor=intake.actor,
                obligation=part,
                to=values[STATE],
                on=self._day(intake, values),
                evidence=values.get("evidence", ""),
            )

    def _is_settled_anew(self, values: Values, before: Obligation | None) -> bool:
        """Say whether the state changes; a new obligation is open."""
        return STATE in values and (before is not None or values[STATE] != ObligationState.OPEN)

    def _day(self, intake: Intake, values: Values) -> dt.date:
        return intake.day(values.get("settled_on"), self.label("settled_on"))

    def entered(
        self, intake: Intake, names: Collection[str], values: Values, record: Any
    ) -> dict[str, Any]:
        """Return the columns as services take them: the party by its organisation."""
        others = {name: value for name, value in values.items() if name != "party"}
        found = super().entered(intake, names, others, record)
        if "party" in values:
            agreement = self._owner(intake, values, record)
            organisation = intake.instance(Organisation, values["party"])
            party = agreement.parties.filter(organisation=organisation).first()
            if party is None:
                text = _("“{name}” has no role in “{agreement}”. Enter it there as a party first.")
                raise RecordRefused(text.format(name=organisation, agreement=agreement))
            found["party"] = party
        return found


class AdviceList(PartList):
    """Lists of advice, with what was done with it."""

    name = "advice"
    title = gettext_lazy("List of advice")
    examples = "标题, 平台, 报送对象, 提出日期"
    model, details = Advice, AdviceDetails
    owner, owner_model = "platform", Platform
    told_apart_by = ("platform",)
    name_field = name_column = "title"
    fields = (
        Field("title", headings=("建议", "建议名称", "建议标题", "题目"), required=True),
        Field("platform", headings=("平台名称", "智库", "提出单位"), required=True),
        Field("addressed_to", headings=("报送单位", "主送"), required=True),
        Field("given_on", headings=("报送日期", "日期", "提出时间"), required=True),
        Field(
            STATE,
            headings=("采纳情况", "进展"),
            export="get_state_display",
            note=gettext_lazy("A changed state needs its day and what was done."),
        ),
        Field("answered_on", headings=("办理日期", "答复日期"), explains=STATE),
        Field("answer", headings=("办理结果", "答复"), explains=STATE),
    )

    def rows_for(self, actor: User) -> QuerySet[Advice]:
        """Return the advice of the platforms the actor may see."""
        return queries.advice_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding, changing or answering would."""
        would_be = _as_it_would_be(part, Advice(platform=owner), details)
        check_part(intake.actor, would_be)
        if self._is_answered_anew(values, part):
            advice.check_answer(
                advice=would_be,
                to=values[STATE],
                on=self._day(intake, values),
                note=values.get("answer", ""),
            )

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Advice:
        """Add a piece of advice, answered where the row says so."""
        owner = self._owner(intake, values, None)
        details = self._details(intake, row, values, None)
        part: Advice = parts.add_part(actor=intake.actor, owner=owner, details=details)
        self._answer(intake, values, None, part)
        return part

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Advice) -> None:
        """Change the advice, then answer it."""
        details = self._details(intake, row, values, record)
        changed = parts.change_part(actor=intake.actor, part=record, details=details)
        self._answer(intake, values, record, changed)

    def _answer(self, intake: Intake, values: Values, before: Advice | None, part: Advice) -> None:
        if self._is_answered_anew(values, before):
            advice.answer(
                actor=intake.actor,
                advice=part,
                to=values[STATE],
                on=self._day(intake, values),
                note=values.get("answer", ""),
            )

    def _is_answered_anew(self, values: Values, before: Advice | None) -> bool:
        """Say whether the state changes; new advice is noted."""
        return STATE in values and (before is not None or values[STATE] != AdviceState.NOTED)

    def _day(self, intake: Intake, values: Values) -> dt.date:
        return intake.day(values.get("answered_on"), self.label("answered_on"))


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
        return outcomes.milestones_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding or changing would."""
        outcome_services.check_milestone(part or Milestone(project=owner), details)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Milestone:
        """Add a milestone."""
        return outcome_services.add_milestone(
            actor=intake.actor,
            project=self._owner(intake, values, None),
            details=self._details(intake, row, values, None),
        )

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Milestone) -> None:
        """Change it."""
        details = self._details(intake, row, values, record)
        outcome_services.change_milestone(actor=intake.actor, milestone=record, details=details)


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
        return outcomes.results_for(actor)

    def check_details(
        self, intake: Intake, owner: Any, details: Any, values: Values, part: Any
    ) -> None:
        """Refuse what adding or changing would."""
        outcome_services.check_result(part or Result(project=owner), details)

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Result:
        """Add a result."""
        return outcome_services.add_result(
            actor=intake.actor,
            project=self._owner(intake, values, None),
            details=self._details(intake, row, values, None),
        )

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Result) -> None:
        """Change it."""
        details = self._details(intake, row, values, record)
        outcome_services.change_result(actor=intake.actor, result=record, details=details)


def _as_it_would_be(part: Any, new: Any, details: Any) -> Any:
    """Return a copy of a part, or a new one, with what is entered about it; nothing is saved."""
    found = copy(part) if part is not None else new
    for name, value in details.columns().items():
        setattr(found, name, value)
    return found


OBLIGATIONS = ObligationList()
ADVICE = AdviceList()
MILESTONES = MilestoneList()
RESULTS = ResultList()
