"""Members: people of the registry who work on a platform or project, or came through it.

The room `people` lies on the same row, so that the columns point to it by name; see
docs/adr/people-in-cooperation.md.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huizhi.partners.models.part import Part
from huizhi.partners.models.platform import Platform
from huizhi.partners.models.project import Project


class Membership(Part):
    """A person's place. `brought` says that they came to the city through it."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("Person")
    )
    role = models.CharField(_("As what"), max_length=60, blank=True)
    from_on = models.DateField(_("From"), null=True, blank=True)
    to_on = models.DateField(_("To"), null=True, blank=True)
    brought = models.BooleanField(_("Came to the city through it"), default=False)
    synthetic = models.BooleanField(_("Synthetic"), default=False)

    class Meta:
        abstract = True
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class PlatformMember(Membership):
    """A person on a platform."""

    OWNER = "platform"

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="members")

    class Meta(Membership.Meta):
        verbose_name = _("Member")
        verbose_name_plural = _("Members")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform", "person"],
                condition=Q(to_on=None),
                name="partners_platform_member_once",
            )
        ]


class ProjectMember(Membership):
    """A person in a project's team."""

    OWNER = "project"

    project = models.ForeignKey(Project, models.PROTECT, related_name="members")

    class Meta(Membership.Meta):
        verbose_name = _("Member of the team")
        verbose_name_plural = _("Team of the project")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "person"],
                condition=Q(to_on=None),
                name="partners_project_member_once",
            )
        ]
