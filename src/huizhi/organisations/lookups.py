"""Organisations by what people write: any of its names, or a code."""

from __future__ import annotations

from huizhi.kernel.lists.names import Names
from huizhi.kernel.models import User
from huizhi.organisations.models import IndustryCluster, Organisation, OrganisationName
from huizhi.organisations.names import name_key
from huizhi.organisations.queries import organisations_for


def organisation_names(user: User | None = None) -> Names[int]:
    """Return the names of all organisations; those of the user's scope may be suggested.

    A college goes by its own name and by its university's before it.
    """
    pairs: list[tuple[str, int]] = []
    rows = Organisation.objects.values_list(
        "pk", "name", "short_name", "name_en", "credit_code", "ministry_code", "parent__name"
    )
    for number, name, *others, above in rows:
        pairs += [(name, number), *((other, number) for other in others)]
        if above:
            pairs.append((f"{above}{name}", number))
    pairs += OrganisationName.objects.values_list("name", "organisation_id")
    within = None if user is None else set(organisations_for(user).values_list("pk", flat=True))
    return Names(pairs, alike=name_key, within=within)


def cluster_names(user: User | None = None) -> Names[int]:
    """Return the industry clusters by name or code; they are the same for everybody."""
    pairs: list[tuple[str, int]] = []
    for number, *spellings in IndustryCluster.objects.values_list("pk", "name", "name_en", "code"):
        pairs += [(spelling, number) for spelling in spellings]
    return Names(pairs)
