"""What changes the list of problems."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.governance.details import ProblemDetails
from huizhi.governance.models import Problem
from huizhi.governance.services.writing import columns, log, replace, require_text
from huizhi.governance.states import PROBLEM_MOVES, ProblemState, require_move
from huizhi.kernel import clock
from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require, require_in_scope


def add_problem(*, actor: User, details: ProblemDetails) -> Problem:
    """Put a problem on the list. Errors: `RightMissing`, `OutOfScope`, `GovernanceRefused`."""
    _require(actor, details.county)
    require_text(details.title, _("The problem needs a title."))
    with transaction.atomic():
        problem = Problem.objects.create(created_at=clock.now(), **columns(details))
        log(actor, "add", problem, {"title": problem.title, "severity": problem.severity})
    return problem


def change_problem(*, actor: User, problem: Problem, details: ProblemDetails) -> Problem:
    """Replace what is entered about a problem, except its state. Errors: as for `add_problem`."""
    _require(actor, problem.county)
    _require(actor, details.county)
    require_text(details.title, _("The problem needs a title."))
    with transaction.atomic():
        stored = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
        changed = replace(stored, columns(details))
        if changed:
            stored.save()
            log(actor, "change", stored, {"title": stored.title, "changed": changed})
    return stored


def move_problem(
    *, actor: User, problem: Problem, to: str, text: str, on: dt.date | None = None
) -> Problem:
    """Move a problem to another state and say how or why. The one door to its state.

    Errors: `RightMissing`, `OutOfScope`, `IllegalMove`, `GovernanceRefused`.
    """
    _require(actor, problem.county)
    text = require_text(text, _("Say what was done about the problem, or why it is closed."))
    with transaction.atomic():
        stored = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
        before = stored.state
        require_move(PROBLEM_MOVES, ProblemState, before, to)
        stored.state = to
        if to == ProblemState.SOLVED:
            stored.solved_on = on or clock.today()
        elif before == ProblemState.SOLVED and to == ProblemState.BEING_SOLVED:
            stored.solved_on = None
        stored.save()
        log(actor, "move", stored, {"from": before, "to": to, "text": text})
    return stored


def _require(actor: User, county: Region | None) -> None:
    require(actor, Right.GOVERNANCE_EDIT)
    require_in_scope(actor, county=county.code if county else None)
