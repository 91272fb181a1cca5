"""What reads comparisons: within a user's scope what differs, in sum and claim by claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from huizhi.entitlements.models import Change, Comparison, ComparisonTotal, Difference
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import has_right, scope_of
from huizhi.policies.models import PackDraft
from huizhi.rules.money import Money
from huizhi.rules.packs.reading import fingerprint_of


@dataclass(frozen=True)
class BenefitDifference:
    """What differs of one benefit: claims entitled and yuan due on both sides, claims by change."""

    benefit: str
    name: str
    entitled_before: int
    entitled_after: int
    due_before: Money
    due_after: Money
    changes: Mapping[Change, int]

    @property
    def gain(self) -> Money:
        """What is due after less what was due before."""
        return self.due_after - self.due_before

    @property
    def claims(self) -> int:
        """How many claims differ."""
        return sum(self.changes.values())


def comparisons_for(user: User) -> QuerySet[Comparison]:
    """Return the comparisons a user may see. What differs is limited in `differences_for`."""
    rows = Comparison.objects.select_related(
        *("before__pack_version", "after__pack_version", "draft__based_on", "started_by", "job")
    ).defer(
        *("before__pack_version__files", "after__pack_version__files"),
        *("draft__files", "draft__based_on__files"),
    )
    return rows if has_right(user, Right.RUNS_VIEW) else rows.none()


def differences_for(user: User, comparison: Comparison | None = None) -> QuerySet[Difference]:
    """Return the differences within the user's scope, of a comparison or of every complete one."""
    rows = Difference.objects.filter(comparison__finished_at__isnull=False)
    rows = rows.select_related("county", "comparison")
    if comparison is not None:
        rows = rows.filter(comparison=comparison)
    if not has_right(user, Right.RUNS_VIEW):
        return rows.none()
    return scope_of(user).limit(rows, county="county", organisation="organisation_id", person="")


def changes_of(rows: QuerySet[Difference]) -> dict[Change, int]:
    """Return how many differences there are of each kind."""
    counted = dict(rows.order_by().values_list("change").annotate(count=Count("pk")))
    return {change: counted.get(change.value, 0) for change in Change}


def by_benefit(user: User, comparison: Comparison) -> list[BenefitDifference]:
    """Return what differs of each benefit within the user's scope, in the order of the packs."""
    rows = scope_of(user).limit(
        ComparisonTotal.objects.filter(comparison=comparison).order_by(), county="county"
    )
    sums = {
        row["benefit"]: row
        for row in rows.values("benefit").annotate(
            entitled_before=Sum("entitled_before"),
            entitled_after=Sum("entitled_after"),
            due_before=Sum("due_before"),
            due_after=Sum("due_after"),
        )
    }
    counted = differences_for(user, comparison).order_by().values_list("benefit", "change")
    changes: dict[str, dict[Change, int]] = {}
    for benefit, change, count in counted.annotate(count=Count("pk")):
        changes.setdefault(benefit, {})[Change(change)] = count
    return [
        BenefitDifference(
            **sums[benefit],
            name=name,
            changes=changes.get(benefit, {}),
        )
        for benefit, name in comparison.benefit_names.items()
        if benefit in sums
    ]


def trials_of(user: User, draft: PackDraft) -> QuerySet[Comparison]:
    """Return the trials of a draft, the newest first."""
    return comparisons_for(user).filter(draft=draft)


def is_of_this_text(comparison: Comparison, draft: PackDraft) -> bool:
    """Say whether a trial was made of a draft as it reads now."""
    return comparison.draft_fingerprint == fingerprint_of(draft.files)
