"""The tables of lists of people go; their rows are in the kernel's."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("people", "0002_imports_to_kernel")]

    operations = [
        migrations.DeleteModel(name="ImportRow"),
        migrations.DeleteModel(name="PeopleImport"),
        migrations.DeleteModel(name="ColumnMemory"),
    ]
