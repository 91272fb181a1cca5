"""What was worked out about one subject, before it is put into results and reasons."""

from __future__ import annotations

from typing import NamedTuple

from huizhi.rules.evaluation.bounds import Bounds
from huizhi.rules.evaluation.conditions import Assessment
from huizhi.rules.evaluation.settlement import Settlement
from huizhi.rules.evaluation.subject_view import SubjectView
from huizhi.rules.packs.compiling import CompiledCap, CompiledKind
from huizhi.rules.subjects import SubjectRef


class Decision(NamedTuple):
    """A subject under a plan: each benefit by itself, the caps, and what all came to.

    `settlements` holds every benefit that is no sure no by itself, and `caps` every cap over one of
    these, with its limit and what was received under it, in fen.
    """

    subject: SubjectRef
    plan: CompiledKind
    view: SubjectView
    assessments: dict[str, Assessment]
    caps: tuple[tuple[CompiledCap, Bounds, Bounds], ...]
    settlements: dict[str, Settlement]
