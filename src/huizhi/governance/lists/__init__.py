"""Lists of tasks, problems, meetings and plans as kinds of list.

A changed state is a move through the one door, a changed due date of a task is one that is put off.
"""

from huizhi.governance.lists.meetings import MEETINGS, PLANS
from huizhi.governance.lists.work import PROBLEMS, TASKS

__all__ = ["MEETINGS", "PLANS", "PROBLEMS", "TASKS"]
