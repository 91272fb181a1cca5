"""`ScopedViewSet`: the list, export and pages of one kind of record, within the user's scope.

A subclass gives `model`, `view_right`, `rows(user)`, `list_display`, `list_export` (names of fields
or attributes), `export_headings`, `filterset_class` or `list_filter`, and the page classes it has:
`record_page` (a `RecordPage`), `add_page` and `edit_page` (`FormPage`s, which state their own
rights and save through services). A list whose services keep the search index says `indexed`: it
searches there, and forms may pick its records, see `picking`; `search_fields` suit a short list.
Lists remember their filters until they are cleared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateField, Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies.base import BasePermissionPolicy

from huizhi.backoffice.behind import add_behind, sum_behind
from huizhi.backoffice.pages import FormPage, RecordPage, RightRequired
from huizhi.backoffice.picking import PickView
from huizhi.kernel import audit, search
from huizhi.kernel.lists.kinds import ListKind
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right
from huizhi.rules.fact_tables.characters import harmless
from huizhi.rules.money import Money

CLEAR = "clear"
LONGEST_FILTERS = 300


class RightPolicy(BasePermissionPolicy):
    """Wagtail's question "may the user add, change, view?" answered by rights."""

    def __init__(self, model: type[Model], view: Right, add: Right | None, change: Right | None):
        super().__init__(model)
        self.rights = {"view": view, "add": add, "change": change}

    def user_has_permission(self, user: User, action: str) -> bool:
        """Say whether the user may do this with some row."""
        right = self.rights.get(action)
        return right is not None and has_right(user, right)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        """Refuse: nobody needs the answer."""
        raise PermissionDenied


def money_cell(value: Money | None) -> str:
    """Return yuan with thousands separators, e.g. "17,200.00"; nothing for no amount."""
    return "" if value is None else str(value)


class MoneyColumn(Column):
    """A column of amounts in yuan, below one another to the digit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, classname="office-number", **kwargs)

    def get_value(self, instance: Model) -> str:
        """Return the amount as text."""
        return money_cell(super().get_value(instance))


class DateTimeColumn(Column):
    """A column of moments in the installation's zone."""

    def get_value(self, instance: Model) -> str:
        """Return the moment as `2021-07-26 08:30`."""
        value = super().get_value(instance)
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


