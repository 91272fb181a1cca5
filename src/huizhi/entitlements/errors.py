"""What can go wrong with runs, each with what would be right."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class RunRefused(HuizhiError):
    """A run that cannot be started, e.g. because its pack is not in force on its date."""


class RunTakenOver(HuizhiError):
    """This run was given up or started again elsewhere; whoever still works on it must stop."""


class ComparisonRefused(HuizhiError):
    """Two things that cannot be compared; the message says what can be."""


class ComparisonGivenUp(HuizhiError):
    """This comparison's job is known to have failed; whoever still works on it must stop."""


class SnapshotChanged(HuizhiError):
    """The facts of a snapshot are not those the run was made from."""
