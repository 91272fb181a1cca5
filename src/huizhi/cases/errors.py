"""What the cases refuse."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class NothingToOffer(HuizhiError):
    """The run has no result of this benefit that is not offered yet."""


class SameOfficer(HuizhiError):
    """The officer who made the offer may not approve it as well."""


class NoMoneyPool(HuizhiError):
    """Money cannot be reserved in a pool of posts, rooms or vouchers."""
