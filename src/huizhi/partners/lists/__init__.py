"""Lists of the cooperation's records and of their parts as kinds of list.

A column is one line: a `Field` names the model's column and what clerks call it.
"""

from huizhi.partners.lists.outcomes import MILESTONES, RESULTS
from huizhi.partners.lists.parts import ADVICE, OBLIGATIONS
from huizhi.partners.lists.projects import MONEY, PROJECTS
from huizhi.partners.lists.records import AGREEMENTS, BASES, EVENTS, PLATFORMS, VISITS

__all__ = [
    "ADVICE",
    "AGREEMENTS",
    "BASES",
    "EVENTS",
    "MILESTONES",
    "MONEY",
    "OBLIGATIONS",
    "PLATFORMS",
    "PROJECTS",
    "RESULTS",
    "VISITS",
]
