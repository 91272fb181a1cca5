"""The tables of legal moves, and a task under whatever users try in whatever order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huizhi.governance.details import TaskDetails
from huizhi.governance.errors import GovernanceRefused
from huizhi.governance.models import Task
from huizhi.governance.services import hand_overs, tasks
from huizhi.governance.states import (
    MEETING_MOVES,
    PROBLEM_MOVES,
    TASK_MOVES,
    MeetingState,
    ProblemState,
    TaskState,
    require_move,
)
from huizhi.kernel.errors import IllegalMove, RightMissing
from huizhi.kernel.models import AuditEntry, User
from huizhi.kernel.roles import Role

TABLES = [(MEETING_MOVES, MeetingState), (TASK_MOVES, TaskState), (PROBLEM_MOVES, ProblemState)]


@pytest.mark.parametrize(("moves", "states"), TABLES)
def test_every_state_has_its_moves_and_none_leads_to_itself(moves, states):
    assert set(moves) == set(states)
    assert all(targets <= set(states) for targets in moves.values())
    assert all(state not in targets for state, targets in moves.items())


def test_an_illegal_move_says_what_is_possible():
    with pytest.raises(IllegalMove) as refused:
        require_move(TASK_MOVES, TaskState, "done", "cancelled")
    assert str(TaskState.IN_PROGRESS.label) in str(refused.value)
    with pytest.raises(IllegalMove):
        require_move(PROBLEM_MOVES, ProblemState, "closed", "open")


WHO = ["owner", "deputy", "office", "second", "stranger"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(WHO),
        st.one_of(
            st.sampled_from([*(f"to {state.value}" for state in TaskState), "accept", "note"]),
            st.sampled_from(["put off", "hand over"]),
        ),
        st.sampled_from(["", "有说明"]),
    ),
    max_size=16,
)
DAY = dt.date(2021, 7, 26)


class AnyOrder(TestCase):
    """No move outside the table, none without its words, nothing forgotten."""

    def setUp(self):
        roles = {"office": Role.PROGRAMME_OFFICE, "second": Role.PROGRAMME_OFFICE}
        self.users = {
            name: User.objects.create(username=name, role=roles.get(name, Role.DEPARTMENT))
            for name in WHO
        }
        self.task = tasks.add_task(
            actor=self.users["office"],
            details=TaskDetails(
                title="任务", owner=self.users["owner"], deputy=self.users["deputy"]
            ),
            due_on=DAY,
        )

    @given(STEPS)
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def test_invariants_hold(self, steps):
        for number, (who, step, text) in enumerate(steps):
            before, entries = self.stored(), AuditEntry.objects.count()
            notes = list(before.notes.values_list("text", flat=True))
            try:
                self.take(self.users[who], step, text, number)
            except (IllegalMove, GovernanceRefused, RightMissing):
                assert AuditEntry.objects.count() == entries
                assert self.columns(self.stored()) == self.columns(before)
            else:
                assert AuditEntry.objects.count() > entries
                assert who != "stranger" or self.is_their_work(before)
            self.check(before, notes)

    def take(self, user, step, text, number):
        if step.startswith("to "):
            tasks.move_task(actor=user, task=self.task, to=step[3:], text=text)
        elif step == "accept":
            tasks.accept(actor=user, task=self.task)
        elif step == "note":
            tasks.add_note(actor=user, task=self.task, text=text)
        elif step == "put off":
            day = DAY + dt.timedelta(days=number)
            tasks.put_off(actor=user, task=self.task, to=day, reason=text)
        else:
            leaver = self.stored().owner
            seen = hand_overs.work_of(leaver).fingerprint
            heir = self.users["stranger"]
            hand_overs.hand_over(actor=user, leaver=leaver, heir=heir, reason=text, seen=seen)

    def stored(self):
        return Task.objects.get(pk=self.task.pk)

    def columns(self, task):
        return {f.attname: getattr(task, f.attname) for f in Task._meta.concrete_fields}

    def is_their_work(self, task):
        return self.users["stranger"].pk in (task.owner_id, task.deputy_id)

    def check(self, before, notes):
        now = self.stored()
        assert now.state == before.state or now.state in TASK_MOVES[before.state]
        assert (now.state == TaskState.DONE) == bool(now.done_on) == bool(now.done_by_id)
        assert now.state != TaskState.DONE or now.evidence
        if before.accepted_by_id:
            assert self.columns(now) == self.columns(before)
        if now.accepted_by_id:
            assert now.state == TaskState.DONE
            assert now.accepted_by_id != now.done_by_id
        assert list(now.notes.values_list("text", flat=True))[: len(notes)] == notes
        day = DAY
        for change in now.due_changes.all():
            assert change.before == day
            assert change.reason
            day = change.after
        assert now.due_on == day
