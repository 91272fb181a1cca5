"""The lists of people and teams."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.people import pages
from huizhi.backoffice.people.filters import PersonFilterSet
from huizhi.backoffice.viewsets import ScopedIndexView, ScopedViewSet
from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.people import privacy, queries
from huizhi.people.imports.kind import PEOPLE
from huizhi.people.models import Person, Team
from huizhi.people.services import person_fact

FACTS_LISTED = ("学位", "职称级别", "人才层次")
FACTS_EXPORTED = (
    "性别",
    "学历",
    "学位",
    "毕业院校",
    "专业",
    "职称",
    "职称级别",
    "人才层次",
    "三晋英才类别",
    "引进方式",
    "入职日期",
)


def column_name(fact: str) -> str:
    """Return the attribute under which `queries.with_facts` gives a fact."""
    return f"fact_{person_fact(fact).english}"


class FactColumn(Column):
    """A fact as it stands today."""

    def __init__(self, fact: str) -> None:
        super().__init__(column_name(fact), label=fact)
        self.fact = fact

    @property
    def label(self) -> str:
        """The name of the fact in the language of the screen."""
        return fact_label(person_fact(self.fact))

    @label.setter
    def label(self, value: str) -> None:
        """Wagtail sets what it was given; the screen's language decides later."""

    def get_value(self, instance: Model) -> str:
        """Return the value in the language of the screen."""
        value = super().get_value(instance)
        return "" if value is None else value_label(person_fact(self.fact), str(value))


class PersonIndexView(ScopedIndexView):
    """The list of people; taking it out of the system is logged."""

    def log_export(self, rows: int) -> None:
        """Write it to the log as what it is: personal data."""
        privacy.log_export(actor=self.user, rows=rows)

    def get_base_queryset(self) -> QuerySet[Person]:
        """Return the rows with the facts that are shown, or exported."""
        wanted = FACTS_EXPORTED if self.is_export else FACTS_LISTED
        return queries.with_facts(super().get_base_queryset(), *wanted)


class PersonViewSet(ScopedViewSet):
    """People, newest first."""

    model = Person
    icon = "user"
    view_right = Right.PEOPLE_VIEW
    record_page = pages.PersonPage
    add_page = pages.AddPage
    edit_page = pages.EditPage
    index_view_class = PersonIndexView
    list_kind = PEOPLE
    filterset_class = PersonFilterSet
    pickable = True
    search_fields = ("name", "employer__name")
    list_display = (
        "name",
        Column("id_number_masked", label=_("ID number")),
        "county",
        "employer",
        *(FactColumn(name) for name in FACTS_LISTED),
    )
    list_export = (
        "name",
        "id_number_masked",
        "county",
        "employer",
        *(column_name(name) for name in FACTS_EXPORTED),
        "not_for_publication",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        **{column_name(name): name for name in FACTS_EXPORTED},
        "id_number_masked": _("ID number"),
    }
    export_filename = "people"
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Person]:
        """Return the people this user may see."""
        return queries.people_for(user)

    def describe(self, row: Person) -> str:
        """Return what tells people of one name apart."""
        return f"{row.id_number_masked} {row.employer or ''}".strip()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages and actions about one person."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/reveal/", pages.RevealPage.as_view(), name="reveal"),
            path("<int:pk>/publication/", pages.PublicationPage.as_view(), name="publication"),
            path("<int:pk>/id-number/", pages.IdNumberPage.as_view(), name="id_number"),
            path("<int:pk>/confirm/", pages.Confirm.as_view(), name="confirm"),
        ]


class TeamViewSet(ScopedViewSet):
    """Teams, newest first."""

    model = Team
    icon = "group"
    view_right = Right.PEOPLE_VIEW
    record_page = pages.TeamPage
    list_display = ("name", "leader", "county")
    list_export = ("name", "leader", "county", "synthetic")
    list_filter = ("county",)
    pickable = True
    search_fields = ("name", "leader__name")
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[Team]:
        """Return the teams this user may see."""
        return queries.teams_for(user)

    def describe(self, row: Team) -> str:
        """Return who leads the team."""
        return str(row.leader or "")
