"""The fields of a cooperation record as its page shows them: only those that say something."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.kernel import clock
from huizhi.kernel.languages import screen_language
from huizhi.organisations.models import Organisation
from huizhi.partners import queries
from huizhi.partners.models import Agreement, Bound, CooperationRecord, Step
from huizhi.partners.models.record import state_label

HIDDEN = {"id", "name", "name_en", "created_at", "state", "synthetic", "villages"}
LAST = ("reference", "statement", "source", "published")


@dataclass(frozen=True)
class ShownLine:
    """A label, and pairs of words and the address to which they lead (empty: nowhere)."""

    label: str
    items: list[tuple[str, str]]
    language: str = ""
    """Of the words, where the field says so by its name."""


def lines_of(record: CooperationRecord) -> list[ShownLine]:
    """Return the record's fields in the order of the model, then its partners."""
    lines = []
    fields = sorted(record._meta.fields, key=lambda field: field.name in LAST)
    for field in fields:
        if field.name in HIDDEN or field.name.endswith("_bound"):
            continue
        item = _item(record, field)
        if item[0]:
            language = "en" if field.name.endswith("_en") else ""
            lines.append(ShownLine(str(field.verbose_name), [item], language))
    partners = [_organisation(partner) for partner in record.partners.all()]
    if partners:
        lines.append(ShownLine(_("Partners"), partners))
    return [*lines, *_other_name(record)]


def _other_name(record: CooperationRecord) -> list[ShownLine]:
    """Return the name in the language that the page's title does not have."""
    english = screen_language() == "en"
    if not record.name_en:
        return []
    if english:
        return [ShownLine(_("Chinese name"), [(record.name, "")], "zh")]
    return [ShownLine(_("English name"), [(record.name_en, "")], "en")]


def _item(record: CooperationRecord, field: models.Field[Any, Any]) -> tuple[str, str]:
    value = getattr(record, field.name)
    if value is None or value == "":
        return "", ""
    if isinstance(value, Organisation):
        return _organisation(value)
    if isinstance(value, CooperationRecord):
        return str(value), reverse(f"{value._meta.model_name}:record", args=[value.pk])
    if isinstance(value, bool):
        return (_("Yes") if value else _("No")), ""
    if field.choices:
        return str(dict(field.choices).get(value, value)), ""
    if isinstance(value, dt.date):
        return value.isoformat(), ""
    if isinstance(value, int):
        sign = Bound(getattr(record, f"{field.name}_bound", Bound.EXACT)).sign
        return f"{sign}{value:,}", ""
    return str(value), ""


def _organisation(organisation: Organisation) -> tuple[str, str]:
    return str(organisation), reverse("organisation:record", args=[organisation.pk])


@dataclass(frozen=True)
class ShownStep:
    """A step of a record as the timeline shows it."""

    label: str
    step: Step
    document: str = ""
    """The address of the document that shows it."""


def shown_steps(record: CooperationRecord) -> list[ShownStep]:
    """Return the steps of a record in words, the oldest first."""
    kind = record.record_kind
    return [
        ShownStep(
            state_label(type(record), step.state),
            step,
            reverse(f"{kind}:document", args=[record.pk, step.document_id])
            if step.document_id
            else "",
        )
        for step in queries.steps_of(record)
    ]


def warnings_of(record: CooperationRecord) -> list[str]:
    """Return what should worry whoever looks at an agreement, with the threshold."""
    if not isinstance(record, Agreement) or record.renewed_by_id or not record.is_signed:
        return []
    today, days = clock.today(), queries.EXPIRY_WARNING_DAYS
    until = today + dt.timedelta(days=days)
    found = []
    if record.ends_on and record.ends_on <= until:
        found.append(days_left(record.ends_on, today))
    if record.renew_by and record.renew_by <= until:
        found.append(_("The renewal is to be settled by {day}.").format(day=record.renew_by))
    if found:
        found.append(
            ngettext(
                "Shown from {days} day before.", "Shown from {days} days before.", days
            ).format(days=days)
        )
    return found


def days_left(end: dt.date, today: dt.date) -> str:
    """Say how long an agreement still runs, or for how long it has been over."""
    left = (end - today).days
    if left < 0:
        return ngettext(
            "The agreement ended {days} day ago.", "The agreement ended {days} days ago.", -left
        ).format(days=-left)
    return ngettext(
        "The agreement ends in {days} day.", "The agreement ends in {days} days.", left
    ).format(days=left)
