"""Errors that a person may see: each says what was wrong and what would be right."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise


class HuizhiError(Exception):
    """The base of errors that a screen shows as they are. `message` may be a lazy translation."""

    def __init__(self, message: str | Promise, **details: object) -> None:
        self.message = message
        self.details: Mapping[str, object] = details
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class RightMissing(HuizhiError):
    """The user's role does not carry the right that the action needs."""


class OutOfScope(HuizhiError):
    """The record belongs to another county or organisation than the user's."""


class IllegalMove(HuizhiError):
    """A state machine does not allow this step from the present state."""
