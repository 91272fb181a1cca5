"""What a cell of a list, or a field of a form, states about a person, in the registry's terms.

The reading of single cells is that of `rules.fact_tables`; here names become keys: of regions,
organisations, platforms, people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel.encryption import without_id_numbers
from huizhi.kernel.errors import HuizhiError
from huizhi.people.errors import PersonRefused
from huizhi.people.references import Lookups
from huizhi.people.wording import remark_text
from huizhi.rules.fact_tables.cells import CellReader
from huizhi.rules.fact_tables.problems import CellError
from huizhi.rules.facts.model import Fact

REGION_FACTS = frozenset({"县区", "户籍地"})
# A household may be registered anywhere in the country; only the regions here are known by name.
ANYWHERE = "户籍地"


@dataclass(frozen=True)
class Reading:
    """A cell's value in Python; `stated` is false where the cell says nothing."""

    value: Any
    stated: bool = True
    warnings: tuple[str, ...] = ()
    implied: Mapping[str, Any] = field(default_factory=dict)


class FactCells:
    """Reads cells by the fact they state; keeps spellings and names between cells."""

    def __init__(self, lookups: Lookups | None = None) -> None:
        self._lookups = lookups or Lookups()
        self._readers: dict[tuple[str, int], CellReader] = {}

    def read(self, fact: Fact, raw: object, *, scale: int = 1) -> Reading:
        """Return what the cell states. Errors: `HuizhiError`s that say what would be right."""
        reader = self._readers.setdefault((fact.name, scale), CellReader(fact, scale=scale))
        try:
            parsed = reader.read(raw)
        except CellError as error:
            raise PersonRefused(remark_text(error.remark)) from None
        warnings = tuple(remark_text(remark) for remark in parsed.warnings)
        value = parsed.value
        if not parsed.stated or value is None:
            return Reading(None, parsed.stated, warnings)
        if fact.name in REGION_FACTS:
            return self._region(fact, str(value))
        if fact.type.kind is None:
            _refuse_id_numbers(value)
        else:
            value = self._lookups.subject_id(fact.type.kind, str(value))
        return Reading(value, True, warnings, parsed.implied)

    def _region(self, fact: Fact, text: str) -> Reading:
        if fact.name == ANYWHERE and len(text) == 6 and text.isdecimal():
            return Reading(text)
        try:
            return Reading(self._lookups.region_code(text))
        except HuizhiError as error:
            if fact.name == ANYWHERE:
                return Reading(None, False, (str(error),))
            raise


def _refuse_id_numbers(value: object) -> None:
    """Refuse an ID number given as another fact: facts are kept, and shown, as they are."""
    texts = value if isinstance(value, list) else [value]
    if any(without_id_numbers(str(text)) != str(text) for text in texts):
        raise PersonRefused(
            _("An ID number stands here. Say that the column holds ID numbers, or take it out.")
        )
