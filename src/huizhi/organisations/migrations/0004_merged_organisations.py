"""Adds whom an organisation was merged into; compares names without more kinds of brackets."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huizhi.organisations.names import name_key


def compare_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    organisation = apps.get_model("organisations", "Organisation")
    for row in _changed(organisation):
        organisation.objects.filter(pk=row.pk).update(name_key=name_key(row.name))
    other_name = apps.get_model("organisations", "OrganisationName")
    for row in _changed(other_name):
        same = other_name.objects.filter(
            organisation_id=row.organisation_id, name_key=name_key(row.name)
        )
        if same.exists():
            row.delete()
        else:
            other_name.objects.filter(pk=row.pk).update(name_key=name_key(row.name))


def _changed(model):
    rows = model.objects.order_by("pk")
    return [row for row in rows if row.name_key != name_key(row.name)]


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_search_index")]

    operations = [
        migrations.RunPython(compare_anew, migrations.RunPython.noop),
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="organisations.organisation",
                verbose_name="Merged into",
            ),
        ),
    ]
