"""People and teams, and the lists by which they come in.

What is known of a person are facts (`kernel.facts`). The columns here are those by which rows are
found, shown in lists and kept within a user's scope; the services keep them in step with the facts
姓名, 县区 and 用人单位.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.models import Job, Region
from huizhi.organisations.models import Organisation


class Person(models.Model):
    """A talent. The ID number is encrypted; `id_number_index` finds equal ones without opening."""

    name = models.CharField(_("Full name"), max_length=100, db_index=True)
    id_number_cipher = models.BinaryField(null=True, editable=False)
    id_number_index = models.CharField(max_length=64, null=True, unique=True, editable=False)
    id_number_masked = models.CharField(_("ID number"), max_length=18, blank=True, editable=False)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    employer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("Employer"),
    )
    not_for_publication = models.BooleanField(_("Not for publication"), default=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False, editable=False)
    created_at = models.DateTimeField(_("Entered"), editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Person")
        verbose_name_plural = _("People")

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who are recruited or supported as one."""

    name = models.CharField(_("Name"), max_length=100)
    leader = models.ForeignKey(
        Person, models.PROTECT, related_name="teams_led", verbose_name=_("Leader")
    )
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    members = models.ManyToManyField(
        Person, through="TeamMember", related_name="teams", verbose_name=_("Members")
    )
    synthetic = models.BooleanField(_("Synthetic"), default=False, editable=False)
    created_at = models.DateTimeField(_("Entered"), editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Team")
        verbose_name_plural = _("Teams")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A person's place in a team. The leader is a member too."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="places")
    part = models.CharField(_("Part"), max_length=50, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "person"], name="people_member_once")
        ]
        verbose_name = _("Team member")
        verbose_name_plural = _("Team members")

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"


class ImportState(models.TextChoices):
    """Where an import stands; the moves are in `imports.states`."""

    UPLOADED = "uploaded", _("Uploaded")
    PREVIEWED = "previewed", _("Previewed")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    DISCARDED = "discarded", _("Discarded")


class PeopleImport(models.Model):
    """A list of people on its way into the registry.

    The file is kept encrypted and only as long as it is needed. `columns` says by
    its heading which fact each column states, see `imports.columns`.
    """

    file_name = models.CharField(_("File"), max_length=200)
    file_cipher = models.BinaryField(null=True, editable=False)
    file_index = models.CharField(max_length=64, editable=False)
    state = models.CharField(
        _("State"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="people_imports",
        verbose_name=_("Uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("Uploaded"))
    applied_at = models.DateTimeField(_("Applied"), null=True)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Import")
        verbose_name_plural = _("Imports")

    def __str__(self) -> str:
        return self.file_name


class RowOutcome(models.TextChoices):
    """What applying a row of a list does."""

    ADDED = "added", _("New person")
    CHANGED = "changed", _("Facts changed")
    SAME = "same", _("Nothing new")
    UNDECIDED = "undecided", _("To be decided")
    LEFT_OUT = "left_out", _("Left out")
    REFUSED = "refused", _("Not imported")


class Decision(models.TextChoices):
    """What a clerk says about a row that may be somebody already in the registry."""

    SAME_PERSON = "same_person", _("The same person")
    ANOTHER_PERSON = "another_person", _("Another person of that name")
    LEAVE_OUT = "leave_out", _("Leave out")


class ImportRow(models.Model):
    """One row of a list: what it will do, and why not where it is refused.

    Holds no ID number: `problems` and `changes` show it masked. `number` counts as Excel does.
    """

    batch = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField(_("Row"))
    name = models.CharField(_("Full name"), max_length=100, blank=True)
    outcome = models.CharField(_("What happens"), max_length=10, choices=RowOutcome.choices)
    applied = models.BooleanField(default=False)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("Person")
    )
    decision = models.CharField(_("Decision"), max_length=15, choices=Decision.choices, blank=True)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)
    changes: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "sheet", "number"], name="people_row_once")
        ]
        indexes: ClassVar = [models.Index(fields=["batch", "outcome"], name="people_row_outcome")]
        verbose_name = _("Row")
        verbose_name_plural = _("Rows")

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class ColumnMemory(models.Model):
    """Which fact a county's clerks last gave a heading; the city's own have no county code."""

    county_code = models.CharField(max_length=6, blank=True)
    heading = models.CharField(max_length=100)
    target = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["county_code", "heading"], name="people_heading_once")
        ]
        verbose_name = _("Remembered heading")
        verbose_name_plural = _("Remembered headings")

    def __str__(self) -> str:
        return f"{self.heading} → {self.target}"
