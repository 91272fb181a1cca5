"""The users as whom visitors of the demo enter: one for each role, and a second officer who decides
on what the first has drafted. None has a password."""

from __future__ import annotations

from django.db.models import Count

from huizhi.demo.population import Plan
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Role
from huizhi.kernel.users import UserDetails, make_user
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.people.models import Person
from huizhi.people.queries import having_fact

PREFIX = "demo-"
SECOND_OFFICER = "second_officer"
NAMES = {
    Role.PROGRAMME_OFFICE.value: "演示·人才专班",
    SECOND_OFFICER: "演示·人才专班复核",
    Role.DEPARTMENT.value: "演示·审核部门",
    Role.COUNTY.value: "演示·县区人才办",
    Role.EMPLOYER.value: "演示·用人单位",
    Role.UNIVERSITY.value: "演示·高校",
    Role.TALENT.value: "演示·人才",
    Role.AUDITOR.value: "演示·审计",
    Role.OPERATOR.value: "演示·运维",
}
"""The visitors' names, by role or by what sets them apart."""


def username(visitor: str) -> str:
    """Return the name under which a visitor, a key of `NAMES`, signs in."""
    return f"{PREFIX}{visitor}"


def make_visitors(plan: Plan) -> list[User]:
    """Make the users that are not there yet and return all; the county is the most populous."""
    county = Region.objects.get(code=max(plan.counties, key=lambda code: plan.counties[code]))
    # Those of whom there is most to see.
    employers = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, synthetic=True)
    employer = employers.annotate(size=Count("people")).order_by("-size", "pk").first()
    universities = Organisation.objects.filter(kind=OrganisationKind.UNIVERSITY)
    bases = Count("bases", distinct=True) + Count("agreements", distinct=True)
    university = universities.annotate(size=bases).order_by("-size", "pk").first()
    people = Person.objects.filter(synthetic=True, employer=employer).order_by("pk")
    person = having_fact(people, "学位", "硕士").first() or people.first()
    organisations = {
        Role.EMPLOYER: employer.pk if employer else None,
        Role.UNIVERSITY: university.pk if university else None,
    }
    there = {user.username: user for user in User.objects.filter(username__startswith=PREFIX)}
    users = []
    for visitor, name in NAMES.items():
        role = Role.PROGRAMME_OFFICE if visitor == SECOND_OFFICER else Role(visitor)
        details = UserDetails(
            name=name,
            role=role,
            county=county if role == Role.COUNTY else None,
            organisation_id=organisations.get(role),
            person_id=person.pk if role == Role.TALENT and person else None,
        )
        known = there.get(username(visitor))
        users.append(known or make_user(username=username(visitor), details=details))
    return users
