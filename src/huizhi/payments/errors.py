"""What the payments refuse."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class NothingToPay(HuizhiError):
    """No approved case of the benefit has an account to pay to."""


class AlreadyPaid(HuizhiError):
    """The bank has paid this batch; its file is not handed out again."""


class AccountNumberWrong(HuizhiError):
    """A bank account number that is not 9 to 30 digits."""
