"""Every selection there is: importing this module fills the register."""

from __future__ import annotations

from huizhi.insight.selections import benefits, cooperation, promised
from huizhi.insight.selections.selection import DEFINITIONS, Selection, read_selection

__all__ = ["DEFINITIONS", "Selection", "benefits", "cooperation", "promised", "read_selection"]
