"""The named villages of a visit: lines of text for the eye, rows with a county each."""

from __future__ import annotations

from huizhi.partners.models import CooperationRecord, Village, Visit


def keep_in_step(record: CooperationRecord) -> None:
    """Make a visit's rows of villages follow the lines of its text.

    A new one gets the county of the visit, unless the whole city was visited.
    """
    if not isinstance(record, Visit):
        return
    names = list(
        dict.fromkeys(line.strip() for line in record.villages.splitlines() if line.strip())
    )
    record.visited_villages.exclude(name__in=names).delete()
    there = set(record.visited_villages.values_list("name", flat=True))
    county = record.county if record.county and record.county.parent_id else None
    Village.objects.bulk_create(
        [Village(visit=record, name=name, county=county) for name in names if name not in there]
    )


def write_lines(visit: Visit) -> None:
    """Write the lines of a visit from its rows, after a row was added, changed or removed."""
    names = visit.visited_villages.values_list("name", flat=True)
    Visit.objects.filter(pk=visit.pk).update(villages="\n".join(names))
