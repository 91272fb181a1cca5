"""People: who is in the registry, of which tier, and who was paid."""

from __future__ import annotations

from django.db.models import Count

from huizhi.insight.leaders.figure import Figure, Unit
from huizhi.insight.selections.benefits import TIER
from huizhi.insight.selections.counting import count_each
from huizhi.insight.selections.selection import Selection
from huizhi.kernel import clock, facts
from huizhi.kernel.fact_wording import value_label
from huizhi.kernel.models import User
from huizhi.people.queries import people_for
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind


def people_figures(user: User, base: Selection) -> dict[str, Figure]:
    """Return how many people are in the registry, and how many of them were paid."""
    wanted = {
        "all": Selection("person.all", base.on, county=base.county),
        "paid": Selection("person.paid", base.on, county=base.county),
    }
    counts = count_each(people_for(user), wanted)
    return {
        key: Figure(selection.words(), counts[key], Unit.PEOPLE, selection)
        for key, selection in wanted.items()
    }


def people_by_tier(user: User, base: Selection) -> list[Figure]:
    """Return how many people have each tier today, in the catalogue's order."""
    fact = load_catalogue().kinds[SubjectKind.PERSON].facts[TIER]
    limits = {"county": base.county} if base.county else {}
    people = people_for(user).filter(**limits).order_by().values("pk")
    known = facts.known(on=clock.today(), kind=SubjectKind.PERSON)
    rows = known.filter(name=TIER, subject_id__in=people).order_by().values_list("value")
    counts = dict(rows.annotate(Count("subject_id", distinct=True)))
    return [
        Figure(
            value_label(fact, str(tier)),
            counts.get(tier, 0),
            Unit.PEOPLE,
            Selection("person.tier", base.on, str(tier), base.county),
        )
        for tier in fact.allowed
    ]
