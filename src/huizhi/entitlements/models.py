"""Data of the entitlements: runs, results, the facts each unknown lacks; comparisons of runs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huizhi.entitlements.states import RunState
from huizhi.entitlements.wording import answer_words, missing_words
from huizhi.kernel.languages import screen_language
from huizhi.kernel.models import SUBJECT_KINDS, Job, JobState, Region, User
from huizhi.kernel.money import MoneyField
from huizhi.policies import queries as policies
from huizhi.policies.models import PackDraft, PackVersion
from huizhi.policies.queries import BenefitOf
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.evaluation.results import Result as Answer
from huizhi.rules.money import Money
from huizhi.rules.subjects import SubjectRef
from huizhi.rules.words import Words

OUTCOMES = [
    (Outcome.YES.value, _("Entitled")),
    (Outcome.NO.value, _("Not entitled")),
    (Outcome.UNKNOWN.value, _("Not known yet")),
]


class Run(models.Model):
    """One evaluation of the whole registry: a date, a pack version, a position of the log.

    `attempt` names the process that works on it: one that lost the run cannot write any more.
    `snapshot_fingerprint` is the SHA-256 of the facts the run was made from.
    """

    as_of = models.DateField(_("As-of date"))
    pack_version = models.ForeignKey(
        PackVersion, models.PROTECT, related_name="runs", verbose_name=_("Pack version")
    )
    state = models.CharField(
        _("State"), max_length=10, choices=RunState.choices, default=RunState.QUEUED
    )
    log_position = models.BigIntegerField(_("Log position"), null=True)
    snapshot_fingerprint = models.CharField(_("Snapshot"), max_length=64, blank=True)
    subjects = models.PositiveIntegerField(_("Subjects"), default=0)
    entitled = models.PositiveIntegerField(_("Entitled"), default=0)
    not_entitled = models.PositiveIntegerField(_("Not entitled"), default=0)
    not_known = models.PositiveIntegerField(_("Not known yet"), default=0)
    due = MoneyField(_("Amount due (yuan)"), default=0)
    message = models.CharField(_("Message"), max_length=500, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("Started by"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    attempt = models.CharField(max_length=32, blank=True)
    heartbeat = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("Created"))
    finished_at = models.DateTimeField(_("Finished"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("Run")
        verbose_name_plural = _("Runs")

    def __str__(self) -> str:
        return _("Run {number} as of {day}").format(number=self.pk, day=self.as_of.isoformat())

    @property
    def is_complete(self) -> bool:
        """Whether its results may be shown."""
        return self.state == RunState.COMPLETE

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it in hand or will have."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def snapshot_path(self) -> Path:
        """Where the facts of this run lie."""
        return Path(settings.SNAPSHOT_DIR) / f"run-{self.pk}.parquet"


class Result(models.Model):
    """The answer for one claim: subject, benefit, period. Money in fen; see `rules.evaluation`.

    County, organisation and tier are those of the snapshot, for scope and for lists. `reason`
    holds what the answer's sentence is made of.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="results")
    subject_kind = models.CharField(_("Subject"), max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(_("Name"), max_length=200)
    benefit = models.CharField(_("Benefit"), max_length=80)
    period = models.CharField(_("Period"), max_length=10)
    outcome = models.CharField(_("Outcome"), max_length=8, choices=OUTCOMES)
    amount = MoneyField(_("Amount (yuan)"), null=True)
    gross = MoneyField(_("Before stacking and caps (yuan)"), null=True)
    potential = MoneyField(_("Possible amount (yuan)"), null=True)
    quantity = models.DecimalField(_("Quantity"), max_digits=18, decimal_places=4, null=True)
    adjustments: models.JSONField[Any, Any] = models.JSONField(default=list)
    missing: models.JSONField[Any, Any] = models.JSONField(_("Missing facts"), default=list)
    reason: models.JSONField[Any, Any] = models.JSONField(default=dict)
    clause = models.CharField(_("Clause"), max_length=120)
    tier = models.CharField(_("Tier"), max_length=20, blank=True)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("County")
    )
    organisation_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "subject_kind", "subject_id", "benefit", "period"],
                name="entitlements_claim_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["run", "outcome", "benefit"], name="entitlements_outcome"),
            models.Index(fields=["run", "county", "outcome"], name="entitlements_county"),
        ]
        verbose_name = _("Result")
        verbose_name_plural = _("Results")

    def __str__(self) -> str:
        return f"{self.subject_name} · {self.benefit_name}"

    @property
    def subject(self) -> SubjectRef:
        """The subject as the rules name it."""
        return self.answer.subject

    @property
    def answer(self) -> Answer:
        """The answer as the evaluator gave it."""
        return Answer.from_json(
            {
                "subject": {"kind": self.subject_kind, "id": str(self.subject_id)},
                "benefit": self.benefit,
                "period": self.period,
                "outcome": self.outcome,
                "clause": self.clause,
                "amount_fen": None if self.amount is None else self.amount.fen,
                "gross_fen": None if self.gross is None else self.gross.fen,
                "potential_fen": None if self.potential is None else self.potential.fen,
                "quantity": None if self.quantity is None else _plain(self.quantity),
                "adjustments": self.adjustments,
                "missing": self.missing,
                **self.reason,
            }
        )

    @property
    def benefit_of(self) -> BenefitOf:
        """The benefit with its document, as the run's pack had it on the run's date."""
        return policies.benefits(self.run.pack_version, self.run.as_of)[self.benefit]

    @property
    def benefit_name(self) -> str:
        """The benefit's name in the language of the screen."""
        return self.benefit_of.name

    @property
    def unit(self) -> str:
        """The unit of the quantity; empty for money."""
        unit = self.benefit_of.benefit.unit
        return unit.get(screen_language()) if unit else ""

    @property
    def assumption(self) -> str:
        """What is assumed about the benefit; empty for nothing."""
        return self.benefit_of.assumption

    @property
    def summary(self) -> str:
        """The answer and its reason in a sentence of the screen's language."""
        return answer_words(self.answer, policies.catalogue(self.run.pack_version))

    @property
    def missing_words(self) -> tuple[str, ...]:
        """The facts that decide an unknown result, by their names on the screen."""
        return missing_words(self.answer, policies.catalogue(self.run.pack_version))


