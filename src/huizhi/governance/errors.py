"""What can be wrong with a record of the governance."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class GovernanceRefused(HuizhiError):
    """Details that contradict one another, or a step that lacks what it needs."""


class DocumentNumberRefused(GovernanceRefused):
    """A document number that is not written as 代字〔年份〕序号号."""


class NotYourTask(GovernanceRefused):
    """Somebody who is neither owner nor deputy wants to work on a task."""


class WorkHasChanged(GovernanceRefused):
    """A hand-over of other work than the preview showed."""
