"""Forms of the parts of records, of what settles them, and of documents."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.backoffice.days import DayInput
from huizhi.backoffice.picking import RecordPicker
from huizhi.kernel import clock
from huizhi.kernel.models import Region, User
from huizhi.organisations.models import Organisation
from huizhi.organisations.queries import organisations_for
from huizhi.partners import queries
from huizhi.partners.documents import LARGEST_DOCUMENT
from huizhi.partners.models import (
    Advice,
    Agreement,
    AnnualCheck,
    Base,
    Contact,
    CooperationRecord,
    Obligation,
    Part,
    Party,
    PlatformMember,
    PlatformResult,
    Project,
    ProjectMember,
    Village,
    VisitReport,
)
from huizhi.partners.part_details import (
    AdviceDetails,
    AnnualCheckDetails,
    ContactDetails,
    MemberDetails,
    ObligationDetails,
    PartDetails,
    PartyDetails,
    PlatformMemberDetails,
    PlatformResultDetails,
    ProjectMemberDetails,
    VillageDetails,
    VisitReportDetails,
)
from huizhi.partners.states import ADVICE_MOVES, OBLIGATION_MOVES, AdviceState, ObligationState
from huizhi.people.queries import people_for

ACCEPTED = ".pdf,.ofd,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.png,.jpg,.jpeg"
LONG = {"text", "used"}
NAMESAKES = 20


def date_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day with the browser's calendar."""
    return forms.DateField(label=label, widget=DayInput(), **options)


