"""People and teams.

What is known of a person are facts (`kernel.facts`). The columns here are those by which rows are
found, shown in lists and kept within a user's scope; the services keep them in step with the facts
姓名, 县区 and 用人单位.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from huizhi.kernel.models import Region
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
