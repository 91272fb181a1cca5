"""Forms of the cooperation: each record's details, a move to another state, a part of the money."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.backoffice.partners.part_forms import file_field
from huizhi.backoffice.picking import RecordPicker, RecordsPicker
from huizhi.kernel.models import User
from huizhi.kernel.regions import counties_for
from huizhi.kernel.scope import scope_of
from huizhi.organisations.models import Organisation
from huizhi.organisations.queries import organisations_for
from huizhi.partners import queries
from huizhi.partners.details import (
    AgreementDetails,
    BaseDetails,
    EventDetails,
    PlatformDetails,
    ProjectDetails,
    RecordDetails,
    VisitDetails,
)
from huizhi.partners.models import (
    Agreement,
    Base,
    BaseKind,
    CooperationRecord,
    Event,
    FundingSource,
    Platform,
    Project,
    Visit,
)
from huizhi.rules.money import Money, Rounding

# An organisation, an agreement or a base is one of thousands.
PICKERS: dict[str, RecordPicker] = {
    "host": RecordPicker("organisation"),
    "partners": RecordsPicker("organisation"),
    "agreement": RecordPicker("agreement"),
    "renewed_by": RecordPicker("agreement"),
    "base": RecordPicker("base"),
}


class RecordForm(forms.ModelForm):
    """The details of one record; `state` only while it is new, later it moves."""

    details_class: type[RecordDetails]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = organisations_for(user)
        limits = {
            "county": counties_for(user),
            "host": organisations,
            "partners": organisations,
            "agreement": queries.agreements_for(user),
            "renewed_by": queries.agreements_for(user).exclude(pk=self.instance.pk),
            "base": queries.bases_for(user),
        }
        for name, rows in limits.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if name in {"note", "note_en", "villages", "topics"}:
                field.widget.attrs["rows"] = 3
        if scope_of(user).county:
            self.fields["county"].required = True
        if isinstance(self.instance, Base):
            kept = Q(in_use=True) | Q(pk=self.instance.kind_id)
            self.fields["kind"].queryset = BaseKind.objects.filter(kept)  # type: ignore[attr-defined]
        if self.instance.pk is not None:
            del self.fields["state"]

    def details(self) -> RecordDetails:
        """Return what was entered, for the service."""
        values = {
            f.name: self.cleaned_data[f.name] for f in fields(self.details_class) if _shown(f)
        }
        values["partners"] = tuple(values["partners"])
        if isinstance(self.instance, Base):
            values["kind"] = values["kind"].code if values["kind"] else ""
        return self.details_class(**values, synthetic=self.instance.synthetic)


def _shown(field: Any) -> bool:
    return bool(field.name != "synthetic")


def _form(model_class: type[CooperationRecord], details: type[RecordDetails]) -> type[RecordForm]:
    """Return the form of a model: its details in the order of their class, then its state."""
    own = [f.name for f in fields(details) if _shown(f)]
    first = ["name", "name_en", "state", "kind", "level", "county", "host", "partners"]
    order = [name for name in first if name in own or name == "state"]
    order += [name for name in own if name not in order]

    class Meta:
        model = model_class
        fields = order
        widgets = {name: widget for name, widget in PICKERS.items() if name in order}  # noqa: RUF012

    return type(
        f"{model_class.__name__}Form",
        (RecordForm,),
        {
            "Meta": Meta,
            "details_class": details,
            "__doc__": f"Details of a {model_class.__name__}.",
        },
    )


AgreementForm = _form(Agreement, AgreementDetails)
BaseForm = _form(Base, BaseDetails)
ProjectForm = _form(Project, ProjectDetails)
VisitForm = _form(Visit, VisitDetails)
EventForm = _form(Event, EventDetails)
PlatformForm = _form(Platform, PlatformDetails)


class MoveForm(forms.Form):
    """To which state a record moves, since when, and why."""

    to = forms.ChoiceField(label=_("Becomes"))
    on = forms.DateField(
        label=_("Since"),
        widget=DayInput(),
        help_text=_("The day of the signature, unveiling, start or end."),
    )
    reason = forms.CharField(
        label=_("What shows it"),
        required=False,
        max_length=300,
        help_text=_("The paper, the report or the meeting that shows it; stays with the step."),
    )
    file = file_field()

    def __init__(self, *args: Any, record: CooperationRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = record.MOVES[record.state]
        choices = record._meta.get_field("state").choices or ()
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (state, label) for state, label in choices if state in moves
        ]


class FundingForm(forms.Form):
    """One part of a project's money."""

    source = forms.ChoiceField(label=_("Source of money"), choices=FundingSource.choices)
    payer = forms.ModelChoiceField(
        label=_("Payer"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=RecordPicker("organisation"),
    )
    yuan = forms.DecimalField(
        label=_("Amount (yuan)"), max_digits=16, decimal_places=2, min_value=Decimal("0.01")
    )
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].queryset = organisations_for(user)  # type: ignore[attr-defined]

    def amount(self) -> Money:
        """Return the amount."""
        return Money.from_yuan(self.cleaned_data["yuan"], Rounding.HALF_UP)
