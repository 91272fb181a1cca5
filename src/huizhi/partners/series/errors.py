"""What can be wrong with a series, its targets or its indicator."""

from __future__ import annotations

from huizhi.partners.errors import RecordRefused


class SeriesRefused(RecordRefused):
    """A definition that does not fit, such as days that would cut off values."""
