"""What can be wrong with an organisation."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class CodeRefused(HuizhiError):
    """A credit code or ministry code that cannot be right as it is written."""


class OrganisationRefused(HuizhiError):
    """Details that contradict one another or the catalogue of facts."""
