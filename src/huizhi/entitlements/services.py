"""What starts runs and comparisons: in the background from a screen, at once from a command."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.entitlements import lifecycle, tasks
from huizhi.entitlements.errors import ComparisonRefused, RunRefused
from huizhi.entitlements.models import Comparison, Run
from huizhi.entitlements.running import Progress, carry_out
from huizhi.kernel import audit, clock, jobs
from huizhi.kernel.models import JobState, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.policies import queries as policies
from huizhi.policies.models import PackDraft, PackVersion


def start_run(*, actor: User, as_of: dt.date, pack_version: PackVersion) -> Run:
    """Queue a run for the worker and return it; its job tells how far it is.

    Errors: `RunRefused` when the pack version is not in force on the date.
    """
    require(actor, Right.RUNS_START)
    with transaction.atomic():
        run = _queue(actor=actor, as_of=as_of, pack_version=pack_version)
        _hand_to_worker(run, actor)
    return run


def start_again(*, run: Run, actor: User) -> Run:
    """Queue a failed run once more, from the facts as they are known when it begins.

    Errors: `IllegalMove` for a run that did not fail; `RunRefused` as in `start_run`.
    """
    require(actor, Right.RUNS_START)
    lifecycle.sweep()
    run.refresh_from_db()
    _require_in_force(run.pack_version, run.as_of)
    run = lifecycle.queue_again(run)
    with transaction.atomic():
        audit.append(
            actor=actor, action="entitlements.start", subject_kind="run", subject_id=run.pk
        )
        _hand_to_worker(run, actor)
    return run


def run_now(
    *,
    actor: User,
    as_of: dt.date,
    pack_version: PackVersion,
    progress: Progress | None = None,
) -> Run:
    """Make a run in this process and return it complete; `progress` is told (done, subjects).

    Errors: `RunRefused` as in `start_run`, and whatever stops a run; nothing is left of it then.
    """
    require(actor, Right.RUNS_START)
    with transaction.atomic():
        run = _queue(actor=actor, as_of=as_of, pack_version=pack_version)
    return carry_out(run_id=run.pk, progress=progress)


def compare_runs(*, before: Run, after: Run, actor: User) -> Comparison:
    """Queue a comparison of two complete runs and return it, or the one that is there already.

    Errors: `ComparisonRefused` for a run that is not complete, or the same run twice.
    """
    require(actor, Right.RUNS_VIEW)
    if before == after or not (before.is_complete and after.is_complete):
        raise ComparisonRefused(_("Choose two different runs that are complete."))
    there = Comparison.objects.filter(before=before, after=after)
    made = there.exclude(job__state=JobState.FAILED).first()
    if made is not None:
        return made
    return _compare(
        Comparison(before=before, after=after, as_of=after.as_of),
        sides={"before": before.pk, "after": after.pk},
        actor=actor,
        title=_("Comparison of {before} and {after}").format(before=before, after=after),
    )


def try_draft(*, draft: PackDraft, as_of: dt.date, actor: User) -> Comparison:
    """Queue a trial: the whole registry under a draft and under the version it is based on.

    It changes no case and pays nothing. Errors: `ComparisonRefused` for a draft with errors.
    """
    require(actor, Right.RUNS_START)
    pack, _found = policies.checked(draft.files)
    if pack is None:
        raise ComparisonRefused(_("The draft has errors; mend them first."))
    return _compare(
        Comparison(draft=draft, as_of=as_of),
        sides={"draft": draft.pk},
        actor=actor,
        title=_("Trial of {draft} as of {day}").format(draft=draft, day=as_of.isoformat()),
    )


def _compare(
    comparison: Comparison, *, sides: dict[str, int], actor: User, title: str
) -> Comparison:
    with transaction.atomic():
        comparison.started_by = actor
        comparison.created_at = clock.now()
        comparison.save()
        audit.append(
            actor=actor,
            action="entitlements.compare",
            subject_kind="comparison",
            subject_id=comparison.pk,
            detail={**sides, "as_of": comparison.as_of.isoformat()},
        )
        comparison.job = jobs.start(
            task=tasks.make_comparison,
            actor=actor,
            title=title,
            arguments={"comparison_id": comparison.pk},
        )
        comparison.save(update_fields=["job"])
    return comparison


def _queue(*, actor: User, as_of: dt.date, pack_version: PackVersion) -> Run:
    _require_in_force(pack_version, as_of)
    run = Run.objects.create(
        as_of=as_of, pack_version=pack_version, started_by=actor, created_at=clock.now()
    )
    audit.append(
        actor=actor,
        action="entitlements.start",
        subject_kind="run",
        subject_id=run.pk,
        detail={"as_of": as_of.isoformat(), "pack_version": pack_version.pk},
    )
    return run


def _require_in_force(version: PackVersion, as_of: dt.date) -> None:
    if not version.holds(as_of):
        raise RunRefused(
            _("{version} is not in force on {day}. Choose a version that is.").format(
                version=version, day=as_of.isoformat()
            )
        )


def _hand_to_worker(run: Run, actor: User) -> None:
    run.job = jobs.start(
        task=tasks.make_run,
        actor=actor,
        title=_("Entitlement run as of {day}").format(day=run.as_of.isoformat()),
        arguments={"run_id": run.pk},
    )
    run.save(update_fields=["job"])
