"""Lists of projects, with their money in a column for each source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.lists.cells import MoneyCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.rows import RecordRow
from huizhi.partners import services
from huizhi.partners.details import ProjectDetails
from huizhi.partners.errors import RecordRefused
from huizhi.partners.lists.records import (
    DATES,
    FIRST,
    LAST,
    PEOPLE,
    PLACES,
    STATES,
    CooperationList,
)
from huizhi.partners.models import CooperationRecord, Funding, FundingSource, Project
from huizhi.rules.money import Money

MONEY, TOTAL = "money_", "total_funding"


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


PROJECTS = ProjectList()
