"""Offers, pools and cases as officers make them, over the registry of the entitlements' tests.

The example pack finds two people entitled to the living allowance (王博 5,000 in 140213, 李硕 3,000
in 140221) and one enterprise to the award (某企业 100,000, an assumption, in 140213).
"""

from __future__ import annotations

from huizhi.cases import services
from huizhi.cases.models import Case
from huizhi.cases.services import Offered
from huizhi.entitlements.models import Run
from huizhi.kernel.models import User
from huizhi.ledger import services as ledger
from huizhi.ledger.models import Pool, Unit
from tests.entitlements.factories import make_run

ALLOWANCE = "example/living-allowance"
AWARD = "example/award"


def make_offers(
    officer: User, benefit: str = "living-allowance", run: Run | None = None
) -> Offered:
    run = run or Run.objects.first() or make_run(officer)
    return services.make_offers(actor=officer, run=run, benefit=benefit)


def make_cases(officer: User) -> list[Case]:
    """Offer everything there is and return the cases: 王博, 李硕, 某企业."""
    make_offers(officer)
    make_offers(officer, "award")
    return list(Case.objects.order_by("pk"))


def make_pool(
    officer: User, yuan: int = 1_000_000, code: str = "talent-2021", unit: Unit = Unit.MONEY
) -> Pool:
    pool = ledger.open_pool(actor=officer, code=code, name=f"资金 {code}", unit=unit)
    if yuan:
        ledger.fund(actor=officer, pool=pool, quantity=yuan * 100, reason="年度预算")
    return pool
