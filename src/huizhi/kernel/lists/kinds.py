"""What a room says about its list: a `ListKind`, the rows it reads and what it plans for each.

The kinds of an installation stand in the setting `LIST_KINDS` as dotted names, since the rooms
that own them lie above the kernel.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.kernel.encryption import without_id_numbers
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.models import ImportRow, RowOutcome
from huizhi.kernel.lists.tables import Table
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.rules.fact_tables.layout import Heading

IGNORED = ""
LONGEST_SHEET = 100
LONGEST_NAME = 100

Columns = Mapping[str, str]
"""What each column states, by its heading: a target of the kind, or `IGNORED`."""
RowKey = tuple[str, int]


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell, or with the row where `index` is None."""

    message: str
    column: str = ""
    index: int | None = None
    grave: bool = True


@dataclass
class ReadRow:
    """One row of a list. `values` are Python values by target."""

    sheet: str
    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the row is about, as far as it could be read."""
        return str(self.values.get("name") or "")

    @property
    def key(self) -> RowKey:
        """Where the row stands, as `ImportRow` keeps it."""
        return self.sheet[:LONGEST_SHEET], self.number

    @property
    def refused(self) -> bool:
        """Whether something stands against the row."""
        return any(problem.grave for problem in self.problems)

    @property
    def waits(self) -> bool:
        """Whether the row can go in only after another row of the list."""
        return False


@dataclass(frozen=True)
class Decided:
    """What a clerk said about a row, and which record it is then about."""

    decision: str
    subject_id: int | None = None


Decisions = Mapping[RowKey, Decided]


@dataclass
class RowPlan:
    """A row with what applying it does; rooms add to it what they need for that.

    `changes` say for each column what stood there and what will: `fact`, `before`, `after`.
    """

    row: ReadRow
    outcome: RowOutcome
    subject_id: int | None = None
    candidates: list[int] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def refuse(self, message: str) -> None:
        """Say what stands against the row."""
        self.outcome = RowOutcome.REFUSED
        self.changes = []
        self.problems = [*self.problems, CellProblem(message)]


class Planner(Protocol):
    """Plans rows of one list for one user. A row is planned anew when it is applied."""

    def plan(self, rows: Sequence[Any], decisions: Decisions) -> list[Any]:
        """Return a `RowPlan` for each row, with few queries for all of them."""

    def apply(self, plans: Sequence[Any]) -> None:
        """Do what the plans say, within the transaction of the caller; set `subject_id`s.

        A plan that a service refuses after all becomes `REFUSED`.
        """


class ListKind(ABC):
    """A kind of list: its words, its columns, and how its rows are read, planned and applied."""

    name: str
    """The key of the kind, in addresses and commands, e.g. `agreement`."""
    right: Right
    """What importing asks for; the services below ask again."""
    title: str | Promise
    """What the list is, e.g. "List of people"."""
    examples: str
    """A few headings as people write them, for the message that none was found."""
    day_help: str | Promise = gettext_lazy(
        "The day from which the list holds. Left empty, it corrects what was known before."
    )

    takes_exports = False
    """Whether what the list of records exports can come back as such a list."""

    @abstractmethod
    def labels(self) -> Mapping[str, str]:
        """Return what a column can state: the targets with their words, in order."""

    def notes(self) -> Mapping[str, str]:
        """Return what belongs into the columns that need a word about it."""
        return {}

    @abstractmethod
    def target_of(self, heading: Heading) -> str:
        """Return the target that a heading means, or `IGNORED`."""

    @abstractmethod
    def check_targets(self, targets: Collection[str]) -> None:
        """Refuse with `ImportRefused` a choice of columns that cannot be a list of this kind."""

    @abstractmethod
    def read(self, tables: Sequence[Table], columns: Columns, *, actor: User) -> Iterator[ReadRow]:
        """Yield every row, the bad ones too."""

    @abstractmethod
    def planner(self, *, actor: User, source: str, valid_from: dt.date | None) -> Planner:
        """Return who plans the rows. `source` names the list, `valid_from` the day it holds."""

    @abstractmethod
    def described(self, subjects: Collection[int], *, actor: User) -> Mapping[int, str]:
        """Return a line for each record a row may be about, by which the actor can tell it."""

    def conceal(self, text: str) -> str:
        """Return a text of the list as it may be kept and shown: no ID number in it."""
        return without_id_numbers(text)

    def sample(self, target: str, text: str) -> str:
        """Return a cell as an example of what stands in its column."""
        return self.conceal(text)


def to_row(kind: ListKind, plan: RowPlan, batch_id: int) -> ImportRow:
    """Return the row of the preview."""
    return ImportRow(
        batch_id=batch_id,
        sheet=plan.row.key[0],
        number=plan.row.number,
        name=kind.conceal(plan.row.name)[:LONGEST_NAME],
        outcome=plan.outcome,
        subject_id=plan.subject_id,
        candidates=plan.candidates,
        problems=[
            {
                "message": kind.conceal(problem.message),
                "column": problem.column,
                "index": problem.index,
                "grave": problem.grave,
            }
            for problem in plan.problems
        ],
        changes=[
            {part: kind.conceal(text) for part, text in change.items()} for change in plan.changes
        ],
    )


@cache
def all_kinds() -> dict[str, ListKind]:
    """Return the kinds of this installation by name, in the order of the setting."""
    kinds: list[ListKind] = [import_string(path) for path in settings.LIST_KINDS]
    return {kind.name: kind for kind in kinds}


def kind_named(name: str) -> ListKind:
    """Return a kind by its name. Errors: `ImportRefused`, which names those there are."""
    kind = all_kinds().get(name)
    if kind is None:
        raise ImportRefused(
            _("There is no list of the kind “{name}”. Use one of: {names}.").format(
                name=name, names=", ".join(all_kinds())
            )
        )
    return kind
