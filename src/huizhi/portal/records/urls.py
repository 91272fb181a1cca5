"""Addresses of the public records; the portal includes them below `records/`."""

from __future__ import annotations

from django.urls import path

from huizhi.portal.records.tables import MODELS
from huizhi.portal.records.views import FigureRecords, OrganisationDetail, RecordDetail, RecordList

urlpatterns = [
    path("figures/<slug:figure>/", FigureRecords.as_view(), name="records_figure"),
    path(
        "organisations/",
        RecordList.as_view(kind="organisations"),
        name="records_organisations",
    ),
    path("reports/", RecordList.as_view(kind="reports"), name="records_reports"),
    path("organisations/<int:pk>/", OrganisationDetail.as_view(), name="records_organisation"),
]
for _kind, _model in MODELS.items():
    urlpatterns += [
        path(f"{_kind}/", RecordList.as_view(kind=_kind), name=f"records_{_kind}"),
        path(
            f"{_kind}/<int:pk>/",
            RecordDetail.as_view(kind=_kind),
            name=f"records_{_model._meta.model_name}",
        ),
    ]
