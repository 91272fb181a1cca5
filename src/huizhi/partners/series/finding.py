"""Which series a point means: by number, or by indicator and project or base."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from huizhi.kernel.models import User
from huizhi.partners.models import Indicator, Series
from huizhi.partners.series.checking import WrongValue
from huizhi.partners.series.queries import series_for
from huizhi.rules.fact_tables.characters import squeeze

LARGEST_NUMBER = 2**63
MOST_SUGGESTIONS = 20
"""So many unknown names get a suggestion; a list full of wrong names is not worth the time."""
NAMES_COMPARED = 2_000
NEAR = 0.6


class Named(Protocol):
    """What names a series: its number, or the words for its indicator and its subject."""

    @property
    def series(self) -> int | None:
        """The number of the series."""

    @property
    def indicator(self) -> str:
        """Code or name of the indicator."""

    @property
    def subject(self) -> str:
        """Reference or name of the project or base."""


class WrongSeries(WrongValue):
    """No series, or more than one, is meant. `part` names the words that are wrong."""

    def __init__(self, code: str, part: str, message: str) -> None:
        self.part = part
        super().__init__(code, message)


@dataclass
class SeriesFinder:
    """Finds series within a user's scope; those out of it are unknown, as any other name."""

    user: User
    by_number: dict[int, Series] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    by_words: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    suggested: dict[tuple[str, str], str] = field(default_factory=dict)

    def prepare(self, names: Iterable[Named]) -> None:
        """Read all series that the names may mean, in three queries."""
        names = list(names)
        for indicator in Indicator.objects.all():
            for word in (indicator.name_en, indicator.name, indicator.code):
                self.indicators[squeeze(word)] = indicator
        numbers = {
            name.series
            for name in names
            if name.series is not None and 0 < name.series < LARGEST_NUMBER
        }
        if numbers:
            self._keep(series_for(self.user).filter(pk__in=numbers))
        subjects = {name.subject.strip() for name in names if name.series is None}
        meant = {self._indicator(name) for name in names if name.series is None} - {None}
        if not subjects or not meant:
            return
        wanted = (
            Q(project__reference__in=subjects)
            | Q(project__name__in=subjects)
            | Q(base__reference__in=subjects)
            | Q(base__name__in=subjects)
        )
        rows = series_for(self.user).filter(wanted, indicator__in=meant)
        for series in self._keep(rows):
            for word in (series.subject.reference, series.subject.name):
                if word:
                    self.by_words[series.indicator_id, word].add(series.pk)

    def find(self, name: Named) -> Series:
        """Return the series. Errors: `WrongSeries`, with what is near where something is."""
        if name.series is not None:
            found = self.by_number.get(name.series)
            if found is None:
                raise WrongSeries(
                    "series_unknown",
                    "series",
                    _("There is no series with the number {number}.").format(number=name.series),
                )
            return found
        indicator = self._indicator(name)
        if indicator is None:
            known = [one.name for one in self.indicators.values()]
            near = self._suggestion("indicator", name.indicator, known)
            raise WrongSeries(
                "indicator_unknown",
                "indicator",
                _("There is no indicator “{name}”.").format(name=name.indicator) + near,
            )
        numbers = self.by_words.get((indicator.pk, name.subject.strip()), set())
        if not numbers:
            near = self._suggestion(
                f"subject {indicator.pk}", name.subject, self._subjects(indicator)
            )
            raise WrongSeries(
                "series_unknown",
                "subject",
                _("There is no series of “{indicator}” for “{name}”.").format(
                    indicator=indicator.name, name=name.subject
                )
                + near,
            )
        if len(numbers) > 1:
            raise WrongSeries(
                "series_ambiguous",
                "subject",
                _("Several records are named “{name}”: give the reference instead.").format(
                    name=name.subject
                ),
            )
        return self.by_number[next(iter(numbers))]

    def _indicator(self, name: Named) -> Indicator | None:
        return self.indicators.get(squeeze(name.indicator))

    def _keep(self, rows: Iterable[Series]) -> list[Series]:
        kept = list(rows)
        self.by_number.update({series.pk: series for series in kept})
        return kept

    def _subjects(self, indicator: Indicator) -> Iterable[str]:
        if len(self.suggested) >= MOST_SUGGESTIONS:
            return ()
        rows = series_for(self.user).filter(indicator=indicator)
        pairs = rows.values_list("project__name", "base__name")[:NAMES_COMPARED]
        return [first or second for first, second in pairs]

    def _suggestion(self, kind: str, word: str, known: Iterable[str]) -> str:
        key = (kind, word)
        if key not in self.suggested:
            if len(self.suggested) >= MOST_SUGGESTIONS:
                return ""
            near = difflib.get_close_matches(word, list(known), 1, NEAR)
            text = " " + _("Did you mean “{name}”?").format(name=near[0]) if near else ""
            self.suggested[key] = text
        return self.suggested[key]
