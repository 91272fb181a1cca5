"""Recording points: by hand, from lists, from other systems, all through `record_points`.

Sending a batch again, in any order, changes nothing. A key decides first: the same key with the
same content is unchanged, with other content it is refused. Without a key, series and period
decide: another value supersedes the one that stood there, which stays in the history. Points of
one batch that contradict one another are refused together, since their order means nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.partners.models import Point, PointKey, Series
from huizhi.partners.series.checking import (
    WrongValue,
    check_period,
    check_unit,
    period_text,
    read_period,
    to_stored,
)
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.finding import SeriesFinder, WrongSeries
from huizhi.partners.series.summaries import refresh

MOST_POINTS = 5_000
"""In one call: it ends within some seconds."""
POINTS_PER_TRANSACTION = 500
LONGEST_SOURCE = 200
LONGEST_KEY = 120


class Outcome(StrEnum):
    """What became of a point."""

    ACCEPTED = "accepted"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class NewPoint:
    """A value of a series in one period, as somebody states it.

    The series is named by its number, or by `indicator` (code or name) and `subject` (reference or
    name of the project or base). `period` is 2021, 2021-07 or 2021-07-26, as the series is kept.
    Money is in yuan. `unit`, if given, must be the indicator's. An empty `source` is the series'.
    """

    period: str
    value: Decimal
    series: int | None = None
    indicator: str = ""
    subject: str = ""
    unit: str = ""
    source: str = ""
    key: str = ""


@dataclass(frozen=True)
class PointOutcome:
    """What became of one point.

    Of a refused one, `code` names the rule, `part` the field of `NewPoint` that is wrong, and
    `message` says what would be right.
    """

    outcome: Outcome
    code: str = ""
    part: str = ""
    message: str = ""
    series: int | None = None
    period: dt.date | None = None


@dataclass(frozen=True)
class _Candidate:
    """A point that fits its series; `index` is its place in the input."""

    index: int
    series: Series
    period: dt.date
    value: Decimal
    source: str
    key: str

    @property
    def place(self) -> tuple[int, dt.date]:
        return self.series.pk, self.period

    @property
    def content(self) -> tuple[Decimal, str]:
        return self.value, self.source


@dataclass
class _Batch:
    """The candidates of one transaction and what became of them so far."""

    actor: User
    outcomes: list[PointOutcome | None]
    new: list[tuple[_Candidate, Outcome]] = field(default_factory=list)
    keys: dict[str, tuple[int, dt.date]] = field(default_factory=dict)

    def settle(self, one: _Candidate, outcome: Outcome) -> None:
        self.outcomes[one.index] = PointOutcome(outcome, series=one.series.pk, period=one.period)

    def refuse(self, one: _Candidate, code: str, part: str, message: str) -> None:
        self.outcomes[one.index] = PointOutcome(
            Outcome.REFUSED, code, part, message, one.series.pk, one.period
        )


def record_points(*, actor: User, points: Sequence[NewPoint]) -> list[PointOutcome]:
    """Record points; return what became of each, in their order. Bad ones stop no good ones.

    Works in transactions of some hundreds of points, each with one entry of the log; a batch that
    was cut off can be sent again. Errors: `RightMissing`, `SeriesRefused` for more than
    `MOST_POINTS`.
    """
    require(actor, Right.PARTNERS_EDIT)
    if len(points) > MOST_POINTS:
        raise SeriesRefused(
            _("At most {most} values can be recorded at a time. Divide the list.").format(
                most=f"{MOST_POINTS:,}"
            )
        )
    batch = _Batch(actor, [None] * len(points))
    candidates = _refuse_double_keys(batch, _candidates(batch, points))
    for part in _parts(candidates):
        with transaction.atomic():
            _record(_Batch(actor, batch.outcomes), part)
    settled = [outcome for outcome in batch.outcomes if outcome is not None]
    assert len(settled) == len(points)
    return settled


def _candidates(batch: _Batch, points: Sequence[NewPoint]) -> list[_Candidate]:
    """Return the points that fit their series; the others are refused."""
    finder = SeriesFinder(batch.actor)
    clean = [(index, point) for index, point in enumerate(points) if _is_text(batch, index, point)]
    finder.prepare(point for _index, point in clean)
    today = clock.today()
    found = []
    for index, point in clean:
        part = "unit"
        try:
            series = finder.find(point)
            check_unit(series.indicator, point.unit)
            part = "period"
            period = read_period(point.period, series.granularity)
            check_period(series, period, today=today)
            part = "value"
            value = to_stored(series.indicator, point.value)
        except WrongSeries as error:
            batch.outcomes[index] = _refused(error, error.part)
        except WrongValue as error:
            batch.outcomes[index] = _refused(error, part)
        else:
            source = point.source.strip() or series.source
            found.append(_Candidate(index, series, period, value, source, point.key.strip()))
    return found


def _is_text(batch: _Batch, index: int, point: NewPoint) -> bool:
    """Say whether the words of a point can be kept; refuse the point otherwise."""
    for part, longest in (
        ("indicator", LONGEST_SOURCE),
        ("subject", LONGEST_SOURCE),
        ("unit", LONGEST_SOURCE),
        ("source", LONGEST_SOURCE),
        ("key", LONGEST_KEY),
    ):
        text = getattr(point, part)
        if "\0" in text or len(text) > longest:
            message = _("A text of at most {longest} characters is wanted here.").format(
                longest=longest
            )
            batch.outcomes[index] = PointOutcome(Outcome.REFUSED, "text_wrong", part, message)
            return False
    return True


def _refused(error: WrongValue, part: str) -> PointOutcome:
    return PointOutcome(Outcome.REFUSED, error.code, part, str(error))


def _refuse_double_keys(batch: _Batch, candidates: list[_Candidate]) -> list[_Candidate]:
    """Refuse points of the input that share a key but say different things."""
    said: dict[str, set[object]] = defaultdict(set)
    for one in candidates:
        if one.key:
            said[one.key].add((one.place, one.content))
    for one in candidates:
        if len(said.get(one.key, ())) > 1:
            message = _("Several values of this batch carry the key “{key}”.")
            batch.refuse(one, "key_twice", "key", message.format(key=one.key))
    return [one for one in candidates if len(said.get(one.key, ())) <= 1]


def _parts(candidates: list[_Candidate]) -> list[list[_Candidate]]:
    """Divide into transactions; what is for one series and period stays together."""
    parts: list[list[_Candidate]] = []
    for one in sorted(candidates, key=lambda each: each.place):
        full = not parts or len(parts[-1]) >= POINTS_PER_TRANSACTION
        if full and not (parts and parts[-1][-1].place == one.place):
            parts.append([])
        parts[-1].append(one)
    return parts


def _record(batch: _Batch, candidates: list[_Candidate]) -> None:
    # Who changes points or summaries holds the log first: that puts all of them in one order.
    audit.hold()
    open_ones = _settle_known_keys(batch, candidates)
    places = _refuse_contradictions(batch, open_ones)
    standing = _points_in_force(places)
    for place, twins in places.items():
        first, *others = twins
        present = standing.get(place)
        if present is not None and (present.value, present.source) == first.content:
            batch.settle(first, Outcome.UNCHANGED)
        else:
            outcome = Outcome.ACCEPTED if present is None else Outcome.REPLACED
            batch.new.append((first, outcome))
            batch.settle(first, outcome)
        for other in others:
            batch.settle(other, Outcome.UNCHANGED)
        batch.keys.update({one.key: place for one in twins if one.key})
    standing.update(_write(batch, standing))
    PointKey.objects.bulk_create(
        [
            PointKey(sender=batch.actor, key=key, point=standing[place])
            for key, place in sorted(batch.keys.items())
        ]
    )


def _settle_known_keys(batch: _Batch, candidates: list[_Candidate]) -> list[_Candidate]:
    """Settle the points whose key is known; return the others."""
    keys = {one.key for one in candidates if one.key}
    known = {
        row.key: row.point
        for row in PointKey.objects.filter(sender=batch.actor, key__in=keys).select_related("point")
    }
    for one in candidates:
        point = known.get(one.key)
        if point is None:
            continue
        said = (point.series_id, point.period), (point.value, point.source)
        if said == (one.place, one.content):
            batch.settle(one, Outcome.UNCHANGED)
        else:
            message = _(
                "The key “{key}” was used for another value. Send a correction with a new key."
            )
            batch.refuse(one, "key_used", "key", message.format(key=one.key))
    return [one for one in candidates if one.key not in known]


def _refuse_contradictions(
    batch: _Batch, candidates: list[_Candidate]
) -> dict[tuple[int, dt.date], list[_Candidate]]:
    """Refuse different values for one period; return the others by series and period."""
    places: dict[tuple[int, dt.date], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        places[one.place].append(one)
    for place, twins in list(places.items()):
        if len({one.content for one in twins}) > 1:
            del places[place]
            for one in twins:
                message = _("This batch holds different values for {period}.").format(
                    period=period_text(one.period, one.series.granularity)
                )
                batch.refuse(one, "contradiction", "period", message)
    return places


def _points_in_force(
    places: dict[tuple[int, dt.date], list[_Candidate]],
) -> dict[tuple[int, dt.date], Point]:
    rows = Point.objects.filter(
        series__in={series for series, _period in places},
        period__in={period for _series, period in places},
        superseded=None,
    )
    return {(row.series_id, row.period): row for row in rows}


def _write(
    batch: _Batch, standing: dict[tuple[int, dt.date], Point]
) -> dict[tuple[int, dt.date], Point]:
    """Write the new points of a batch with one entry of the log; return them by place."""
    if not batch.new:
        return {}
    entry = _log(batch)
    replaced = [standing[one.place].pk for one, outcome in batch.new if outcome is Outcome.REPLACED]
    Point.objects.filter(pk__in=replaced).update(superseded=entry)
    points = Point.objects.bulk_create(
        [
            Point(
                series=one.series,
                period=one.period,
                value=one.value,
                source=one.source,
                recorded=entry,
            )
            for one, _outcome in batch.new
        ]
    )
    refresh({one.series.pk: one.series for one, _outcome in batch.new}.values())
    return {(point.series_id, point.period): point for point in points}


def _log(batch: _Batch) -> AuditEntry:
    outcomes = [outcome for _one, outcome in batch.new]
    series = sorted({one.series.pk for one, _outcome in batch.new})
    return audit.append(
        actor=batch.actor,
        action="partners.points",
        subject_kind="series",
        subject_id=series[0] if len(series) == 1 else "",
        detail={
            "accepted": outcomes.count(Outcome.ACCEPTED),
            "replaced": outcomes.count(Outcome.REPLACED),
            "series": series,
        },
    )
