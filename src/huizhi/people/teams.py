"""What changes teams: forming them, and who belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import clock, facts
from huizhi.kernel.fact_values import to_json
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.people.errors import PersonRefused
from huizhi.people.models import Person, Team, TeamMember
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

NAME, COUNTY, LEADER, SIZE = "名称", "县区", "带头人", "成员数"


@dataclass(frozen=True)
class NewTeam:
    """A team to form. `members` need not name the leader; `facts` are those of a team."""

    name: str
    leader: Person
    source: str
    members: Sequence[Person] = ()
    county: Region | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    synthetic: bool = False


def add_team(*, actor: User, entry: NewTeam) -> Team:
    """Form a team and record its facts.

    Errors: `OutOfScope`, `PersonRefused` for no name or an unknown fact, `FactValueWrong`.
    """
    require(actor, Right.PEOPLE_EDIT)
    county_code = entry.county.pk if entry.county else None
    require_in_scope(actor, county=county_code)
    if not entry.name.strip():
        raise PersonRefused(_("A team needs a name."))
    places = list(dict.fromkeys([entry.leader, *entry.members]))
    values = {NAME: entry.name.strip(), LEADER: entry.leader.pk, SIZE: len(places), **entry.facts}
    if county_code:
        values[COUNTY] = county_code
    stored = {name: _json(name, value) for name, value in values.items()}
    with transaction.atomic():
        team = Team.objects.create(
            name=entry.name.strip(),
            leader=entry.leader,
            county=entry.county,
            synthetic=entry.synthetic,
            created_at=clock.now(),
        )
        TeamMember.objects.bulk_create(TeamMember(team=team, person=person) for person in places)
        stated = [
            StatedFact(SubjectKind.TEAM, team.pk, name, value, entry.source)
            for name, value in stored.items()
        ]
        facts.record(actor=actor, stated=stated, action="people.add_team")
    return team


def set_members(*, actor: User, team: Team, members: Sequence[Person], source: str) -> None:
    """Say who belongs to a team from now on; the leader always does."""
    require(actor, Right.PEOPLE_EDIT)
    require_in_scope(actor, county=team.county_id)
    wanted = {person.pk for person in [team.leader, *members]}
    with transaction.atomic():
        present = set(team.places.values_list("person_id", flat=True))
        team.places.exclude(person_id__in=wanted).delete()
        TeamMember.objects.bulk_create(
            TeamMember(team=team, person_id=number) for number in sorted(wanted - present)
        )
        stated = [StatedFact(SubjectKind.TEAM, team.pk, SIZE, len(wanted), source)]
        facts.record(actor=actor, stated=stated, action="people.set_members")


def _json(name: str, value: object) -> Any:
    fact = load_catalogue().fact(SubjectKind.TEAM, name)
    if fact is None:
        raise PersonRefused(_("There is no fact of teams named “{name}”.").format(name=name))
    return to_json(fact, value)
