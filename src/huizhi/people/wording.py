"""Texts of the catalogue and of the reading of tables in the language of the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.languages import screen_language
from huizhi.rules.fact_tables.problems import Remark
from huizhi.rules.facts.model import Fact

SUMS_SHOWN = "{:,.2f}"


def first_letter(name: str) -> str:
    """Return a name that tells a clerk enough to look at the number again, and no more."""
    return f"{name[:1]}{'*' * (len(name) - 1)}"


def fact_text(fact: Fact, value: Any, names: Mapping[int, str] | None = None) -> str:
    """Return a value as text. `names` gives the names of subjects that a reference may mean."""
    if value is None:
        return _("None")
    if fact.type.is_list and isinstance(value, list):
        return _(", ").join(fact_text_of_item(fact, item) for item in value) or _("None")
    if fact.type.name == "reference":
        return (names or {}).get(value, f"#{value}")
    return fact_text_of_item(fact, value)


def fact_text_of_item(fact: Fact, value: Any) -> str:
    """Return one plain value, or one record, as text."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        members = {member.name: member for member in fact.members}
        return " ".join(
            f"{fact_label(members[name])}: {fact_text(members[name], item)}"
            for name, item in value.items()
        )
    if isinstance(value, Decimal | int):
        unit = fact.unit.get(screen_language()) if fact.unit else ""
        shown = (
            SUMS_SHOWN.format(value) if fact.type.scalar.name == "money" else f"{Decimal(value):f}"
        )
        return f"{shown} {unit}".strip()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value_label(fact, str(value))


def remark_text(remark: Remark) -> str:
    """Return what the reading of a table has to say."""
    return remark.message(screen_language())
