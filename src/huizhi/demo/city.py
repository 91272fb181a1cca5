"""Makes the demo city: registry, people, policies, one run, and its first payments.

Everything goes through the services of the rooms, as a clerk's work would. A city that is there
already is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from huizhi.cases.models import OfferBatch
from huizhi.demo import population
from huizhi.demo.governance import seed_governance
from huizhi.demo.members import seat_members
from huizhi.demo.registry import seed_registry
from huizhi.demo.series import seed_series
from huizhi.demo.thread import pay_selected
from huizhi.demo.visitors import make_visitors
from huizhi.entitlements import services as entitlements
from huizhi.entitlements.models import Run
from huizhi.entitlements.states import RunState
from huizhi.kernel.models import Region, User
from huizhi.kernel.users import system_user
from huizhi.organisations.models import Organisation, OrganisationKind
from huizhi.organisations.services import OrganisationDetails, add_organisation, state_facts
from huizhi.people.models import Person
from huizhi.people.services import NewPerson, add_people
from huizhi.policies import queries as policies
from huizhi.policies.services import put_in_force, store_pack

CITY = "datong"
PEOPLE_AT_A_TIME = 500

Say = Callable[[str, int, int], None]
"""Told (stage, done, total): stages are registry, people, policies, run, payments."""


def make_city(*, people: int, say: Say) -> Run:
    """Make what of the demo city is not there yet; return its first complete run."""
    actor = system_user()
    plan = population.load_plan(_folder() / "population.yaml")
    if not Person.objects.exists():
        say("registry", 0, 1)
        seed_registry(actor=actor, folder=_folder())
        _add_population(actor, plan, people, say)
        seat_members(actor=actor, folder=_folder())
    _enforce_packs(actor, say)
    make_visitors(plan)
    seed_governance(folder=_folder())
    run = _first_run(actor, plan, say)
    seed_series(actor=actor, folder=_folder())  # after the run: its totals are the model case's
    return run


def pay_city(*, run: Run, say: Say) -> None:
    """Offer, approve and pay what the demo's file names, unless the run led to offers already."""
    if OfferBatch.objects.filter(run=run).exists():
        return
    plan = population.load_plan(_folder() / "population.yaml")
    pay_selected(
        run=run,
        folder=_folder(),
        source=plan.source,
        say=lambda done, total: say("payments", done, total),
    )


def _folder() -> Path:
    return Path(settings.PACKS_DIR) / CITY / "demo"


def _add_population(actor: User, plan: population.Plan, count: int, say: Say) -> None:
    names = dict(Region.objects.filter(code__in=plan.counties).values_list("code", "name"))
    employers = population.draw_employers(plan, names)
    made = [_add_employer(actor, plan, employer) for employer in employers]
    drawn = population.draw_people(plan, count, employers)
    for first in range(0, len(drawn), PEOPLE_AT_A_TIME):
        say("people", first, len(drawn))
        part = drawn[first : first + PEOPLE_AT_A_TIME]
        add_people(actor=actor, entries=[_entry(plan, one, made) for one in part])
    say("people", len(drawn), len(drawn))


def _add_employer(
    actor: User, plan: population.Plan, employer: population.Employer
) -> Organisation:
    details = OrganisationDetails(
        kind=OrganisationKind.EMPLOYER,
        name=employer.name,
        nature=employer.nature,
        county=Region.objects.get(code=employer.county),
        source=plan.source,
        synthetic=True,
    )
    organisation = add_organisation(actor=actor, details=details)
    state_facts(actor=actor, organisation=organisation, values=employer.facts, source=plan.source)
    return organisation


def _entry(
    plan: population.Plan, person: population.SyntheticPerson, employers: list[Organisation]
) -> NewPerson:
    facts = {**person.facts, "县区": person.county}
    if person.employer is not None:
        facts["用人单位"] = employers[person.employer].pk
    return NewPerson(
        name=person.name,
        facts=facts,
        source=plan.source,
        id_number=person.id_number,
        confirmed=True,
        not_for_publication=person.not_for_publication,
        synthetic=True,
    )


def _enforce_packs(actor: User, say: Say) -> None:
    """Put each pack of the installation in force from its first document's day."""
    folders = policies.pack_folders()
    for number, folder in enumerate(folders):
        say("policies", number, len(folders))
        version = store_pack(folder=folder, actor=actor)
        if version.in_force_from is None:
            pack = policies.parsed(version)
            start = min(document.in_force.start for document in pack.documents)
            put_in_force(version=version, from_=start, actor=actor)


def _first_run(actor: User, plan: population.Plan, say: Say) -> Run:
    version = policies.version_in_force(on=plan.as_of, pack_id=CITY)
    complete = Run.objects.filter(
        state=RunState.COMPLETE, pack_version=version, as_of=plan.as_of
    ).first()
    return complete or entitlements.run_now(
        actor=actor,
        as_of=plan.as_of,
        pack_version=version,
        progress=lambda done, total: say("run", done, total),
    )