def _plain(number: Decimal) -> str:
    """Return a number of the database without the zeros that fill its column."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class MissingFact(models.Model):
    """A fact that decides an unknown result, for lists by missing fact.

    `alone` says that the result lacks nothing else.
    """

    result = models.ForeignKey(Result, models.CASCADE, related_name="missing_facts")
    name = models.CharField(_("Fact"), max_length=120)
    alone = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"], name="entitlements_missing_name")]
        verbose_name = _("Missing fact")
        verbose_name_plural = _("Missing facts")

    def __str__(self) -> str:
        return self.name


class Comparison(models.Model):
    """What differs between two evaluations of the whole registry, claim by claim.

    Either of two complete runs, `before` and `after`; or a trial: of a draft and the version it is
    based on, over the facts known at `log_position` and valid on `as_of`. Its differences show
    once `finished_at` is set. `names` holds id and names of the benefits, in the order of the
    packs: the text of a draft may change later.
    """

    before = models.ForeignKey(
        Run,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("of a comparison", "Before"),
    )
    after = models.ForeignKey(
        Run,
        models.PROTECT,
        null=True,
        related_name="comparisons",
        verbose_name=pgettext_lazy("of a comparison", "After"),
    )
    draft = models.ForeignKey(
        PackDraft, models.PROTECT, null=True, related_name="trials", verbose_name=_("Draft")
    )
    draft_fingerprint = models.CharField(max_length=64, blank=True)
    as_of = models.DateField(_("As-of date"))
    log_position = models.BigIntegerField(_("Log position"), null=True)
    names: models.JSONField[Any, Any] = models.JSONField(default=list)
    started_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("Started by")
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("Created"))
    finished_at = models.DateTimeField(_("Finished"), null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft=None, before__isnull=False, after__isnull=False)
                | models.Q(draft__isnull=False, before=None, after=None),
                name="entitlements_comparison_sides",
            )
        ]
        verbose_name = _("Comparison")
        verbose_name_plural = _("Comparisons")

    def __str__(self) -> str:
        if self.draft is not None:
            return _("Trial of {draft} as of {day}").format(
                draft=self.draft, day=self.as_of.isoformat()
            )
        return _("{before} and {after}").format(before=self.before, after=self.after)

    @property
    def is_complete(self) -> bool:
        """Whether its differences may be shown."""
        return self.finished_at is not None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it in hand or will have."""
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def benefit_names(self) -> dict[str, str]:
        """The names of the benefits by id, in the order of the packs and the screen's language."""
        return {id: Words.of(name).get(screen_language()) for id, name in self.names}


