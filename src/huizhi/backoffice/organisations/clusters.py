"""The list of industry clusters and its forms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from huizhi.backoffice.organisations.forms import ClusterForm
from huizhi.backoffice.pages import Action, FormPage, RecordPage
from huizhi.backoffice.viewsets import ScopedViewSet
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.organisations import clusters, queries
from huizhi.organisations.models import IndustryCluster

LIST = "industrycluster:index"


class ClusterPage(RecordPage):
    """A cluster and the organisations that belong to it."""

    right = Right.ORGANISATIONS_VIEW
    template_name = "backoffice/organisations/cluster.html"
    header_icon = "group"

    def rows(self) -> QuerySet[IndustryCluster]:
        """Return every cluster: the table is the city's."""
        return IndustryCluster.objects.all()

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse(LIST), "label": _("Industry clusters")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add its organisations within the user's scope."""
        return super().get_context_data(
            count=queries.organisations_for(self.user).filter(clusters=self.record).count(),
            organisations_address=f"{reverse('organisation:index')}?clusters={self.record.pk}",
            may_edit=_may_edit(self.user),
            **kwargs,
        )


class _ClusterForm(FormPage):
    """A form whose details go to the service."""

    right = Right.ORGANISATIONS_EDIT
    form_class = ClusterForm
    header_icon = "group"

    def trail(self) -> list[dict[str, Any]]:
        """Return the way from the list."""
        return [{"url": reverse(LIST), "label": _("Industry clusters")}]

    def success_message(self, made: IndustryCluster) -> str:
        """Say what was saved."""
        return _("“{name}” is saved.").format(name=made)

    def success_address(self, made: IndustryCluster) -> str:
        """Go to the cluster."""
        return reverse("industrycluster:record", args=[made.pk])


class AddClusterPage(_ClusterForm):
    """Adds a cluster."""

    page_title = gettext_lazy("Add an industry cluster")

    def save(self, form: ClusterForm) -> IndustryCluster:
        """Add it."""
        return clusters.add_cluster(actor=self.user, **form.cleaned_data)


class EditClusterPage(ClusterPage, _ClusterForm):
    """Renames a cluster."""

    right = Right.ORGANISATIONS_EDIT
    template_name = _ClusterForm.template_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """Start from what is there."""
        return {**super().get_form_kwargs(), "instance": self.record}

    def save(self, form: ClusterForm) -> IndustryCluster:
        """Rename it."""
        return clusters.rename_cluster(actor=self.user, cluster=self.record, **form.cleaned_data)


class UseCluster(Action):
    """Gives a cluster up, or takes it up again."""

    right = Right.ORGANISATIONS_EDIT

    def perform(self, **kwargs: Any) -> str:
        """Turn it round."""
        found = get_object_or_404(IndustryCluster, pk=kwargs["pk"])
        in_use = "in_use" in self.request.POST
        clusters.set_cluster_in_use(actor=self.user, cluster=found, in_use=in_use)
        text = _("“{name}” is in use again.") if in_use else _("“{name}” is given up.")
        return text.format(name=found)

    def address(self, **kwargs: Any) -> str:
        """Go back to the cluster."""
        return reverse("industrycluster:record", args=[kwargs["pk"]])


class ClusterViewSet(ScopedViewSet):
    """Industry clusters, with how many organisations on record belong to each."""

    model = IndustryCluster
    icon = "group"
    view_right = Right.ORGANISATIONS_VIEW
    record_page = ClusterPage
    add_page = AddClusterPage
    edit_page = EditClusterPage
    list_display = (
        "name",
        "name_en",
        Column("organisation_count", label=gettext_lazy("Organisations")),
        "in_use",
        "source",
    )
    list_filter = ("in_use",)
    list_export = ("code", "name", "name_en", "organisation_count", "in_use", "source")
    export_headings: ClassVar = {"organisation_count": gettext_lazy("Organisations")}
    search_fields = ("code", "name", "name_en")
    ordering = "id"

    def rows(self, user: User) -> QuerySet[IndustryCluster]:
        """Return every cluster, counting what the user may see."""
        return queries.clusters_with_counts(user)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address that gives one up."""
        use = path("<int:pk>/use/", UseCluster.as_view(), name="use")
        return [*super().get_urlpatterns(), use]


def _may_edit(user: User) -> bool:
    return has_right(user, Right.ORGANISATIONS_EDIT) and scope_of(user).holds(county=None)