def file_field(*, required: bool = False) -> forms.FileField:
    """Return a field for a document."""
    return forms.FileField(
        label=gettext_lazy("Document"),
        required=required,
        help_text=gettext_lazy(
            "PDF, OFD, Word, Excel, PowerPoint without macros, PNG or JPEG; at most 10 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


def read_file(file: Any) -> bytes:
    """Return what was uploaded: one byte more than is taken tells that it is too large."""
    data: bytes = file.read(LARGEST_DOCUMENT + 1)
    return data


class PartForm(forms.ModelForm):
    """What is entered about one part of a record."""

    details_class: ClassVar[type[PartDetails]]

    def __init__(self, *args: Any, user: User, owner: CooperationRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.owner = user, owner
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            if name in LONG:
                field.widget.attrs["rows"] = 3
        self.limit()

    def limit(self) -> None:
        """Limit what can be chosen to what the record and the user allow."""

    def details(self, document: Any = None) -> PartDetails:
        """Return what was entered, for the service; a new file replaces the one that is there."""
        values = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        for name in ("synthetic", "document"):
            if name in {f.name for f in fields(self.details_class)}:
                values[name] = getattr(self.instance, name)
        if document is not None:
            values["document"] = document
        return self.details_class(**values)


class PartyForm(PartForm):
    """A party of an agreement."""

    details_class = PartyDetails

    class Meta:
        model = Party
        fields = ("organisation", "role")
        widgets: ClassVar = {"organisation": RecordPicker("organisation")}

    def limit(self) -> None:
        """Offer the organisations that the user sees."""
        self.fields["organisation"].queryset = organisations_for(self.user)  # type: ignore[attr-defined]


class ContactForm(PartForm):
    """Whom to call at a party."""

    details_class = ContactDetails

    class Meta:
        model = Contact
        fields = ("organisation", "office", "name", "telephone")
        help_texts: ClassVar = {
            "office": gettext_lazy("A post or office is enough; it stays when people change."),
            "name": gettext_lazy(
                "Only where the work needs it: staff of the parties, nobody else."
            ),
            "telephone": gettext_lazy("The number of the office, no private one."),
        }

    def limit(self) -> None:
        """Offer the host and the partners of the agreement."""
        named = Q(pk=self.owner.host_id) | Q(pk__in=self.owner.partners.values("pk"))
        self.fields["organisation"].queryset = Organisation.objects.filter(named)  # type: ignore[attr-defined]


class ObligationForm(PartForm):
    """What a party has to do."""

    details_class = ObligationDetails

    class Meta:
        model = Obligation
        fields = ("party", "text", "due_on")

    def limit(self) -> None:
        """Offer the parties of the agreement."""
        parties = Party.objects.filter(agreement=self.owner.pk).select_related("organisation")
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        if not parties:
            self.fields["party"].help_text = _("Add the parties of the agreement first.")


class VillageForm(PartForm):
    """A village that a visit went to."""

    details_class = VillageDetails

    class Meta:
        model = Village
        fields = ("name", "county")

    def limit(self) -> None:
        """Offer the counties in use: a delegation may cross a border."""
        rows = Region.objects.filter(in_use=True)
        self.fields["county"].queryset = rows  # type: ignore[attr-defined]
        self.fields["county"].initial = self.owner.county_id


class VisitReportForm(PartForm):
    """A report that a visit delivered."""

    details_class = VisitReportDetails
    link = forms.URLField(
        label=gettext_lazy("Web address"), required=False, max_length=300, assume_scheme="https"
    )
    file = file_field()

    class Meta:
        model = VisitReport
        fields = ("title", "delivered_on", "link", "used")


class AdviceForm(PartForm):
    """A piece of advice."""

    details_class = AdviceDetails
    file = file_field()

    class Meta:
        model = Advice
        fields = ("title", "given_on", "addressed_to")


class PlatformResultForm(PartForm):
    """A result of a platform."""

    details_class = PlatformResultDetails

    class Meta:
        model = PlatformResult
        fields = ("kind", "title", "count", "reached_on", "note")


class AnnualCheckForm(PartForm):
    """The check of a platform for a year."""

    details_class = AnnualCheckDetails

    class Meta:
        model = AnnualCheck
        fields = ("year", "outcome", "checked_on", "note")


class _Namesakes(forms.ModelChoiceField):
    """People of one name, told apart by employer and masked ID number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the words of one choice."""
        parts = [obj.name, str(obj.employer or ""), str(obj.county or ""), obj.id_number_masked]
        return " · ".join(part for part in parts if part)


class MemberForm(PartForm):
    """A person's place. The person is found by the full name; namesakes are told apart."""

    details_class = MemberDetails
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=100,
        help_text=gettext_lazy("As it stands in the registry of talents."),
    )
    person = _Namesakes(label=gettext_lazy("Which of them"), queryset=None, required=False)
    field_order = ("full_name", "person")

    class Meta:
        fields = ("person", "role", "from_on", "to_on", "brought")

    def limit(self) -> None:
        """Offer namesakes among the people the user sees; an entered place keeps its person."""
        if self.instance.pk is not None:
            self.fields["full_name"].disabled = True
            self.initial["full_name"] = self.instance.person.name
            chosen = people_for(self.user).filter(pk=self.instance.person_id)
            self.fields["person"].queryset = chosen  # type: ignore[attr-defined]
            self.fields["person"].widget = forms.HiddenInput()
            return
        named = people_for(self.user).none()
        if self.is_bound:
            name = self.data.get(self.add_prefix("full_name"), "").strip()
            named = people_for(self.user).filter(name=name)
        self.fields["person"].queryset = named  # type: ignore[attr-defined]
        if len(named[:2]) < 2:
            self.fields["person"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Find the person, or ask which one is meant."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("person") is None and "full_name" in data:
            found = list(self.fields["person"].queryset[:NAMESAKES])  # type: ignore[attr-defined]
            if len(found) == 1:
                data["person"] = found[0]
            elif found:
                self.add_error("person", _("Several people have this name: choose one."))
            else:
                self.add_error(
                    "full_name",
                    _("Nobody of this name is in the registry within your view. Enter them first."),
                )
        return data


class PlatformMemberForm(MemberForm):
    """A person's place on a platform."""

    details_class = PlatformMemberDetails

    class Meta(MemberForm.Meta):
        model = PlatformMember


class ProjectMemberForm(MemberForm):
    """A person's place in a project's team."""

    details_class = ProjectMemberDetails

    class Meta(MemberForm.Meta):
        model = ProjectMember


PART_FORMS: dict[tuple[str, str], tuple[type[Part], type[PartForm]]] = {
    ("agreement", "party"): (Party, PartyForm),
    ("agreement", "contact"): (Contact, ContactForm),
    ("agreement", "obligation"): (Obligation, ObligationForm),
    ("visit", "village"): (Village, VillageForm),
    ("visit", "report"): (VisitReport, VisitReportForm),
    ("platform", "advice"): (Advice, AdviceForm),
    ("platform", "result"): (PlatformResult, PlatformResultForm),
    ("platform", "check"): (AnnualCheck, AnnualCheckForm),
    ("platform", "member"): (PlatformMember, PlatformMemberForm),
    ("project", "member"): (ProjectMember, ProjectMemberForm),
}


class DocumentForm(forms.Form):
    """A document of a record."""

    file = file_field(required=True)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Left empty, the name of the file is taken."),
    )


class SettleForm(forms.Form):
    """How an obligation is settled, or why it is open again."""

    to = forms.ChoiceField(label=gettext_lazy("Becomes"))
    on = date_field(gettext_lazy("Day"))
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"),
        max_length=300,
        help_text=gettext_lazy("The paper that shows it, who waived it, or why it is open again."),
    )
    file = file_field()

    def __init__(self, *args: Any, obligation: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moves = OBLIGATION_MOVES[obligation.state]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (state, label) for state, label in ObligationState.choices if state in moves
        ]
        self.fields["on"].initial = clock.today()


class AnswerForm(forms.Form):
    """What is done with a piece of advice."""

    to = forms.ChoiceField(label=gettext_lazy("Becomes"))
    on = date_field(gettext_lazy("Day"))
    note = forms.CharField(
        label=gettext_lazy("What was done with it"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, advice: Advice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (state, label)
            for state, label in AdviceState.choices
            if state in ADVICE_MOVES[advice.state]
        ]
        self.fields["on"].initial = clock.today()


class FollowUpForm(forms.Form):
    """What followed from a visit or event: one agreement, base or project."""

    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Agreement"),
        queryset=Agreement.objects.none(),
        required=False,
        widget=RecordPicker("agreement"),
    )
    base = forms.ModelChoiceField(
        label=gettext_lazy("Base"),
        queryset=Base.objects.none(),
        required=False,
        widget=RecordPicker("base"),
    )
    project = forms.ModelChoiceField(
        label=gettext_lazy("Project"),
        queryset=Project.objects.none(),
        required=False,
        widget=RecordPicker("project"),
    )
    note = forms.CharField(label=gettext_lazy("How it followed"), required=False, max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "agreement": queries.agreements_for(user),
            "base": queries.bases_for(user),
            "project": queries.projects_for(user),
        }
        for name, offered in rows.items():
            self.fields[name].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take exactly one of the three."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [data[name] for name in ("agreement", "base", "project") if data.get(name)]
        if len(chosen) != 1:
            raise forms.ValidationError(_("Choose one agreement, one base or one project."))
        data["result"] = chosen[0]
        return data
