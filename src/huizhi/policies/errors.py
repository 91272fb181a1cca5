"""What can go wrong with pack versions, each with what would be right."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise

from huizhi.kernel.errors import HuizhiError
from huizhi.rules.findings import Finding


class PackRefused(HuizhiError):
    """A pack whose check finds errors. Carries every finding."""

    def __init__(self, message: str | Promise, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class VersionFixed(HuizhiError):
    """A version that was put in force once never changes again; a change is a new version."""


class NoVersionInForce(HuizhiError):
    """No version of any pack is in force on a day."""


class DraftRefused(HuizhiError):
    """What a draft cannot become: the message says why and what to do."""


class SecondOfficerNeeded(HuizhiError):
    """Nobody decides on a draft in whose text they have a part."""
