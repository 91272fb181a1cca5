"""Forms about people. A field of a fact reads what a cell of a list may hold, and no less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.days import DayInput
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.fact_wording import fact_label, value_label
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import Region
from huizhi.people.fact_cells import REGION_FACTS, FactCells, Reading
from huizhi.people.imports.columns import importable_facts
from huizhi.people.models import Person
from huizhi.people.queries import FactLine
from huizhi.people.services import COUNTY, EMPLOYER, NAME
from huizhi.rules.facts.model import Fact
from huizhi.rules.subjects import SubjectKind

ABSENT = "无"
YES, NO = "是", "否"
BETWEEN_ITEMS = "、"

# The parts of a person's facts, each from the fact it begins with.
PARTS: dict[str, Promise] = {
    NAME: gettext_lazy("About the person"),
    "学历": gettext_lazy("Education"),
    "职称": gettext_lazy("Standing"),
    EMPLOYER: gettext_lazy("Work"),
    "实习基地": gettext_lazy("Internship"),
    "婚姻状况": gettext_lazy("Family, home and money"),
}


def part_of(name: str, before: Promise) -> Promise:
    """Return the part a fact belongs to, `before` being that of the fact before it."""
    return PARTS.get(name, before)


class FactField(forms.CharField):
    """A text that states a fact. Its clean value is a `Reading`."""

    def __init__(self, fact: Fact, cells: FactCells, *, required: bool = False) -> None:
        super().__init__(
            label=fact_label(fact),
            required=required,
            widget=_widget(fact),
            help_text=_help(fact),
        )
        self.fact = fact
        self._cells = cells

    def clean(self, value: Any) -> Reading:
        """Return what the text states."""
        text = super().clean(value)
        try:
            return self._cells.read(self.fact, text)
        except HuizhiError as error:
            raise forms.ValidationError(str(error)) from None


def _widget(fact: Fact) -> forms.Widget:
    if fact.name == COUNTY:
        counties = Region.objects.filter(in_use=True).order_by("code")
        return forms.Select(choices=[("", "—"), *((one.code, str(one)) for one in counties)])
    if fact.type.name == "boolean":
        return forms.Select(choices=[("", "—"), (YES, _("Yes")), (NO, _("No"))])
    if fact.values and not fact.type.is_list:
        listed = [(value, value_label(fact, value)) for value in fact.allowed]
        absent = [] if ABSENT in fact.allowed else [(ABSENT, _("None"))]
        return forms.Select(choices=[("", "—"), *listed, *absent])
    if fact.type.name in ("integer", "number", "money"):
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput()


def _help(fact: Fact) -> str:
    meaning = fact.meaning.get(screen_language())
    if fact.name == COUNTY:
        return _("The county where the person mainly works.")
    if fact.name in REGION_FACTS:
        return _("The county by its name, or by its six-digit code (GB/T 2260).")
    if fact.type.name == "date":
        return f"{meaning} · {_('For example')} 2021-07-26"
    if fact.type.is_list and fact.values:
        return f"{meaning} · {BETWEEN_ITEMS.join(fact.allowed)}"
    return meaning


def text_of(line: FactLine) -> str:
    """Return the text that, typed into a `FactField`, states what the line says."""
    value = line.row.value
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return BETWEEN_ITEMS.join(map(str, value)) if value else ABSENT
    if line.fact.name == COUNTY:
        return str(value)
    named = line.fact.type.kind is not None or line.fact.name in REGION_FACTS
    return line.text if named else str(value)


class FactsForm(forms.Form):
    """Every fact of a person that fits one field, and where the knowledge comes from."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy(
            "The document or list that says so, e.g. a diploma with its number."
        ),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "The day from which it holds. Left empty, it corrects what was known before."
        ),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have compared this with the documents"), required=False
    )

    def __init__(self, *args: Any, known: Sequence[FactLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = FactCells()
        for name, fact in importable_facts().items():
            self.fields[fact.english] = FactField(fact, cells, required=name == NAME)
        for line in known:
            # A spouse is named by the ID number, which is not shown.
            if line.fact.english in self.fields and line.fact.type.kind is not SubjectKind.PERSON:
                self.initial[line.fact.english] = text_of(line)

    @property
    def parts(self) -> Iterator[tuple[Promise, list[forms.BoundField]]]:
        """The fields of facts by part, for the template."""
        label = PARTS[NAME]
        fields: list[forms.BoundField] = []
        for name, fact in importable_facts().items():
            next_label = part_of(name, label)
            if next_label is not label and fields:
                yield label, fields
                fields = []
            label = next_label
            fields.append(self[fact.english])
        yield label, fields

    @property
    def about_source(self) -> list[forms.BoundField]:
        """The fields that say where the knowledge comes from."""
        return [self["source"], self["valid_from"], self["confirmed"]]

    def stated(self) -> dict[str, Any]:
        """Return the facts that were typed anew, by name; an empty field states nothing."""
        values: dict[str, Any] = {}
        implied: dict[str, Any] = {}
        for name, fact in importable_facts().items():
            if fact.english not in self.changed_data:
                continue
            reading: Reading = self.cleaned_data[fact.english]
            if reading.stated:
                values[name] = reading.value
                implied.update(reading.implied)
        return {**implied, **values}


class EntryForm(FactsForm):
    """A new person."""

    id_number = forms.CharField(
        label=gettext_lazy("ID number"),
        required=False,
        help_text=gettext_lazy("18 characters. It is encrypted and shown masked."),
    )
    another_person = forms.BooleanField(
        label=gettext_lazy("This is another person of that name"), required=False
    )
    duplicates: Sequence[Person] = ()


class ReasonForm(forms.Form):
    """A reason that is written to the log."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the audit log, with your name."),
    )


class PublicationForm(ReasonForm):
    """Whether a person may appear on public pages."""

    not_for_publication = forms.BooleanField(
        label=gettext_lazy("Keep this person out of every public page"), required=False
    )


class IdNumberForm(forms.Form):
    """An ID number to give or correct."""

    id_number = forms.CharField(label=gettext_lazy("ID number"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        help_text=gettext_lazy("Needed where a number is corrected."),
    )
