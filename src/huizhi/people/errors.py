"""What the room of people refuses, in words that say what would be right."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class IdNumberRefused(HuizhiError):
    """An ID number that cannot be one. The message shows it masked."""


class IdNumberTaken(HuizhiError):
    """Somebody in the registry has this ID number already."""


class PersonRefused(HuizhiError):
    """What is stated about a person cannot be entered as it is."""


class ReasonMissing(HuizhiError):
    """The action must be given a reason that others can understand later."""
