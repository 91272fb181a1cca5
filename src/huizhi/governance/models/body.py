"""Bodies that lead and decide, and their seats."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huizhi.organisations.models import Organisation


class BodyKind(models.TextChoices):
    """What a body is."""

    LEADING_GROUP = "leading_group", _("Leading group")
    TASK_FORCE = "task_force", _("Task force")
    JOINT_CONFERENCE = "joint_conference", _("Joint conference")
    COMMITTEE = "committee", _("Committee")


class Body(models.Model):
    """A leading group, task force, conference or committee; its organisation gives the name."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="body", verbose_name=_("Organisation")
    )
    kind = models.CharField(_("Kind"), max_length=20, choices=BodyKind.choices)
    duties = models.TextField(_("Duties"), blank=True)
    statement = models.CharField(_("Statement of the model case"), max_length=10, blank=True)
    source = models.CharField(_("Source"), max_length=200)
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))

    class Meta:
        ordering: ClassVar = ["kind", "id"]
        verbose_name = _("Body")
        verbose_name_plural = _("Bodies")

    def __str__(self) -> str:
        return self.organisation.name


class Rank(models.TextChoices):
    """The rank of a seat."""

    CHAIR = "chair", _("Chair")
    DEPUTY = "deputy", _("Deputy chair")
    MEMBER = "member", _("Member")


RANK_ORDER = {rank.value: number for number, rank in enumerate(Rank)}


class Seat(models.Model):
    """A seat of a body: a post, never a person's name. A user or an organisation may hold it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("Body"))
    rank = models.CharField(_("Place in the body"), max_length=10, choices=Rank.choices)
    post = models.CharField(_("Post"), max_length=100)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("Held by (user)"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("Held by (organisation)"),
    )

    class Meta:
        ordering: ClassVar = ["body", "id"]
        verbose_name = _("Seat")
        verbose_name_plural = _("Seats")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holder=None) | Q(organisation=None),
                name="governance_seat_one_holder",
                violation_error_message=_("A user or an organisation holds a seat, not both."),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(rank="chair"),
                name="governance_one_chair",
                violation_error_message=_("The body has a chair already."),
            ),
        ]

    def __str__(self) -> str:
        return self.post

    @property
    def held_by(self) -> str:
        """Who holds it, an empty text for nobody."""
        return str(self.holder or self.organisation or "")
