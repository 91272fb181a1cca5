"""What can be wrong with a record of the cooperation."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class RecordRefused(HuizhiError):
    """Details that contradict one another, such as a signature without a partner."""
