"""The room's work in the background: approvals of many cases."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from huizhi.cases.queries import cases_for
from huizhi.cases.services import approve_many
from huizhi.cases.states import CaseState
from huizhi.kernel import jobs
from huizhi.kernel.models import Job, User
from huizhi.kernel.roles import Right
from huizhi.kernel.scope import require
from huizhi.ledger.errors import NotEnough
from huizhi.ledger.models import Account, Pool
from huizhi.ledger.services import balance, shown
from huizhi.rules.money import ZERO

CASES_PER_TRANSACTION = 100


def start_approving(*, actor: User, cases: Sequence[int], pool: Pool, address: str = "") -> Job:
    """Hand the approval of the cases with these numbers to the worker.

    `address` is where the screen shows them afterwards. Cases that are no longer offered when
    their turn comes are passed over. Errors: `NotEnough` when the pool does not cover all of them.
    """
    require(actor, Right.CASES_APPROVE)
    wanted = cases_for(actor).filter(pk__in=cases).aggregate(total=Sum("amount"))["total"] or ZERO
    left = balance(pool, Account.AVAILABLE)
    if left < wanted.fen:
        raise NotEnough(
            _("“{pool}” has {left} left, which does not cover {wanted}. Add to it first.").format(
                pool=pool, left=shown(pool, left), wanted=shown(pool, wanted.fen)
            )
        )
    with transaction.atomic():
        return jobs.start(
            task=approve_cases,
            actor=actor,
            title=ngettext("Approval of {n} case", "Approval of {n} cases", len(cases)).format(
                n=len(cases)
            ),
            arguments={"case_ids": list(cases), "pool_id": pool.pk, "address": address},
        )


@task()
def approve_cases(job_id: int, case_ids: list[int], pool_id: int, address: str) -> None:
    """Approve cases in the name of whoever started the job. Started again, it goes on."""
    with jobs.running(job_id) as progress:
        officer = Job.objects.get(pk=job_id).started_by
        pool = Pool.objects.get(pk=pool_id)
        approved = 0
        for first in range(0, len(case_ids), CASES_PER_TRANSACTION):
            chunk = case_ids[first : first + CASES_PER_TRANSACTION]
            offered = cases_for(officer).filter(pk__in=chunk, state=CaseState.OFFERED)
            approved += len(approve_many(cases=list(offered), officer=officer, pool=pool))
            progress.report(first + len(chunk), len(case_ids))
        progress.finish_with({"address": address, "approved": approved})
