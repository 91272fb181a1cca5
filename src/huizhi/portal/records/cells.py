"""Cells of public tables: a record's fields as words, in the language of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huizhi.kernel.languages import screen_language, shown_name
from huizhi.organisations.models import Organisation
from huizhi.partners.models import Bound, CooperationRecord, VisitReport
from huizhi.portal.model_case.checks import plain_number
from huizhi.portal.wording import state_tone
from huizhi.rules.money import Money


@dataclass(frozen=True)
class Cell:
    """Words of a cell, where they lead, and a badge: a tone of `wording`, or `synthetic`."""

    text: str
    address: str = ""
    badge: str = ""


def name_of(record: Any) -> str:
    """Return the name in the language of the screen; the Chinese one where there is no other."""
    return shown_name(record.name, record.name_en)


def note_of(record: CooperationRecord) -> str:
    """Return the note in the language of the screen, as `name_of`."""
    return record.note_en or record.note if screen_language() == "en" else record.note


def address_of(record: CooperationRecord) -> str:
    """Return the address of a record's public page."""
    return reverse(f"portal:records_{record._meta.model_name}", args=[record.pk])


def name_cell(record: CooperationRecord) -> Cell:
    """The record's name, leading to its page."""
    return Cell(name_of(record), address_of(record), "synthetic" if record.synthetic else "")


def organisation_cell(organisation: Organisation) -> Cell:
    """An organisation's name, leading to its page."""
    address = reverse("portal:records_organisation", args=[organisation.pk])
    return Cell(name_of(organisation), address, "synthetic" if organisation.synthetic else "")


def report_cell(report: VisitReport) -> Cell:
    """A report's title, leading to where it can be read."""
    return Cell(report.title, report.link, "synthetic" if report.synthetic else "")


def partner_cells(record: CooperationRecord) -> list[Cell]:
    """The partners, each leading to its page."""
    return [organisation_cell(partner) for partner in record.partners.all()]


def county_cell(record: Any) -> Cell:
    """The county's name; what the whole city does is of the city itself."""
    if record.county is None:
        return Cell("")
    return Cell(name_of(record.county) if record.county.parent_id else _("City level"))


def state_cell(record: Any) -> Cell:
    """The state as a badge in the colour of its stage."""
    return Cell(record.get_state_display(), badge=state_tone(record.state))


def date_cell(value: Any) -> Cell:
    """A date as 2021-07-26."""
    return Cell(value.isoformat() if value else "")


def bounded_cell(value: int | None, bound: str) -> Cell:
    """A number with how exactly it is known."""
    return Cell("" if value is None else f"{Bound(bound).sign}{value:,}")


def money_cell(value: Money | None) -> Cell:
    """An amount in yuan."""
    if value is None:
        return Cell("")
    return Cell(_("{amount} yuan").format(amount=plain_number(value.yuan)))
