"""What changes milestones and results of projects; each change is one audit entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from huizhi.kernel import audit, clock
from huizhi.kernel.models import User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope
from huizhi.partners.errors import RecordRefused
from huizhi.partners.models import Bound, Milestone, Project, Result, ResultKind
from huizhi.rules.money import Money


@dataclass(frozen=True, kw_only=True)
class MilestoneDetails:
    """What is entered about a milestone."""

    title: str
    source: str
    title_en: str = ""
    due: dt.date | None = None
    done_on: dt.date | None = None
    note: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class ResultDetails:
    """What is entered about a result: `amount` for income, `count` for every other kind."""

    kind: str
    title: str
    source: str
    title_en: str = ""
    count: int | None = None
    amount: Money | None = None
    bound: str = Bound.EXACT
    reached_on: dt.date | None = None
    evidence: str = ""
    published: bool = False
    synthetic: bool = False


def add_milestone(*, actor: User, project: Project, details: MilestoneDetails) -> Milestone:
    """Add a milestone to a project. Errors: `RightMissing`, `OutOfScope`, `RecordRefused`."""
    _may_change(actor, project)
    check_milestone(Milestone(project=project), details)
    with transaction.atomic():
        milestone = Milestone.objects.create(project=project, **_columns(details))
        _log(actor, "milestone_add", project, {"title": milestone.title, **_days(milestone)})
    return milestone


def change_milestone(*, actor: User, milestone: Milestone, details: MilestoneDetails) -> Milestone:
    """Replace what is entered about a milestone, also that it was reached; errors as for adding."""
    _may_change(actor, milestone.project)
    check_milestone(milestone, details)
    return _change(actor, "milestone_change", milestone, _columns(details))


def remove_milestone(*, actor: User, milestone: Milestone) -> None:
    """Remove a milestone that was entered by mistake; the log keeps what it said."""
    _may_change(actor, milestone.project)
    with transaction.atomic():
        stored = Milestone.objects.select_for_update().get(pk=milestone.pk)
        detail = {"title": stored.title, **_days(stored)}
        _log(actor, "milestone_remove", milestone.project, detail)
        stored.delete()


def add_result(*, actor: User, project: Project, details: ResultDetails) -> Result:
    """Add a result to a project. Errors: `RightMissing`, `OutOfScope`, `RecordRefused`."""
    _may_change(actor, project)
    check_result(Result(project=project), details)
    with transaction.atomic():
        result = Result.objects.create(project=project, **_columns(details))
        _log(actor, "result_add", project, {"title": result.title, **_measure(result)})
    return result


def change_result(*, actor: User, result: Result, details: ResultDetails) -> Result:
    """Replace what is entered about a result; errors as for adding."""
    _may_change(actor, result.project)
    check_result(result, details)
    return _change(actor, "result_change", result, _columns(details))


def remove_result(*, actor: User, result: Result) -> None:
    """Remove a result that was entered by mistake; the log keeps what it said."""
    _may_change(actor, result.project)
    with transaction.atomic():
        stored = Result.objects.select_for_update().get(pk=result.pk)
        detail = {"title": stored.title, **_measure(stored)}
        _log(actor, "result_remove", result.project, detail)
        stored.delete()


def check_milestone(milestone: Milestone, details: MilestoneDetails) -> None:
    """Refuse details that cannot be a milestone's, with `RecordRefused`."""
    _check_title(details.title)
    twins = Milestone.objects.filter(project=milestone.project, title=details.title)
    _check_once(twins.exclude(pk=milestone.pk), details.title)
    _check_not_future(details.done_on)


def check_result(result: Result, details: ResultDetails) -> None:
    """Refuse details that cannot be a result's, with `RecordRefused`."""
    _check_title(details.title)
    if details.kind not in ResultKind.values:
        raise RecordRefused(
            _("“{kind}” is no kind of result; one of these is: {kinds}.").format(
                kind=details.kind, kinds="、".join(ResultKind.values)
            )
        )
    if details.kind == ResultKind.INCOME:
        if details.amount is None or details.amount.fen <= 0 or details.count is not None:
            raise RecordRefused(_("Income needs an amount of more than 0 yuan, and no count."))
    elif not details.count or details.count < 0 or details.amount is not None:
        raise RecordRefused(
            _("A result of this kind needs a count of 1 or more; an amount is for income only.")
        )
    twins = Result.objects.filter(project=result.project, kind=details.kind, title=details.title)
    _check_once(twins.exclude(pk=result.pk), details.title)
    _check_not_future(details.reached_on)


def _may_change(actor: User, project: Project) -> None:
    require(actor, Right.PARTNERS_EDIT)
    require_in_scope(actor, county=project.county_id)


def _columns(details: MilestoneDetails | ResultDetails) -> dict[str, Any]:
    """Return the columns; unlike `asdict`, money stays what it is."""
    return dict(vars(details))


def _check_title(title: str) -> None:
    if not title.strip():
        raise RecordRefused(_("A title is needed, so that people know what is meant."))


def _check_once(twins: models.QuerySet[Any], title: str) -> None:
    if twins.exists():
        raise RecordRefused(
            _("This project has “{title}” already: change that one instead.").format(title=title)
        )


def _check_not_future(day: dt.date | None) -> None:
    if day is not None and day > clock.today():
        raise RecordRefused(
            _("{day} has not come yet: only what was reached is entered.").format(day=day)
        )


def _change(actor: User, verb: str, row: Any, new: dict[str, Any]) -> Any:
    with transaction.atomic():
        stored = type(row).objects.select_for_update().get(pk=row.pk)
        changed = [name for name, value in new.items() if getattr(stored, name) != value]
        if not changed:
            return stored
        before = {name: _plain(getattr(stored, name)) for name in changed}
        for name in changed:
            setattr(stored, name, new[name])
        stored.save(update_fields=changed)
        _log(actor, verb, stored.project, {"title": stored.title, "before": before})
    return stored


def _plain(value: Any) -> Any:
    """Return a column's value as JSON."""
    if isinstance(value, Money):
        return value.fen
    return value.isoformat() if isinstance(value, dt.date) else value


def _days(milestone: Milestone) -> dict[str, Any]:
    return {"due": _plain(milestone.due), "done_on": _plain(milestone.done_on)}


def _measure(result: Result) -> dict[str, Any]:
    fen = result.amount.fen if result.amount is not None else None
    return {"kind": result.kind, "count": result.count, "fen": fen}


def _log(actor: User, verb: str, project: Project, detail: dict[str, Any]) -> None:
    audit.append(
        actor=actor,
        action=f"partners.{verb}",
        subject_kind="project",
        subject_id=project.pk,
        detail=detail,
    )
