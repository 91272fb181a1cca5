"""Lists of organisations as a kind of list."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.encryption import without_id_numbers
from huizhi.kernel.lists.cells import CodeCell, TextCell
from huizhi.kernel.lists.declarations import Values
from huizhi.kernel.lists.fields import Field, Lookups
from huizhi.kernel.lists.intake import Intake
from huizhi.kernel.lists.records import RecordKind
from huizhi.kernel.lists.rows import RecordRow
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.organisations import services
from huizhi.organisations.codes import is_exact_credit_code, read_credit_code, read_ministry_code
from huizhi.organisations.errors import CodeRefused
from huizhi.organisations.lookups import cluster_names, organisation_names
from huizhi.organisations.models import IndustryCluster, Organisation
from huizhi.organisations.names import name_key
from huizhi.organisations.queries import organisations_for
from huizhi.organisations.services import COLUMNS, OrganisationDetails

AS_BEFORE = "unchanged"
# Whether the row gives a reason for a code that fails its check is seen when all of it is read.
CODE_AS_WRITTEN = partial(read_credit_code, override_reason="in the row")
REASON, LONGEST_REASON = "code_reason", 300
LOOKUPS: Lookups = {Organisation: organisation_names, IndustryCluster: cluster_names}


class OrganisationList(RecordKind):
    """Lists of organisations. A code belongs to one of them; else name and county tell which.

    Former names have dates and sources of their own: the column of the export is passed over.
    """

    name = "organisation"
    right = Right.ORGANISATIONS_EDIT
    title = _("List of organisations")
    examples = "名称, 类型, 统一社会信用代码, 县区"
    day_help = _(
        "The day from which the list holds. Left empty, it corrects what was known before."
    )
    model = Organisation
    lookups = LOOKUPS
    keys = ("credit_code", "ministry_code")
    told_apart_by = ("parent",)
    name_column = "name_key"
    fields = (
        Field(
            "name",
            headings=("单位名称", "机构名称", "学校名称", "高校名称", "企业名称"),
            required=True,
        ),
        Field("name_en", headings=("英文名",)),
        Field("short_name", headings=("简称",)),
        Field(
            "kind",
            headings=("机构类型", "单位类型", "类别"),
            required=True,
            export="get_kind_display",
        ),
        Field("nature", headings=("单位性质",), export="get_nature_display"),
        Field(
            "credit_code",
            headings=("信用代码", "社会信用代码", "统一社会信用代码"),
            cell=lambda label, scale: CodeCell(CODE_AS_WRITTEN),
        ),
        Field(
            REASON,
            headings=("代码核验说明", "信用代码核验说明"),
            label=_("Why a code that fails its check is accepted"),
            cell=lambda label, scale: TextCell(label, LONGEST_REASON),
            current=lambda record: "",
            note=_("Only for a credit code that is printed so on the licence. Kept in the log."),
            explains="credit_code",
        ),
        Field(
            "ministry_code",
            headings=("学校代码", "学校标识码", "院校代码"),
            cell=lambda label, scale: CodeCell(read_ministry_code),
        ),
        Field("county", headings=("所在县区", "所属县区", "区县")),
        Field("seat", headings=("所在城市",)),
        Field("parent", headings=("上级单位", "所属高校", "所属学校", "主管单位")),
        Field(
            "clusters", headings=("所属集群",), label=_("Industry clusters"), export="cluster_names"
        ),
        Field("park", headings=("园区", "落户园区", "所属园区")),
        Field("attracted_on", headings=("入园时间", "落户日期")),
        Field("authority"),
        Field("teaching_level", headings=("办学类型",), export="get_teaching_level_display"),
        Field("double_first_class", headings=("双一流",)),
        Field("source", headings=("数据来源", "依据")),
    )

    def check_cells(self, row: RecordRow) -> None:
        """Refuse a credit code that fails its check where the row gives no reason."""
        code = row.values.get("credit_code")
        if code and not row.values.get(REASON):
            try:
                read_credit_code(code)
            except CodeRefused as error:
                row.refuse_cell("credit_code", str(error))

    def compared(self, name: str) -> str:
        """Return a name without blanks and punctuation."""
        return name_key(name)

    def conceal(self, text: str) -> str:
        """Return a text without ID numbers; a credit code may be all digits too."""
        return without_id_numbers(text, unless=is_exact_credit_code)

    def rows_for(self, actor: User) -> QuerySet[Organisation]:
        """Return the organisations the actor may see."""
        return organisations_for(actor).prefetch_related("clusters")

    def line(self, record: Organisation) -> str:
        """Return name, kind, county, university and code."""
        parts = (
            record.name,
            record.get_kind_display(),
            str(record.county or ""),
            str(record.parent or ""),
            record.credit_code or record.ministry_code,
        )
        return " · ".join(part for part in parts if part)

    def check(self, intake: Intake, row: RecordRow, values: Values, record: Any) -> None:
        """Refuse what the service would."""
        services.check_details(self._details(intake, row, values, record))

    def add(self, intake: Intake, row: RecordRow, values: Values) -> Organisation:
        """Add an organisation."""
        details = self._details(intake, row, values, None)
        return services.add_organisation(actor=intake.actor, details=details)

    def change(self, intake: Intake, row: RecordRow, values: Values, record: Organisation) -> None:
        """Change it, from the day on which the list holds."""
        services.change_organisation(
            actor=intake.actor,
            organisation=record,
            details=self._details(intake, row, values, record),
            since=intake.valid_from,
        )

    def _details(
        self, intake: Intake, row: RecordRow, values: Values, record: Organisation | None
    ) -> OrganisationDetails:
        names = (*COLUMNS, "clusters")
        entered = self.entered_with_source(intake, row, names, values, record)
        # A code that was accepted with a reason needs none again while nobody touches it.
        untouched = record is not None and "credit_code" not in values
        reason = AS_BEFORE if untouched else values.get(REASON, "")
        return OrganisationDetails(**entered, code_reason=reason)


ORGANISATIONS = OrganisationList()
