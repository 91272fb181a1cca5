"""Lists of what hangs on records and is settled or answered: obligations and advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.cells import FactCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field, in_both_languages
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.models import User
from huizhi.organisations.models import Organisation
from huizhi.partners import advice, obligations, parts, queries
from huizhi.partners.errors import RecordRefused
from huizhi.partners.lists.part_kind import PartList, as_it_would_be
from huizhi.partners.models import Advice, Agreement, Obligation, Platform
from huizhi.partners.part_checks import check_part
from huizhi.partners.part_details import AdviceDetails, ObligationDetails
from huizhi.partners.states import AdviceState, ObligationState

STATE = "state"


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
        would_be = as_it_would_be(part, Obligation(agreement=owner), details)
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
        owner = self.owner_of(intake, values, None)
        details = self.details_of(intake, row, values, None)
        part: Obligation = parts.add_part(actor=intake.actor, owner=owner, details=details)
        self._settle(intake, values, None, part)
        return part

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Obligation) -> None:
        """Change what is asked, then settle it."""
        details = self.details_of(intake, row, values, record)
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
            agreement = self.owner_of(intake, values, record)
            organisation = intake.instance(Organisation, values["party"])
            prefetch_related_objects([agreement], "parties")
            parties = {party.organisation_id: party for party in agreement.parties.all()}
            party = parties.get(values["party"])
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
        would_be = as_it_would_be(part, Advice(platform=owner), details)
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
        owner = self.owner_of(intake, values, None)
        details = self.details_of(intake, row, values, None)
        part: Advice = parts.add_part(actor=intake.actor, owner=owner, details=details)
        self._answer(intake, values, None, part)
        return part

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Advice) -> None:
        """Change the advice, then answer it."""
        details = self.details_of(intake, row, values, record)
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


OBLIGATIONS = ObligationList()
ADVICE = AdviceList()
