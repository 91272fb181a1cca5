"""What the import of a list refuses, in words that say what would be right."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class ImportRefused(HuizhiError):
    """A list that cannot be read, or a step of its import that is not open now."""


class CellRefused(HuizhiError):
    """A cell that cannot be what its column states."""


class NameUnknown(HuizhiError):
    """A name that means nothing in the registry."""


class NameAmbiguous(HuizhiError):
    """A name that means more than one thing in the registry."""
