"""The kinds of bases become data: the twelve of the province's plan of 19 June 2021."""

import django.db.models.deletion
from django.db import migrations, models

TWELVE = (
    ("internship", "大学生实习实训", "Internship and training"),
    ("jobs_and_startups", "大学生就业创业", "Jobs and start-ups of graduates"),
    ("laboratory_extension", "高校科研平台延伸", "Extension of university laboratories"),
    ("technology_transfer", "高校科技成果转化", "Transfer of university technology"),
    ("think_tank", "智库合作", "Think-tank cooperation"),
    ("student_source", "高校优质生源", "Source of good students"),
    (
        "national_conditions_education",
        "红色教育和国情教育",
        "Revolutionary and national-conditions education",
    ),
    ("joint_training", "大学生联合培养", "Joint training of students"),
    ("cadre_training", "高校干部人才培养", "Training of university cadres"),
    ("alumni", "校友招商引才", "Investment and talent through alumni"),
    ("farm_produce", "高校农产品供应", "Farm produce for universities"),
    ("skills_and_services", "技能服务人才培养", "Training in skills and services"),
)


def load_the_twelve(apps, schema_editor):
    kinds = apps.get_model("partners", "BaseKind").objects
    for order, (code, name, name_en) in enumerate(TWELVE, 1):
        kinds.create(code=code, name=name, name_en=name_en, order=order)


def point_to_kinds(apps, schema_editor):
    bases = apps.get_model("partners", "Base").objects
    bases.exclude(kind_code="").update(kind_id=models.F("kind_code"))


def back_to_codes(apps, schema_editor):
    bases = apps.get_model("partners", "Base").objects
    bases.exclude(kind=None).update(kind_code=models.F("kind_id"))


def do_nothing(apps, schema_editor):
    """The table of kinds goes with its model."""


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BaseKind",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=30, primary_key=True, serialize=False, verbose_name="Code"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="Name")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("order", models.PositiveSmallIntegerField(verbose_name="Order")),
                ("in_use", models.BooleanField(default=True, verbose_name="In use")),
            ],
            options={
                "verbose_name": "Kind of base",
                "verbose_name_plural": "Kinds of bases",
                "ordering": ["order", "code"],
            },
        ),
        migrations.RunPython(load_the_twelve, do_nothing),
        migrations.RenameField("base", "kind", "kind_code"),
        migrations.AddField(
            "base",
            "kind",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bases",
                to="partners.basekind",
                verbose_name="Kind",
            ),
        ),
        migrations.RunPython(point_to_kinds, back_to_codes),
        migrations.RemoveField("base", "kind_code"),
    ]
