"""How each statement of the model case stands: figures met, records there, or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huizhi.portal.model_case.checks import FigureCheck
from huizhi.portal.model_case.statements import Statement, StatementPart
from huizhi.portal.model_case.targets import Key, Target, find_targets, statement_targets
from huizhi.rules.words import Language


class Standing(StrEnum):
    """How a statement stands against the records."""

    MET = "met"
    BOUND = "bound"
    HELD = "held"
    PARTLY = "partly"
    MISSED = "missed"
    PENDING = "pending"


STANDINGS: dict[Standing, tuple[str, str | Promise]] = {
    Standing.MET: ("done", _("Met exactly")),
    Standing.BOUND: ("done", _("Met as a bound")),
    Standing.HELD: ("done", _("On record")),
    Standing.PARTLY: ("open", _("In part")),
    Standing.MISSED: ("no", _("Not met")),
    Standing.PENDING: ("state", _("Not yet on record")),
}
"""The colour and the words of each."""


@dataclass(frozen=True)
class ShownStatement:
    """A statement, the figures that the article states of it, its records, and what is not yet."""

    id: str
    says: str
    figures: tuple[FigureCheck, ...]
    targets: tuple[Target, ...]
    not_yet: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """How it stands. What no record holds makes it "in part", even if its figures are met."""
        if any(figure.holds is False for figure in self.figures):
            return Standing.MISSED
        met = [figure for figure in self.figures if figure.holds]
        if not met and not self.targets:
            return Standing.PENDING
        if self.not_yet or len(met) < len(self.figures):
            return Standing.PARTLY
        if not met:
            return Standing.HELD
        exact = all(figure.figure.relation == "=" for figure in met)
        return Standing.MET if exact else Standing.BOUND

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return STANDINGS[self.standing][0]

    @property
    def words(self) -> str:
        """How it stands, in words."""
        return str(STANDINGS[self.standing][1])


@dataclass(frozen=True)
class ShownStatements:
    """A part of the report as the page shows it."""

    heading: str
    statements: tuple[ShownStatement, ...]


def present_statements(
    parts: Sequence[StatementPart], checks: Iterable[FigureCheck], language: Language
) -> list[ShownStatements]:
    """Return the statements in a language, each with its figures' checks and its records."""
    figures: dict[str, list[FigureCheck]] = {}
    for check in checks:
        figures.setdefault(check.figure.statement, []).append(check)
    own = statement_targets()
    named = find_targets(key for part in parts for one in part.statements for key in one.also)
    return [
        ShownStatements(
            part.heading.get(language),
            tuple(
                _shown(one, figures.get(one.id, []), own.get(one.id, []), named, language)
                for one in part.statements
            ),
        )
        for part in parts
    ]


def _shown(
    statement: Statement,
    figures: list[FigureCheck],
    own: list[Target],
    named: Mapping[Key, Target],
    language: Language,
) -> ShownStatement:
    reasons = [figure.reason(language) for figure in figures]
    if statement.not_yet:
        reasons.append(statement.not_yet.get(language))
    return ShownStatement(
        id=statement.id,
        says=statement.says.get(language),
        figures=tuple(figures),
        targets=(*own, *(named[key] for key in statement.also if key in named)),
        not_yet=tuple(reason for reason in reasons if reason),
    )
