"""The lists of indicators, of series and of uploads."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import Model, Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from huizhi.backoffice.partners.outcomes.viewsets import counties
from huizhi.backoffice.partners.series import pages, upload_pages
from huizhi.backoffice.partners.series.figures import badge_of
from huizhi.backoffice.viewsets import DateTimeColumn, ScopedIndexView, ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.partners.models import Indicator, PointUpload, Series
from huizhi.partners.series import queries
from huizhi.partners.series.checking import period_text, shown, unit_of


class PeriodColumn(Column):
    """The last period of a series."""

    def get_value(self, instance: Any) -> str:
        """Return the period as it is written."""
        period = instance.last_period
        return period_text(period, instance.granularity) if period else ""


class QuantityColumn(Column):
    """A kept value of a series with its unit."""

    def get_value(self, instance: Any) -> str:
        """Return the words."""
        value = super().get_value(instance)
        if value is None:
            return ""
        return f"{shown(instance.indicator, value)} {unit_of(instance.indicator)}"


class StandingColumn(Column):
    """How a series stands against its target."""

    def get_value(self, instance: Model) -> SafeString:
        """Return the badge."""
        return badge_of(super().get_value(instance))


class TotalColumn(Column):
    """What an indicator comes to, with its unit."""

    def get_value(self, instance: Any) -> str:
        """Return the words."""
        value = super().get_value(instance)
        return "" if value is None else f"{shown(instance, value)} {unit_of(instance)}"


class UnitColumn(Column):
    """The unit of an indicator in the language of the screen."""

    def get_value(self, instance: Any) -> str:
        """Return the unit."""
        return unit_of(instance)


class SeriesFilterSet(WagtailFilterSet):
    """Indicator, standing, of what, county, published, synthetic."""

    indicator = django_filters.ModelChoiceFilter(
        label=_("Indicator"), queryset=Indicator.objects.all()
    )
    of = django_filters.ChoiceFilter(
        label=_("Measured of"),
        choices=[("project", _("Projects")), ("base", _("Bases"))],
        method="measured_of",
    )
    county = django_filters.ChoiceFilter(label=_("County"), choices=counties, method="in_county")

    class Meta:
        model = Series
        fields = ("standing", "granularity", "published", "synthetic")

    def measured_of(self, rows: QuerySet[Series], name: str, value: str) -> QuerySet[Series]:
        """Return the series of projects, or of bases."""
        return rows.filter(project__isnull=value != "project")

    def in_county(self, rows: QuerySet[Series], name: str, value: str) -> QuerySet[Series]:
        """Return the series of a county's projects and bases."""
        return rows.filter(Q(project__county=value) | Q(base__county=value))


class UploadFilterSet(WagtailFilterSet):
    """Whether rows were refused."""

    refused = django_filters.ChoiceFilter(
        label=_("Refused rows"), choices=[("yes", _("Yes")), ("no", _("No"))], method="with_refused"
    )

    class Meta:
        model = PointUpload
        fields: tuple[str, ...] = ()

    def with_refused(
        self, rows: QuerySet[PointUpload], name: str, value: str
    ) -> QuerySet[PointUpload]:
        """Return the uploads of which rows were refused, or of which none was."""
        return rows.exclude(refused=[]) if value == "yes" else rows.filter(refused=[])


class SeriesIndexView(ScopedIndexView):
    """The series, with the ways to indicators, uploads and the list to fill in."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Lead to what is about all series."""
        buttons = [
            HeaderButton(gettext("Indicators"), url=reverse("indicator:index"), icon_name="tag"),
            HeaderButton(gettext("Uploads"), url=reverse("pointupload:index"), icon_name="history"),
        ]
        if has_right(self.user, Right.PARTNERS_EDIT):
            address = reverse("pointupload:add")
            buttons.insert(
                0, HeaderButton(gettext("Upload values"), url=address, icon_name="upload")
            )
        return buttons


