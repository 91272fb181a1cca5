"""What the ledger refuses."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class NotEnough(HuizhiError):
    """The pool does not hold as much as should be reserved."""


class ClaimTaken(HuizhiError):
    """The claim is reserved or paid already, perhaps from another pool."""


class NothingReserved(HuizhiError):
    """There is no reservation to pay or to release."""


class AmountWrong(HuizhiError):
    """A quantity that is not positive."""
