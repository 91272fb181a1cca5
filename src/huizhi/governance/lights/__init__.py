"""Warning lights: what is watched, from which figure it turns yellow or red, and why.

One file for each rule, all of them in the table of `rules.py`; limits are data (`limits.yaml`, and
`LightRule` where somebody changed them).
"""

from huizhi.governance.lights.board import ALARMS, Light, RuleCount, light_counts, lights_for
from huizhi.governance.lights.rule import Colour

__all__ = ["ALARMS", "Colour", "Light", "RuleCount", "light_counts", "lights_for"]
