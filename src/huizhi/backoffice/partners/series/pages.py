"""Pages of series: one series with its chart, starting one, its details, values and targets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from huizhi.backoffice.pages import FormPage, RecordPage
from huizhi.backoffice.partners.series import figures
from huizhi.backoffice.partners.series.forms import (
    IndicatorForm,
    PointForm,
    SeriesForm,
    StartForm,
    TargetsForm,
    WithdrawForm,
    base_kinds,
    project_kinds,
    target_lines,
)
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.partners.models import Base, Indicator, Point, Project, Series
from huizhi.partners.queries import bases_for, projects_for
from huizhi.partners.series import queries, services
from huizhi.partners.series.checking import name_of, period_text, shown, unit_of
from huizhi.partners.series.errors import SeriesRefused
from huizhi.partners.series.points import NewPoint, Outcome, record_points

PERIODS_DRAWN = 60
POINTS_PER_PAGE = 50
CHANGES_SHOWN = 50


def series_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of series."""
    return {"url": reverse("series:index"), "label": str(Series._meta.verbose_name_plural)}


def subject_step(record: Project | Base) -> dict[str, str]:
    """Return the step of a trail that leads to the project or base."""
    address = reverse(f"{record._meta.model_name}:record", args=[record.pk])
    return {"url": address, "label": record.name}


class SeriesRecord(RecordPage):
    """A page about one series."""

    right = Right.PARTNERS_VIEW
    header_icon = "decimal"

    def rows(self) -> QuerySet[Series]:
        """Return the series this user may see, with their targets."""
        return queries.series_for(self.user).prefetch_related("targets")

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list through the project or base."""
        return [series_step(), subject_step(self.record.subject)]

    def own_step(self) -> dict[str, str]:
        """Return the step that leads to the series."""
        address = reverse("series:record", args=[self.number])
        return {"url": address, "label": name_of(self.record.indicator)}

    def may_edit(self) -> bool:
        """Say whether the user may change the series: the right, and the record's county."""
        county = self.record.subject.county_id
        return has_right(self.user, Right.PARTNERS_EDIT) and scope_of(self.user).holds(
            county=county
        )


