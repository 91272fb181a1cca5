"""Records entered before steps were kept get the step in which they stand; villages get rows."""

from django.db import migrations
from django.db.models import F

DAYS = {
    "agreement": {"signed": "signed_on"},
    "base": {"signed": "signed_on", "unveiled": "unveiled_on"},
    "project": {"under_way": "starts_on", "completed": "ends_on", "ended": "ends_on"},
    "visit": {"under_way": "starts_on", "completed": "ends_on"},
    "platform": {"running": "recognised_on"},
}


def write_first_steps(apps, schema_editor):
    steps = apps.get_model("partners", "Step")
    for kind, columns in DAYS.items():
        rows = apps.get_model("partners", kind).objects.all()
        made = [
            steps(
                record_kind=kind,
                record_id=row.pk,
                state=row.state,
                happened_on=getattr(row, columns[row.state]) if row.state in columns else None,
                evidence=row.source,
                entered_at=row.created_at,
            )
            for row in rows.iterator()
        ]
        steps.objects.bulk_create(made, batch_size=500)


def write_villages(apps, schema_editor):
    village = apps.get_model("partners", "Village")
    visits = apps.get_model("partners", "Visit").objects.exclude(villages="")
    for visit in visits.annotate(city=F("county__parent")):
        names = dict.fromkeys(line.strip() for line in visit.villages.splitlines())
        county = visit.county_id if visit.city else None
        village.objects.bulk_create(
            [village(visit=visit, name=name[:60], county_id=county) for name in names if name]
        )


def do_nothing(apps, schema_editor):
    """The tables go with their models."""


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_parts_of_records")]

    operations = [
        migrations.RunPython(write_first_steps, do_nothing),
        migrations.RunPython(write_villages, do_nothing),
    ]
