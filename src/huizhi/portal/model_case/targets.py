"""What mentions lead to: the address of a record, organisation, clause or page, and its name.

Only published records are there; what is not there has no target.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language, shown_name
from huizhi.organisations.models import Organisation
from huizhi.partners.models import (
    Agreement,
    Base,
    CooperationRecord,
    Event,
    Platform,
    Project,
    Visit,
)
from huizhi.portal.guide.held import clause_anchor, packs_in_force

MODELS: dict[str, type[CooperationRecord]] = {
    "agreement": Agreement,
    "base": Base,
    "project": Project,
    "visit": Visit,
    "event": Event,
    "platform": Platform,
}
PAGES = {
    "home": _("Model case"),
    "records_organisations": _("Universities and institutes"),
}

Key = tuple[str, str]
"""A kind of mention and the key of what is meant."""


@dataclass(frozen=True)
class Target:
    """Where a mention leads, and what it is called in the language of the screen."""

    address: str
    name: str


def find_targets(keys: Iterable[Key]) -> dict[Key, Target]:
    """Return what the keys lead to; a key that leads nowhere is left out."""
    wanted: dict[str, set[str]] = {}
    for kind, key in keys:
        wanted.setdefault(kind, set()).add(key)
    found: dict[Key, Target] = {}
    for kind, some in wanted.items():
        if kind in MODELS:
            found |= _records(kind, some)
        elif kind == "organisation":
            found |= _organisations(some)
        elif kind == "page":
            found |= {
                (kind, key): Target(reverse(f"portal:{key}"), str(PAGES[key])) for key in some
            }
        else:
            found |= _clauses(some)
    return found


def statement_targets() -> dict[str, list[Target]]:
    """Return the published records of each statement of the model case that are not synthetic."""
    found: dict[str, list[Target]] = {}
    for kind, model in MODELS.items():
        rows = model._default_manager.filter(published=True, synthetic=False)
        rows = rows.exclude(statement="").order_by("pk")
        for statement, pk, name, name_en in rows.values_list("statement", "pk", "name", "name_en"):
            address = reverse(f"portal:records_{kind}", args=[pk])
            found.setdefault(statement, []).append(Target(address, shown_name(name, name_en)))
    return found


def _records(kind: str, references: set[str]) -> dict[Key, Target]:
    rows = MODELS[kind]._default_manager.filter(reference__in=references, published=True)
    return {
        (kind, reference): Target(
            reverse(f"portal:records_{kind}", args=[pk]), shown_name(name, name_en)
        )
        for reference, pk, name, name_en in rows.values_list("reference", "pk", "name", "name_en")
    }


def _organisations(keys: set[str]) -> dict[Key, Target]:
    found = {}
    for column in ("name", "ministry_code"):
        rows = Organisation.objects.filter(**{f"{column}__in": keys})
        for key, pk, name, name_en in rows.values_list(column, "pk", "name", "name_en"):
            address = reverse("portal:records_organisation", args=[pk])
            found["organisation", key] = Target(address, shown_name(name, name_en))
    return found


def _clauses(keys: set[str]) -> dict[Key, Target]:
    """Return the clauses; one that no pack in force has is called by its key."""
    labels = {
        f"{held.document.id}#{clause.id}": clause.label.get(screen_language())
        for pack in packs_in_force(clock.today())
        for held in pack.documents
        for clause in held.document.clauses.values()
    }
    return {("policy", key): Target(_clause_address(key), labels.get(key, key)) for key in keys}


def _clause_address(key: str) -> str:
    document, _hash, clause = key.partition("#")
    return f"{reverse('portal:policy_document', args=[document])}#{clause_anchor(clause)}"