class SeriesPage(SeriesRecord):
    """A series: how it stands, the chart, the values with their history, the targets."""

    template_name = "backoffice/partners/series/record.html"

    def get_page_title(self) -> str:
        """Return subject and indicator."""
        return f"{figures.subject_of(self.record)}: {name_of(self.record.indicator)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the chart and a page of values."""
        series: Series = self.record
        rows = queries.points_of(series).select_related("recorded__actor").order_by("-period")
        pages: Paginator[Point] = WagtailPaginator(rows, POINTS_PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        targets = list(series.targets.all())
        drawn = queries.latest_points(series, PERIODS_DRAWN)
        return super().get_context_data(
            subject=subject_step(series.subject),
            indicator_name=name_of(series.indicator),
            unit=unit_of(series.indicator),
            stand=figures.stand_of(series),
            tolerance=figures.tolerance_text(),
            periods=figures.granularity_words(series),
            better=figures.better_words(series),
            chart=figures.series_chart(series, drawn, targets) if drawn or targets else None,
            total=shown(series.indicator, series.total),
            last=shown(series.indicator, series.last_value),
            last_period=period_text(series.last_period, series.granularity)
            if series.last_period
            else "",
            targets=[
                {
                    "period": period_text(target.starts_on, series.target_per),
                    "value": shown(series.indicator, target.value),
                    "target": target,
                }
                for target in targets
            ],
            points=[self._line(point) for point in page],
            page=page,
            elided_page_range=pages.get_elided_page_range(page.number),
            changes=[
                self._line(point) for point in queries.superseded_points(series)[:CHANGES_SHOWN]
            ],
            may_edit=self.may_edit(),
            **kwargs,
        )

    def _line(self, point: Point) -> dict[str, Any]:
        series: Series = self.record
        return {
            "point": point,
            "period": period_text(point.period, series.granularity),
            "value": shown(series.indicator, point.value),
        }


class StartPage(RecordPage, FormPage):
    """Starts a series of a project or base; a subclass gives `model`."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"
    form_class = StartForm
    header_icon = "decimal"
    submit_label = gettext_lazy("Start the series")
    model: ClassVar[type[Project | Base]]

    def rows(self) -> QuerySet[Any]:
        """Return the records this user may see."""
        return projects_for(self.user) if self.model is Project else bases_for(self.user)

    def get_page_title(self) -> str:
        """Say of what a series is started."""
        return _("{name}: start an indicator series").format(name=self.record)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way through the record."""
        return [subject_step(self.record)]

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which indicators fit."""
        return {**super().get_form_kwargs(), "record": self.record}

    def save(self, form: StartForm) -> Series:
        """Start it."""
        data = form.cleaned_data
        return services.start_series(
            actor=self.user,
            indicator=data["indicator"],
            record=self.record,
            granularity=data["granularity"],
            target_per=data["target_per"],
            details=form.details(),
        )

    def success_message(self, made: Series) -> str:
        """Say what comes next."""
        return _("The series is started. Set its targets, then record values.")

    def success_address(self, made: Series) -> str:
        """Go to the series."""
        return reverse("series:record", args=[made.pk])


class StartProjectSeriesPage(StartPage):
    """Starts a series of a project."""

    model = Project


class StartBaseSeriesPage(StartPage):
    """Starts a series of a base."""

    model = Base


class _SeriesForm(SeriesRecord, FormPage):
    """A form about one series."""

    right = Right.PARTNERS_EDIT
    template_name = "backoffice/form.html"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way through the series."""
        return [*super().trail(), self.own_step()]

    def success_address(self, made: Any) -> str:
        """Go back to the series."""
        return reverse("series:record", args=[self.number])


class EditSeriesPage(_SeriesForm):
    """Changes a series' days, source and publication."""

    form_class = SeriesForm

    def get_page_title(self) -> str:
        """Say what is changed."""
        return _("Edit the series")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def save(self, form: SeriesForm) -> Series:
        """Change it."""
        stored = Series.objects.get(pk=self.number)
        return services.change_series(actor=self.user, series=stored, details=form.details())


class RecordPointPage(_SeriesForm):
    """Records a value, or corrects the one that stands for the period."""

    form_class = PointForm
    submit_label = gettext_lazy("Record it")

    def get_page_title(self) -> str:
        """Say what is recorded."""
        return _("Record a value")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form the series."""
        return {**super().get_form_kwargs(), "series": self.record}

    def get_initial(self) -> dict[str, Any]:
        """Start from the period that the address names."""
        return {"period": self.request.GET.get("period", "")[:10]}

    def save(self, form: Form) -> str:
        """Record it; what is wrong stands above the form."""
        data = form.cleaned_data
        point = NewPoint(
            series=self.number, period=data["period"], value=data["value"], source=data["source"]
        )
        (made,) = record_points(actor=self.user, points=[point])
        if made.outcome is Outcome.REFUSED:
            raise SeriesRefused(made.message)
        return made.outcome

    def success_message(self, made: str) -> str:
        """Say what became of it."""
        return {
            Outcome.ACCEPTED: _("The value is recorded."),
            Outcome.REPLACED: _("The value is corrected; the earlier one stays in the history."),
            Outcome.UNCHANGED: _("This value was recorded already; nothing has changed."),
        }[Outcome(made)]


class WithdrawPage(_SeriesForm):
    """Takes a value out of a series."""

    form_class = WithdrawForm
    submit_label = gettext_lazy("Take it out")

    @property
    def point(self) -> Point:
        """The value, in force."""
        rows = queries.points_of(self.record).select_related("series__project", "series__base")
        return get_object_or_404(rows, pk=self.kwargs["point"])

    def get_page_title(self) -> str:
        """Say what is taken out."""
        return _("Take out the value of {period}").format(
            period=period_text(self.point.period, self.record.granularity)
        )

    def save(self, form: Form) -> None:
        """Take it out."""
        services.withdraw_point(
            actor=self.user, point=self.point, reason=form.cleaned_data["reason"]
        )

    def success_message(self, made: Any) -> str:
        """Say where it is now."""
        return _("The value is taken out; it stays in the history.")


class TargetsPage(_SeriesForm):
    """Sets all targets of a series."""

    form_class = TargetsForm

    def get_page_title(self) -> str:
        """Say what is set."""
        return _("Set the targets")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form the series."""
        return {**super().get_form_kwargs(), "series": self.record}

    def get_initial(self) -> dict[str, Any]:
        """Start from the present targets."""
        first = self.record.targets.first()
        return {
            "lines": target_lines(self.record),
            "assumed": first.assumed if first else False,
            "source": first.source if first else "",
        }

    def save(self, form: TargetsForm) -> Series:
        """Set them."""
        return services.set_targets(
            actor=self.user,
            series=self.record,
            targets=form.targets(),
            source=form.cleaned_data["source"],
        )

    def success_message(self, made: Series) -> str:
        """Say that it is done."""
        return _("The targets are set.")


class IndicatorPage(RecordPage):
    """One indicator: how it is defined, what it comes to, the way to its series."""

    right = Right.PARTNERS_VIEW
    header_icon = "tag"
    template_name = "backoffice/partners/series/indicator.html"

    def rows(self) -> QuerySet[Indicator]:
        """Return the indicators with their totals over the series of this user."""
        return queries.indicators_with_totals(self.user)

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [indicators_step()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the total and the kinds in words."""
        indicator: Indicator = self.record
        return super().get_context_data(
            total=shown(indicator, getattr(indicator, "total", None)),
            unit=unit_of(indicator),
            project_kinds=kind_labels(project_kinds(), indicator.project_kinds),
            base_kinds=kind_labels(base_kinds(), indicator.base_kinds),
            **kwargs,
        )


class AddIndicatorPage(FormPage):
    """Defines an indicator for the whole city."""

    right = Right.PARTNERS_EDIT
    form_class = IndicatorForm
    page_title = gettext_lazy("Define an indicator")
    header_icon = "tag"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [indicators_step()]

    def save(self, form: IndicatorForm) -> Indicator:
        """Define it."""
        return services.add_indicator(actor=self.user, details=form.details())

    def success_message(self, made: Indicator) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made.name)

    def success_address(self, made: Indicator) -> str:
        """Go to the indicator."""
        return reverse("indicator:record", args=[made.pk])


def kind_labels(kinds: list[tuple[str, Any]], codes: list[str]) -> list[str]:
    """Return kinds by their names; a code that is no kind any more stands as it is."""
    labels = dict(kinds)
    return [str(labels.get(code, code)) for code in codes]


def indicators_step() -> dict[str, str]:
    """Return the step of a trail that leads to the list of indicators."""
    return {"url": reverse("indicator:index"), "label": str(Indicator._meta.verbose_name_plural)}
