from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Cast


def fill_subjects(apps: Any, schema_editor: Any) -> None:
    """Take the record of each message from its entry, which was about one record so far."""
    entry = apps.get_model("kernel", "AuditEntry").objects.filter(pk=models.OuterRef("entry"))
    number = entry.annotate(number=Cast(F("subject_id"), models.BigIntegerField())).values("number")
    apps.get_model("integrations", "Delivery").objects.update(subject_id=models.Subquery(number))


class Migration(migrations.Migration):
    dependencies = [
        ("integrations", "0001_initial"),
    ]

    operations = [
        migrations.AddField("delivery", "subject_id", models.BigIntegerField(null=True)),
        migrations.RunPython(fill_subjects, migrations.RunPython.noop),
        migrations.AlterField("delivery", "subject_id", models.BigIntegerField()),
        migrations.RemoveConstraint("delivery", "integrations_entry_once_a_webhook"),
        migrations.AddConstraint(
            "delivery",
            models.UniqueConstraint(
                fields=["webhook", "entry", "subject_id"],
                name="integrations_entry_once_a_webhook",
            ),
        ),
    ]
