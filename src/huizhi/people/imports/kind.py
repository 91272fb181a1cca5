"""Lists of people as a kind of list: the columns are facts of the catalogue, and the ID number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.languages import screen_language
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.kinds import Columns, ListKind
from huizhi.kernel.lists.tables import Table
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import scope_of
from huizhi.people.imports.columns import ID_NUMBER, importable_facts, target_of
from huizhi.people.imports.planning import PeoplePlanner
from huizhi.people.imports.reading import PersonRow, RowReader
from huizhi.people.models import Person
from huizhi.people.services import NAME
from huizhi.rules.fact_tables.layout import Heading


class PeopleList(ListKind):
    """Lists of people."""

    name = "people"
    right = Right.PEOPLE_IMPORT
    title = gettext_lazy("List of people")
    examples = "姓名, 身份证号, 出生日期, 学位"

    def labels(self) -> Mapping[str, str]:
        """Return the ID number and the facts that a column can state."""
        facts = {name: fact_label(fact) for name, fact in importable_facts().items()}
        return {ID_NUMBER: _("ID number"), **facts}

    def notes(self) -> Mapping[str, str]:
        """Return the meaning of each fact, and its listed values."""
        language = screen_language()
        return {
            name: " ".join(
                [
                    fact.meaning.get(language),
                    "、".join(value_label(fact, value) for value in fact.allowed),
                ]
            ).strip()
            for name, fact in importable_facts().items()
        }

    def target_of(self, heading: Heading) -> str:
        """Return what a heading means."""
        return target_of(heading)

    def check_targets(self, targets: Collection[str]) -> None:
        """Ask for the name."""
        if NAME not in targets:
            raise ImportRefused(_("Say which column holds the name."))

    def read(
        self, tables: Sequence[Table], columns: Columns, *, actor: User
    ) -> Iterator[PersonRow]:
        """Yield every row, the bad ones too."""
        return RowReader(columns).rows(tables)

    def planner(self, *, actor: User, source: str, valid_from: dt.date | None) -> PeoplePlanner:
        """Return who plans the rows."""
        return PeoplePlanner(actor=actor, source=source, valid_from=valid_from)

    def described(self, subjects: Collection[int], *, actor: User) -> Mapping[int, str]:
        """Return name and county; of people of the actor's scope the masked ID number too."""
        county = scope_of(actor).county
        people = Person.objects.filter(pk__in=subjects).select_related("county")
        return {
            person.pk: " ".join(
                part
                for part in (
                    person.name,
                    person.id_number_masked if county in (None, person.county_id) else "",
                    person.county.name if person.county else "",
                )
                if part
            )
            for person in people
        }

    def sample(self, target: str, text: str) -> str:
        """Return an example; of an ID number the first digits only."""
        shown = super().sample(target, text)
        return f"{shown[:6]}…" if target == ID_NUMBER else shown


PEOPLE = PeopleList()
