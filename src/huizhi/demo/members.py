"""Seats synthetic people with high honours on the synthetic platforms that drew them."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import yaml

from huizhi.kernel.models import User
from huizhi.partners import parts
from huizhi.partners.models import Platform
from huizhi.partners.part_details import PlatformMemberDetails
from huizhi.people.models import Person
from huizhi.people.queries import having_fact


def seat_members(*, actor: User, folder: Path) -> int:
    """Seat each synthetic person with an honour that `platforms.yaml` names; return how many.

    The platforms take turns in the order of their references. Who has several of the honours is
    one member with all of them.
    """
    honours = yaml.safe_load((folder / "platforms.yaml").read_text(encoding="utf-8"))["drew"]
    platforms = cycle(Platform.objects.filter(synthetic=True).order_by("reference"))
    synthetic = Person.objects.filter(synthetic=True)
    drew: dict[Person, list[str]] = {}
    for honour in honours:
        for person in having_fact(synthetic, "荣誉", honour).order_by("pk"):
            drew.setdefault(person, []).append(honour)
    for person, some in drew.items():
        details = PlatformMemberDetails(
            person=person, role="、".join(some), brought=True, synthetic=True
        )
        parts.add_part(actor=actor, owner=next(platforms), details=details)
    return len(drew)
