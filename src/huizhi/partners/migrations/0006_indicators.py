"""Enters the indicators that come with the system, so that every city starts with them."""

from dataclasses import asdict

from django.db import migrations

from huizhi.partners.series.definitions import SHIPPED, read_definitions


def enter(apps, schema_editor):
    model = apps.get_model("partners", "Indicator")
    for details in read_definitions(SHIPPED):
        values = asdict(details)
        for name in ("project_kinds", "base_kinds"):
            values[name] = list(values[name])
        model.objects.get_or_create(code=details.code, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_milestones_results_series")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
