"""One straight thread of the demo: from the results of a run to money paid, as officers do it.

`funds.yaml` of the demo says which pools there are, and which benefits are offered, approved and
paid from them. The officer who offers is not the one who approves.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from huizhi.cases import services as cases
from huizhi.cases.models import Case
from huizhi.demo.visitors import username
from huizhi.entitlements.models import Run
from huizhi.kernel.models import User
from huizhi.kernel.roles import Role
from huizhi.kernel.users import system_user
from huizhi.ledger import services as ledger
from huizhi.ledger.models import Pool, Unit
from huizhi.payments import services as payments
from huizhi.payments.services import NewAccount
from huizhi.rules.money import Money, Rounding
from huizhi.rules.subjects import SubjectKind

CASES_AT_A_TIME = 200

Say = Callable[[int, int], None]


def pay_selected(*, run: Run, folder: Path, source: str, say: Say) -> None:
    """Open the pools, then pay the benefits that the demo's file names."""
    plan = yaml.safe_load((folder / "funds.yaml").read_text(encoding="utf-8"))
    offering = system_user()
    approving = User.objects.get(username=username(Role.DEPARTMENT))
    pools = {each["code"]: _open(offering, each, source) for each in plan["pools"]}
    for each in plan["paid"]:
        offered = cases.make_offers(actor=offering, run=run, benefit=each["benefit"])
        rows = list(offered.batch.cases.order_by("pk"))
        _keep_accounts(approving, rows)
        for first in range(0, len(rows), CASES_AT_A_TIME):
            say(first, len(rows))
            chunk = rows[first : first + CASES_AT_A_TIME]
            cases.approve_many(cases=chunk, officer=approving, pool=pools[each["pool"]])
        batch = payments.prepare_batch(actor=approving, benefit=offered.batch.benefit)
        payments.confirm_paid(actor=approving, batch=batch)


def _open(actor: User, entry: dict[str, Any], source: str) -> Pool:
    pool = ledger.open_pool(
        actor=actor,
        code=entry["code"],
        name=entry["name"]["zh"],
        name_en=entry["name"]["en"],
        unit=Unit(entry.get("unit", Unit.MONEY)),
        source=source,
        statement=entry.get("statement", ""),
        synthetic=True,
    )
    quantity = (
        Money.from_yuan(Decimal(entry["yuan"]), Rounding.HALF_UP).fen
        if "yuan" in entry
        else entry["pieces"]
    )
    ledger.fund(actor=actor, pool=pool, quantity=quantity, reason=source)
    return pool


def _keep_accounts(actor: User, rows: list[Case]) -> None:
    """Give each subject a made-up account: the bank is none there is, the number is drawn."""
    accounts = [
        NewAccount(
            kind=SubjectKind(case.subject_kind),
            subject_id=case.subject_id,
            holder=case.subject_name,
            bank="演示银行（虚构）",
            number=f"000000{random.Random(case.subject_id).randrange(10**12):012d}",
            synthetic=True,
        )
        for case in rows
    ]
    payments.keep_accounts(actor=actor, accounts=accounts)
