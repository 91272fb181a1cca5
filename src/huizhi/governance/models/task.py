"""Tasks: who does what until when, what was noted on the way, how often it was put off."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.governance.models.meeting import Decision
from huizhi.governance.models.plan import PlanItem
from huizhi.governance.models.problem import Problem
from huizhi.governance.models.record_kind import RecordKind
from huizhi.governance.states import OPEN_TASKS, TaskState
from huizhi.kernel.models import Region
from huizhi.organisations.models import Organisation


class Task(models.Model):
    """Something that an owner does until a day. `county` is empty for the whole city.

    It follows from a decision, an item of a plan or a problem, and may be about a record of the
    cooperation, which is kept by kind and id. `evidence` says what shows that it is done;
    `accepted_by` is a second person who looked at it.
    """

    title = models.CharField(_("Title"), max_length=200)
    description = models.TextField(_("Description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="tasks_owned",
        verbose_name=_("Owner"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks_deputised",
        verbose_name=_("Deputy"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("Responsible organisation"),
    )
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("County")
    )
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    state = models.CharField(
        _("State"), max_length=12, choices=TaskState.choices, default=TaskState.OPEN
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=pgettext_lazy("of a meeting", "Decision"),
    )
    plan_item = models.ForeignKey(
        PlanItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("Item of a plan"),
    )
    problem = models.ForeignKey(
        Problem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("Problem"),
    )
    record_kind = models.CharField(
        _("Kind of record"), max_length=12, choices=RecordKind.choices, blank=True
    )
    record_id = models.BigIntegerField(null=True, blank=True)
    evidence = models.TextField(_("Evidence"), blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Done by"),
    )
    accepted_at = models.DateTimeField(_("Accepted at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("Accepted by"),
    )
    synthetic = models.BooleanField(_("Synthetic"), default=False)
    created_at = models.DateTimeField(_("Created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("Entered by"),
    )

    class Meta:
        ordering: ClassVar = [F("due_on").asc(nulls_last=True), "id"]
        verbose_name = _("Task")
        verbose_name_plural = _("Tasks")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("owner")),
                name="governance_deputy_is_not_owner",
                violation_error_message=_("The deputy is somebody else than the owner."),
            ),
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None)
                | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="governance_task_record_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="governance_task_due"),
            models.Index(fields=["county", "state"], name="governance_task_county"),
            models.Index(fields=["record_kind", "record_id"], name="governance_task_record"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN_TASKS


class TaskNote(models.Model):
    """A note on the progress of a task. Notes are added, never changed."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="notes")
    text = models.TextField(pgettext_lazy("of a task", "Progress"))
    at = models.DateTimeField(_("Time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Note on the progress")
        verbose_name_plural = _("Notes on the progress")

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new note; refuse to write over one."""
        if self.pk is not None:
            raise TypeError("A note on the progress is never changed; add another one.")
        super().save(*args, **kwargs)


class DueChange(models.Model):
    """A due date that was moved: from when, to when, why. So "put off twice" stays visible."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="due_changes")
    before = models.DateField(_("Due before"), null=True)
    after = models.DateField(_("Due now"))
    reason = models.CharField(_("Reason"), max_length=300)
    at = models.DateTimeField(_("Time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Change of the due date")
        verbose_name_plural = _("Changes of due dates")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