class Change(models.TextChoices):
    """How a claim differs. A claim that one side does not have is taken as a no there."""

    GAINED = "gained", _("Newly entitled")
    LOST = "lost", _("No longer entitled")
    MORE = "more", _("More than before")
    LESS = "less", _("Less than before")
    OPENED = "opened", _("Not known any more")
    RULED_OUT = "ruled_out", _("Known not to be entitled")


class Difference(models.Model):
    """A claim that comes out otherwise, with both answers as JSON.

    A side that does not have the claim is null. `gain` is the amount due after less that before.
    Period, county, organisation and tier are those after, or before for a claim that is no more.
    """

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="differences")
    subject_kind = models.CharField(_("Subject"), max_length=20, choices=SUBJECT_KINDS)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(_("Name"), max_length=200)
    benefit = models.CharField(_("Benefit"), max_length=80)
    period = models.CharField(_("Period"), max_length=10)
    change = models.CharField(_("Change"), max_length=10, choices=Change.choices)
    answer_before: models.JSONField[Any, Any] = models.JSONField(null=True)
    answer_after: models.JSONField[Any, Any] = models.JSONField(null=True)
    gain = MoneyField(_("Difference (yuan)"))
    tier = models.CharField(_("Tier"), max_length=20, blank=True)
    county = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name=_("County")
    )
    organisation_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["comparison", "change", "benefit"], name="entitlements_change")
        ]
        verbose_name = _("Difference")
        verbose_name_plural = _("Differences")

    def __str__(self) -> str:
        return f"{self.subject_name} · {self.benefit_name}"

    @property
    def benefit_name(self) -> str:
        """The benefit's name in the language of the screen."""
        return self.comparison.benefit_names[self.benefit]

    @property
    def amount_before(self) -> Money | None:
        """What was due before; None for nothing that is money."""
        return _amount(self.answer_before)

    @property
    def amount_after(self) -> Money | None:
        """What is due after; None for nothing that is money."""
        return _amount(self.answer_after)

    @property
    def before(self) -> str:
        """The answer before in a sentence; empty for none."""
        return _sentence(self.answer_before)

    @property
    def after(self) -> str:
        """The answer after in a sentence; empty for none."""
        return _sentence(self.answer_after)


def _sentence(data: dict[str, Any] | None) -> str:
    return "" if data is None else answer_words(Answer.from_json(data))


def _amount(data: dict[str, Any] | None) -> Money | None:
    fen = None if data is None else data["amount_fen"]
    return None if fen is None else Money(fen)


class ComparisonTotal(models.Model):
    """Claims entitled and amounts due on both sides, of one benefit in one county."""

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="totals")
    benefit = models.CharField(_("Benefit"), max_length=80)
    county = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    entitled_before = models.PositiveIntegerField(default=0)
    entitled_after = models.PositiveIntegerField(default=0)
    due_before = MoneyField()
    due_after = MoneyField()

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("Total of a comparison")
        verbose_name_plural = _("Totals of a comparison")

    def __str__(self) -> str:
        return self.comparison.benefit_names[self.benefit]
