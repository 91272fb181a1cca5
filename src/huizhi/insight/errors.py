"""What can be wrong with a figure or a report."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class SelectionUnknown(HuizhiError):
    """A code that names no figure, or one of another list."""


class TemplateWrong(HuizhiError):
    """A template with an unknown placeholder or a bracket that is not closed."""


class ReportRefused(HuizhiError):
    """A report that cannot be made or changed like this: a month to come, a final one …"""
