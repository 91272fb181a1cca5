"""The form of an organisation."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.backoffice.picking import RecordPicker
from huizhi.kernel.models import User
from huizhi.kernel.regions import counties_for
from huizhi.kernel.scope import scope_of
from huizhi.organisations.duplicates import find_duplicates
from huizhi.organisations.models import (
    IndustryCluster,
    NameKind,
    Organisation,
    OrganisationKind,
    OrganisationName,
    OrganisationRank,
)
from huizhi.organisations.queries import clusters_in_use, organisations_for
from huizhi.organisations.services import OrganisationDetails


class OrganisationForm(forms.ModelForm):
    """What is entered about an organisation, and two questions that arise from it."""

    code_reason = forms.CharField(
        label=_("Why a code that fails its check is accepted"),
        required=False,
        help_text=_("Only for a credit code that is printed so on the licence. Kept in the log."),
    )
    not_duplicate = forms.BooleanField(
        label=_("It is another organisation than those of the same name or code"), required=False
    )
    renamed = forms.BooleanField(
        label=_("The organisation was renamed: keep the old name as a former one"),
        required=False,
        help_text=_("Not ticked: the old name was written wrongly and is forgotten."),
    )
    since = forms.DateField(
        label=_("The change holds since"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty: what stood here before was wrong."),
    )

    class Meta:
        model = Organisation
        fields = (
            "kind",
            "name",
            "short_name",
            "name_en",
            "nature",
            "county",
            "seat",
            "parent",
            "clusters",
            "park",
            "attracted_on",
            "credit_code",
            "ministry_code",
            "teaching_level",
            "authority",
            "double_first_class",
            "source",
        )
        widgets: ClassVar = {
            "parent": RecordPicker("organisation"),
            "park": RecordPicker("organisation", kind=OrganisationKind.PARK.value),
            "clusters": forms.CheckboxSelectMultiple,
            "attracted_on": DayInput(),
        }
        help_texts: ClassVar = {
            "seat": _("For one outside the city: the city in which it is."),
            "park": _("For a firm that a park attracted."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = counties_for(user)  # type: ignore[attr-defined]
        organisations = organisations_for(user)
        self.fields["parent"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["park"].queryset = organisations.filter(  # type: ignore[attr-defined]
            kind=OrganisationKind.PARK
        )
        self.fields["clusters"].queryset = self._clusters()  # type: ignore[attr-defined]
        if scope_of(user).county:
            self.fields["county"].required = True
        if self.instance.pk is None:
            del self.fields["since"], self.fields["renamed"]

    def _clusters(self) -> QuerySet[IndustryCluster]:
        """Return the clusters in use, and those that it belongs to still."""
        if self.instance.pk is None:
            return clusters_in_use()
        kept = self.instance.clusters.values("pk")
        return IndustryCluster.objects.filter(Q(in_use=True) | Q(pk__in=kept))

    def clean(self) -> dict[str, Any]:
        """Ask whether it is a duplicate, unless the answer was given."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        found = find_duplicates(
            name=data.get("name", ""),
            other_names=[data.get("short_name", "")],
            credit_code=data.get("credit_code", ""),
            ministry_code=data.get("ministry_code", ""),
            except_id=self.instance.pk,
        )
        if not data.get("not_duplicate") and found:
            names = "、".join(f"{one.name}（{one.pk}）" for one in found[:5])
            text = _("There already is: {names}. If it is another one, tick the box below.")
            self.add_error("not_duplicate", str(text).format(names=names))
        return data

    def details(self) -> OrganisationDetails:
        """Return what was entered, for the service."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        values["clusters"] = tuple(values["clusters"])
        return OrganisationDetails(
            **values,
            synthetic=self.instance.synthetic,
            code_reason=self.cleaned_data["code_reason"],
        )


class SurvivorForm(forms.Form):
    """The organisation that stays of two."""

    survivor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("It is the same as"),
        widget=RecordPicker("organisation"),
        help_text=_("This one stays. Nothing moves before you have seen the list."),
    )

    def __init__(self, *args: Any, rows: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survivor"].queryset = rows  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """The word that two organisations are one."""

    confirmed = forms.BooleanField(
        label=_("I compared the two: they are one organisation"),
        help_text=_("There is no button that undoes a merge. The log keeps what moved."),
    )


class NameForm(forms.ModelForm):
    """Another name of an organisation."""

    class Meta:
        model = OrganisationName
        fields = ("kind", "name", "until", "source")
        widgets: ClassVar = {"until": DayInput()}
        help_texts: ClassVar = {"until": _("Only for a former name: the day on which it changed.")}

    def clean(self) -> dict[str, Any]:
        """Say beside the field that only a former name ends."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until") and data.get("kind") != NameKind.FORMER:
            self.add_error("until", _("Only a former name has a day until which it held."))
        return data


class RankForm(forms.ModelForm):
    """A record of an organisation's rank."""

    class Meta:
        model = OrganisationRank
        fields = ("change", "level", "since", "precision", "source")
        widgets: ClassVar = {"since": DayInput()}
        help_texts: ClassVar = {
            "level": _("Such as 正处级. Empty where it is not told."),
            "since": _("Where only the month is known: its first day."),
        }


class ClusterForm(forms.ModelForm):
    """An industry cluster; its code does not change once others point to it."""

    class Meta:
        model = IndustryCluster
        fields = ("code", "name", "name_en", "source")
        help_texts: ClassVar = {"code": _("Small Latin letters, such as new-energy.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            del self.fields["code"]
