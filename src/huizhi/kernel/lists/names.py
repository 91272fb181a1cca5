"""From what people write to the record it means, with "did you mean" where it means none."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from huizhi.kernel.lists.errors import NameAmbiguous, NameUnknown
from huizhi.kernel.models import Region
from huizhi.rules.fact_tables.characters import squeeze

CLOSE_ENOUGH = 0.6
_REGION_SUFFIXES = ("区", "县", "市")

K = TypeVar("K", int, str)


class Names(Generic[K]):
    """The names of records as the registry has them at one moment.

    `pairs` are spellings with the key of the record they mean; the first spelling of a key is the
    one shown. `alike` says how spellings are compared. `within` are the keys that may be named to
    the user; without it, all.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[str, K]],
        *,
        alike: Callable[[str], str] = squeeze,
        within: Collection[K] | None = None,
    ) -> None:
        self._alike = alike
        self._within: Collection[K] | None = within
        self._found: dict[str, set[K]] = {}
        self._shown: dict[K, str] = {}
        for spelling, key in pairs:
            if not spelling:
                continue
            self._shown.setdefault(key, spelling)
            if compared := alike(spelling):
                self._found.setdefault(compared, set()).add(key)

    def find(self, text: str) -> K:
        """Return the key of the record a text means. Errors: `NameUnknown`, `NameAmbiguous`."""
        found = self._found.get(self._alike(text), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise NameAmbiguous(
                _("There are several named “{text}”. Write the whole name or the code.").format(
                    text=text
                )
            )
        raise NameUnknown(self.unknown(text, self._close_to(text)))

    def shown(self, key: K) -> str:
        """Return the name of a record."""
        return self._shown.get(key, f"#{key}")

    def holds(self, key: K) -> bool:
        """Say whether the user may name this record."""
        return self._within is None or key in self._within

    def unknown(self, text: str, close: str) -> str:
        """Return what to say of a text that means no record; `close` is the name most like it."""
        hint = _("Did you mean “{name}”?").format(name=close) if close else ""
        return (
            _("“{text}” is not in the registry. Enter it there first. {hint}")
            .format(text=text, hint=hint)
            .strip()
        )

    def _close_to(self, text: str) -> str:
        told = [
            spelling
            for spelling, keys in self._found.items()
            if any(self.holds(key) for key in keys)
        ]
        close = difflib.get_close_matches(self._alike(text), told, 1, CLOSE_ENOUGH)
        if not close:
            return ""
        return self.shown(next(key for key in self._found[close[0]] if self.holds(key)))


class RegionNames(Names[str]):
    """The regions of this installation by code or name, with or without 县, 区 and the city."""

    def __init__(self) -> None:
        pairs: list[tuple[str, str]] = []
        rows = Region.objects.order_by("-in_use", "code")
        for code, name, name_en, above in rows.values_list(
            "code", "name", "name_en", "parent__name"
        ):
            spellings = [name, code, name_en]
            if len(name) > 2 and name.endswith(_REGION_SUFFIXES):
                spellings.append(name[:-1])
            if above:
                spellings.append(f"{above}{name}")
            pairs += [(spelling, code) for spelling in spellings]
        super().__init__(_first_of_each(pairs))

    def unknown(self, text: str, close: str) -> str:
        """Return which regions there are."""
        names = "、".join(Region.objects.filter(in_use=True).values_list("name", flat=True))
        return _("“{text}” is no region known here. Use one of: {names}.").format(
            text=text, names=names
        )


def _first_of_each(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Keep of each spelling the first meaning: a region in use before one that was withdrawn."""
    meant: dict[str, str] = {}
    for spelling, code in pairs:
        if meant.setdefault(squeeze(spelling), code) == code:
            yield spelling, code