class SeriesViewSet(ScopedViewSet):
    """All series with their last value and how they stand."""

    model = Series
    icon = "decimal"
    view_right = Right.PARTNERS_VIEW
    record_page = pages.SeriesPage
    edit_page = pages.EditSeriesPage
    index_view_class = SeriesIndexView
    filterset_class = SeriesFilterSet
    list_display = (
        "__str__",
        PeriodColumn("last_period", label=_("Last period"), sort_key="last_period"),
        QuantityColumn("last_value", label=_("Last value")),
        QuantityColumn("so_far", label=_("So far")),
        QuantityColumn("expected", label=_("Expected so far")),
        StandingColumn("standing", label=_("Against target"), sort_key="standing"),
        Column("county", label=_("County"), accessor="subject.county"),
    )
    list_export = (
        "subject_name",
        "indicator",
        "indicator.unit",
        "get_granularity_display",
        "last_period",
        "last_entered",
        "total_entered",
        "so_far_entered",
        "expected_entered",
        "get_standing_display",
        "subject.county",
        "source",
        "synthetic",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "subject_name": _("Project or base"),
        "indicator.unit": _("Unit"),
        "get_granularity_display": _("Period"),
        "last_entered": _("Last value"),
        "total_entered": _("Sum of all values"),
        "so_far_entered": _("So far"),
        "expected_entered": _("Expected so far"),
        "get_standing_display": _("Against target"),
        "subject.county": _("County"),
    }
    export_filename = "series"
    search_fields = ("project__name", "base__name", "indicator__name", "indicator__name_en")
    ordering = "indicator__code"

    def rows(self, user: User) -> QuerySet[Series]:
        """Return the series this user may see."""
        return queries.series_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the pages about one series."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/value/", pages.RecordPointPage.as_view(), name="record_point"),
            path("<int:pk>/targets/", pages.TargetsPage.as_view(), name="targets"),
            path(
                "<int:pk>/values/<int:point>/withdraw/",
                pages.WithdrawPage.as_view(),
                name="withdraw",
            ),
            path("<int:pk>/values.xlsx", upload_pages.PointsExport.as_view(), name="export"),
        ]


class IndicatorViewSet(ScopedViewSet):
    """What can be measured, with what it comes to over the user's series."""

    model = Indicator
    icon = "tag"
    view_right = Right.PARTNERS_VIEW
    record_page = pages.IndicatorPage
    add_page = pages.AddIndicatorPage
    list_display = (
        "name",
        UnitColumn("unit", label=_("Unit")),
        "adds_up",
        Column("series_count", label=_("Series")),
        TotalColumn("total", label=_("Total")),
        Column("ahead", label=_("Ahead of target")),
        Column("on_target", label=_("On target")),
        Column("behind", label=_("Behind target")),
    )
    list_filter = ("value_type", "adds_up")
    list_export = (
        "code",
        "name",
        "name_en",
        "unit",
        "get_value_type_display",
        "get_adds_up_display",
        "get_better_display",
        "series_count",
        "total_entered",
        "ahead",
        "on_target",
        "behind",
        "source",
    )
    export_headings: ClassVar[dict[str, Any]] = {
        "get_value_type_display": _("Type of value"),
        "get_adds_up_display": _("Several periods make"),
        "get_better_display": _("Direction"),
        "series_count": _("Series"),
        "total_entered": _("Total"),
        "ahead": _("Ahead of target"),
        "on_target": _("On target"),
        "behind": _("Behind target"),
    }
    export_filename = "indicators"
    search_fields = ("code", "name", "name_en")
    ordering = "code"

    def rows(self, user: User) -> QuerySet[Indicator]:
        """Return all indicators with the totals of the user's series."""
        return queries.indicators_with_totals(user)


class PointUploadViewSet(ScopedViewSet):
    """Uploads of values, newest first."""

    model = PointUpload
    icon = "upload"
    view_right = Right.PARTNERS_VIEW
    record_page = upload_pages.UploadRecordPage
    add_page = upload_pages.UploadPage
    list_display = (
        "file_name",
        "uploaded_by",
        DateTimeColumn("uploaded_at", label=_("Uploaded at"), sort_key="uploaded_at"),
        "accepted",
        "replaced",
        "unchanged",
        Column("refused_count", label=_("Refused")),
    )
    list_export = (
        "file_name",
        "uploaded_by",
        "uploaded_at",
        "accepted",
        "replaced",
        "unchanged",
        "refused_count",
    )
    filterset_class = UploadFilterSet
    export_headings: ClassVar[dict[str, Any]] = {"refused_count": _("Refused")}
    export_filename = "uploads"
    search_fields = ("file_name",)
    ordering = "-id"

    def rows(self, user: User) -> QuerySet[PointUpload]:
        """Return the uploads this user may see."""
        return queries.uploads_for(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the refused rows and the list to fill in."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/refused.xlsx", upload_pages.TakeRefused.as_view(), name="refused"),
            path("list.xlsx", upload_pages.ListToFillIn.as_view(), name="list"),
        ]