class DateColumn(Column):
    """A column of days, as 2021-07-26, on one line; a dash for none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, classname="office-day", **kwargs)

    def get_value(self, instance: Model) -> str:
        """Return the day."""
        value = super().get_value(instance)
        return value.isoformat() if value else "—"


class BooleanColumn(Column):
    """A column that says yes or no."""

    def get_value(self, instance: Model) -> str:
        """Return the word."""
        return gettext("Yes") if super().get_value(instance) else gettext("No")


SYNTHETIC = BooleanColumn("synthetic", label=_("Synthetic"), sort_key="synthetic")


def _local(value: dt.datetime) -> dt.datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


class ScopedIndexView(RightRequired, IndexView):
    """A list of the rows within the user's scope, with remembered filters and export."""

    right = Right.OFFICE_ENTER  # the viewset hands over its own right and rows
    rows: Callable[[User], QuerySet[Any]] = staticmethod(lambda user: User.objects.none())
    search_kind = ""
    list_kind: ListKind | None = None
    add_title: Any = None
    any_permission_required = None
    custom_value_preprocess: ClassVar[dict[Any, Any]] = {
        **IndexView.custom_value_preprocess,
        dt.datetime: {"xlsx": _local, "csv": _local},
        Money: {"xlsx": lambda money: money.yuan, "csv": lambda money: money.yuan},
        bool: {
            "xlsx": lambda value: str(_("Yes") if value else _("No")),
            "csv": lambda value: str(_("Yes") if value else _("No")),
        },
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list as it was last filtered, unless the address says otherwise."""
        key = f"list:{self.index_url_name}"
        if CLEAR in request.GET:
            request.session.pop(key, None)
            return redirect(request.path)
        if not self.results_only and not request.GET and request.session.get(key):
            return redirect(f"{request.path}?{request.session[key]}")
        if not self.is_export:
            kept = request.GET.copy()
            kept.pop(self.page_kwarg, None)
            kept.pop("_w_filter_fragment", None)
            query = kept.urlencode()
            if request.session.get(key, "") != query:
                request.session[key] = query
        response = super().get(request, *args, **kwargs)
        if self.is_export and response.status_code == HTTPStatus.OK:
            self.log_export(self.get_queryset().count())
        return response

    @cached_property
    def filters(self) -> Any:
        """Return the list's filters, and the figure behind which the list stands, if any."""
        if not self.filterset_class:
            return None
        filterset = self.filterset_class(**self.get_filterset_kwargs())
        add_behind(filterset, self.request, self.model)
        return filterset if filterset.form.fields else None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the rows sum up to, where the list stands behind a sum."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if self.is_filtering:
            context["sum_behind"] = sum_behind(self.filters, self.get_queryset())
        return context

    def log_export(self, rows: int) -> None:
        """Write to the log that this user took so many rows out of the system."""
        with transaction.atomic():
            audit.append(
                actor=self.user,
                action="office.export",
                subject_kind=f"{self.model._meta.model_name}_list",
                subject_id=self.user.pk,
                detail={"rows": rows, "filters": self.request.GET.urlencode()[:LONGEST_FILTERS]},
            )

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the import beside the export, for those who may."""
        buttons: list[Button] = super().header_more_buttons
        kind = self.list_kind
        if kind is not None and has_right(self.user, kind.right):
            address = reverse(f"{kind.name}_import:add")
            buttons = [
                *buttons,
                Button(_("Import a list"), url=address, icon_name="upload", priority=80),
            ]
        return buttons

    @cached_property
    def add_item_label(self) -> str:
        """Return what the button to add says: the title of the page it leads to."""
        return str(self.add_title or _("Add: {kind}").format(kind=self.model._meta.verbose_name))

    def _get_custom_column(self, field_name: str, *args: Any, **kwargs: Any) -> Column:
        """Show names in the language of the screen where the model has both, and days as days."""
        if field_name == "name" and hasattr(self.model, "name_en"):
            kwargs["accessor"] = str
        days = {f.name for f in self.model._meta.fields if type(f) is DateField}  # no moments
        if field_name in days:
            kwargs["column_class"] = DateColumn
        return super()._get_custom_column(field_name, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return what the user may see."""
        return self.rows(self.user)

    @cached_property
    def is_searchable(self) -> bool:
        """Whether the list has a field to search in."""
        return bool(self.search_kind or self.search_fields)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that match what is searched for."""
        if self.search_kind and self.is_searching:
            found = search.matching(kind=self.search_kind, text=self.search_query)
            return queryset.filter(pk__in=found)
        return super().search_queryset(queryset)

    def write_csv_row(self, writer: Any, row_dict: dict[str, Any]) -> Any:
        """Write a row in which no spreadsheet finds a formula."""
        values = {
            field: self.preprocess_field_value(field, value, self.FORMAT_CSV)
            for field, value in row_dict.items()
        }
        return writer.writerow({field: harmless(value) for field, value in values.items()})

    def write_csv_response(self, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Write CSV that Excel opens as UTF-8."""
        response = super().write_csv_response(queryset)
        response.streaming_content = ["\ufeff", *response.streaming_content]
        return response


class ScopedViewSet(ModelViewSet):
    """See the module."""

    view_right: ClassVar[Right]
    record_page: ClassVar[type[RecordPage] | None] = None
    add_page: ClassVar[type[FormPage] | None] = None
    edit_page: ClassVar[type[FormPage] | None] = None
    list_kind: ClassVar[ListKind | None] = None
    """The kind of list by which such records come in, if any does."""
    index_view_class = ScopedIndexView
    indexed: ClassVar[bool] = False
    pickable: ClassVar[bool] = False
    """Whether forms may pick records though the list keeps no index."""
    pick_by: ClassVar[tuple[str, ...]] = ()
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None

    def rows(self, user: User) -> QuerySet[Any]:
        """Return the rows of the user's scope, with all that the list shows joined."""
        raise NotImplementedError

    def describe(self, row: Any) -> str:
        """Return what stands beside a row's name where it is picked."""
        return ""

    @property
    def permission_policy(self) -> RightPolicy:
        """Which rights the list's links ask for."""
        return RightPolicy(
            self.model,
            self.view_right,
            self.add_page.right if self.add_page else None,
            self.edit_page.right if self.edit_page else None,
        )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name only the pages this viewset has."""
        return {
            **super().get_common_view_kwargs(**kwargs),
            "add_url_name": self.get_url_name("add") if self.add_page else None,
            "edit_url_name": None,
            "delete_url_name": None,
            "history_url_name": None,
            "usage_url_name": None,
            "inspect_url_name": self.get_url_name("record") if self.record_page else None,
        }

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand the list its right and its rows."""
        kind = self.model._meta.model_name if self.indexed else ""
        return super().get_index_view_kwargs(
            right=self.view_right,
            rows=self.rows,
            search_kind=kind,
            list_kind=self.list_kind,
            add_title=self.add_page.page_title if self.add_page else None,
            **kwargs,
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the list and of the pages this viewset has."""
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.indexed or self.pickable:
            pick = PickView.as_view(
                right=self.view_right,
                rows=self.rows,
                describe=self.describe,
                search_kind=self.model._meta.model_name if self.indexed else "",
                search_fields=self.search_fields,
                pick_by=self.pick_by,
            )
            patterns.append(path("pick/", pick, name="pick"))
        if self.add_page:
            patterns.append(path("new/", self.add_page.as_view(), name="add"))
        if self.record_page:
            patterns.append(path("<int:pk>/", self.record_page.as_view(), name="record"))
        if self.edit_page:
            patterns.append(path("<int:pk>/edit/", self.edit_page.as_view(), name="edit"))
        return patterns

    def get_form_class(self, for_update: bool = False) -> None:
        """Return none: forms belong to the pages, which save through services."""
        return

    def register_admin_url_finder(self) -> None:
        """Do nothing: Wagtail need not find these records by itself."""

    def register_permissions(self) -> None:
        """Do nothing: rights come with the role."""
