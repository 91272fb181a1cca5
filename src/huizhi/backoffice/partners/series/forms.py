"""Forms of indicators, series, targets and values."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huizhi.backoffice.days import DayInput
from huizhi.partners.models import (
    Base,
    BaseKind,
    Granularity,
    Indicator,
    Project,
    ProjectKind,
    Series,
)
from huizhi.partners.models.quantity import PLACES
from huizhi.partners.models.series import ANY_KIND
from huizhi.partners.series import queries
from huizhi.partners.series.checking import (
    WrongValue,
    decimals_of,
    name_of,
    period_text,
    read_period,
    unit_of,
)
from huizhi.partners.series.definitions import IndicatorDetails
from huizhi.partners.series.points import LONGEST_SOURCE
from huizhi.partners.series.reading import ENDINGS
from huizhi.partners.series.services import NewTarget, SeriesDetails
from huizhi.rules.fact_tables.numbers import money_units, parse_number
from huizhi.rules.fact_tables.problems import CellError

TARGET_LINES = 12
_LINE = re.compile(r"\s*(\S+)\s+(.+?)\s*")


def project_kinds() -> list[tuple[str, Any]]:
    """Return the kinds of projects an indicator may be of, with one that stands for all."""
    return [(ANY_KIND, _("every kind")), *ProjectKind.choices]


def base_kinds() -> list[tuple[str, Any]]:
    """Return the kinds of bases an indicator may be of, with one that stands for all."""
    kinds = [(kind.code, str(kind)) for kind in BaseKind.objects.all()]
    return [(ANY_KIND, _("every kind")), *kinds]


class IndicatorForm(forms.ModelForm):
    """What is measured, in which unit, how periods add up, of which kinds of records."""

    project_kinds = forms.MultipleChoiceField(
        label=_("Kinds of projects"),
        choices=project_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    base_kinds = forms.MultipleChoiceField(
        label=_("Kinds of bases"),
        choices=base_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minimum = forms.DecimalField(
        label=_("Lowest value"), required=False, decimal_places=PLACES, initial=0
    )
    maximum = forms.DecimalField(label=_("Highest value"), required=False, decimal_places=PLACES)

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "name_en",
            "unit",
            "unit_en",
            "value_type",
            "decimals",
            "adds_up",
            "better",
            "minimum",
            "maximum",
            "project_kinds",
            "base_kinds",
            "note",
            "source",
        )
        help_texts = {  # noqa: RUF012 - Django's form
            "code": _(
                "Small letters and hyphens, e.g. solar-output. It names the indicator for good."
            ),
            "decimals": _("0 to 4; for numbers with decimals only."),
        }

    def details(self) -> IndicatorDetails:
        """Return what was entered, for the service."""
        values = dict(self.cleaned_data)
        for name in ("project_kinds", "base_kinds"):
            values[name] = tuple(values[name])
        return IndicatorDetails(**values)


class SeriesForm(forms.ModelForm):
    """What is entered about a series that is there."""

    class Meta:
        model = Series
        fields = ("starts_on", "ends_on", "source", "note", "published")
        widgets = {  # noqa: RUF012 - Django's form
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def _post_clean(self) -> None:
        """Leave the rules to the service, which says in words what is wrong."""

    def details(self) -> SeriesDetails:
        """Return what was entered, for the service."""
        names = ("starts_on", "ends_on", "source", "note", "published")
        values = {name: self.cleaned_data[name] for name in names}
        return SeriesDetails(**values, synthetic=self.instance.synthetic)


class StartForm(SeriesForm):
    """A series that begins: its indicator and periods, which stay, and the rest."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.none())
    granularity = forms.ChoiceField(
        label=_("Period"), choices=Granularity.choices, initial=Granularity.MONTH
    )
    target_per = forms.ChoiceField(
        label=_("Targets are for each"),
        choices=Series._meta.get_field("target_per").choices or (),
    )
    field_order = ("indicator", "granularity", "target_per", "starts_on", "ends_on")

    def __init__(self, *args: Any, record: Project | Base, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [indicator.pk for indicator in queries.indicators_for(record)]
        field: Any = self.fields["indicator"]
        field.queryset = Indicator.objects.filter(pk__in=fitting)
        field.label_from_instance = lambda one: f"{name_of(one)} ({unit_of(one)})"


class PointForm(forms.Form):
    """One value."""

    period = forms.CharField(label=_("Period"), max_length=10)
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=PLACES)
    source = forms.CharField(
        label=_("Source"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=_("If empty, the source of the series."),
    )

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = {Granularity.YEAR: "2021", Granularity.MONTH: "2021-07"}.get(
            Granularity(series.granularity), "2021-07-26"
        )
        self.fields["period"].help_text = gettext("Written as {example}.").format(example=example)
        self.fields["value"].help_text = gettext("In {unit}, at most {places} decimals.").format(
            unit=unit_of(series.indicator), places=decimals_of(series.indicator)
        )


class TargetsForm(forms.Form):
    """The targets of a series, a line for each month or year."""

    lines = forms.CharField(label=_("Targets"), required=False)
    assumed = forms.BooleanField(
        label=_("Assumption"),
        required=False,
        help_text=_("No document states these targets."),
    )
    source = forms.CharField(label=_("Source"), max_length=LONGEST_SOURCE)

    def __init__(self, *args: Any, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series
        field = self.fields["lines"]
        field.widget = forms.Textarea(attrs={"rows": TARGET_LINES})
        example = "2021-07" if series.target_per == Granularity.MONTH else "2021"
        field.help_text = gettext(
            "One line for each period: period, space, target in {unit}, e.g. “{example} 120”."
        ).format(unit=unit_of(series.indicator), example=example)

    def clean_lines(self) -> list[tuple[dt.date, Decimal]]:
        """Return period and value of each line; what cannot be read is named with its line."""
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(self._target(line))
            except (WrongValue, CellError) as error:
                text = error.hint() if isinstance(error, CellError) else str(error)
                wrong.append(
                    gettext("Line {number}: {problem}").format(number=number, problem=text)
                )
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def targets(self) -> list[NewTarget]:
        """Return what was entered, for the service."""
        assumed = self.cleaned_data["assumed"]
        return [NewTarget(start, value, assumed) for start, value in self.cleaned_data["lines"]]

    def _target(self, line: str) -> tuple[dt.date, Decimal]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise WrongValue(
                "line_unreadable",
                gettext("“{line}” is no period and number.").format(line=line[:40]),
            )
        return (
            read_period(match[1], self.series.target_per),
            parse_number(match[2], units=(unit_of(self.series.indicator), *money_units())),
        )


def target_lines(series: Series) -> str:
    """Return the present targets as the form takes them."""
    lines = []
    for target in series.targets.all():
        value = series.indicator.as_entered(target.value) or Decimal(0)
        text = f"{value:.{decimals_of(series.indicator)}f}"
        lines.append(f"{period_text(target.starts_on, series.target_per)} {text}")
    return "\n".join(lines)


class WithdrawForm(forms.Form):
    """Why a value is taken out."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class UploadForm(forms.Form):
    """A list of values."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel or CSV, at most 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
