"""Puts the organisations and the cooperation that are on record already into the search index."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huizhi.kernel.search import tokens_of

RECORDS = ("agreement", "base", "project", "visit", "platform")
ROWS_AT_A_TIME = 500


def fill_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    organisations = apps.get_model("organisations", "Organisation").objects.values_list(
        "pk", "name", "short_name", "name_en", "credit_code", "ministry_code"
    )
    _index(apps, "organisation", organisations)
    for name in RECORDS:
        rows = apps.get_model("partners", name).objects
        _index(apps, name, rows.values_list("pk", "name", "name_en", "reference"))


def _index(apps: Apps, kind: str, rows) -> None:
    token_model = apps.get_model("kernel", "SearchToken")
    found = list(rows.order_by("pk"))
    for first in range(0, len(found), ROWS_AT_A_TIME):
        token_model.objects.bulk_create(
            [
                token_model(kind=kind, subject_id=number, token=token)
                for number, *texts in found[first : first + ROWS_AT_A_TIME]
                for token in sorted(tokens_of(texts))
            ],
            batch_size=2000,
        )


class Migration(migrations.Migration):
    # The table of partners is named here so that one step fills the whole index: both rooms had
    # rows before there was a search.
    dependencies = [
        ("kernel", "0003_search_tokens"),
        ("organisations", "0002_clusters_names_ranks"),
        ("partners", "0001_initial"),
    ]

    operations = [migrations.RunPython(fill_index, migrations.RunPython.noop)]
