"""The limits in force: those of `limits.yaml`, or what somebody set instead."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from huizhi.governance.lights.rule import Limits, Rule
from huizhi.governance.lights.rules import RULES
from huizhi.governance.models import LightRule


@dataclass(frozen=True)
class RuleInForce:
    """A rule with its limits, and the row that holds them where somebody changed them."""

    rule: Rule
    limits: Limits
    changed: LightRule | None = None

    @property
    def words(self) -> str:
        """The rule in words."""
        return self.rule.words(self.limits)


@cache
def first_limits() -> dict[str, Limits]:
    """Return the limits that hold until somebody changes them."""
    text = Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8")
    return {kind: Limits(**entry) for kind, entry in yaml.safe_load(text).items()}


def rules_in_force() -> dict[str, RuleInForce]:
    """Return every rule with its limits, in the order of the board, with one query."""
    changed = {row.kind: row for row in LightRule.objects.select_related("changed_by")}
    return {kind: _in_force(rule, changed.get(kind)) for kind, rule in RULES.items()}


def _in_force(rule: Rule, row: LightRule | None) -> RuleInForce:
    if row is None:
        return RuleInForce(rule, first_limits()[rule.kind])
    return RuleInForce(rule, Limits(row.yellow_from, row.red_from), row)
