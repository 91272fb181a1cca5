"""The table of all kinds of lights, in the order of the board.

To add one: a file with its `Rule`, a line here, and its first limits in `limits.yaml`.
"""

from __future__ import annotations

from huizhi.governance.lights.agreement_expiry import AGREEMENT_EXPIRY
from huizhi.governance.lights.base_standstill import BASE_STANDSTILL
from huizhi.governance.lights.milestone_due import MILESTONE_DUE
from huizhi.governance.lights.obligation_due import OBLIGATION_DUE
from huizhi.governance.lights.problem_due import PROBLEM_DUE
from huizhi.governance.lights.project_end import PROJECT_END
from huizhi.governance.lights.rule import Rule
from huizhi.governance.lights.series_silence import SERIES_SILENCE
from huizhi.governance.lights.series_target import SERIES_TARGET
from huizhi.governance.lights.task_due import TASK_DUE

RULES: dict[str, Rule] = {
    rule.kind: rule
    for rule in (
        TASK_DUE,
        PROBLEM_DUE,
        AGREEMENT_EXPIRY,
        OBLIGATION_DUE,
        BASE_STANDSTILL,
        PROJECT_END,
        MILESTONE_DUE,
        SERIES_TARGET,
        SERIES_SILENCE,
    )
}
