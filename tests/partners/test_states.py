"""The tables of legal moves."""

from __future__ import annotations

import pytest

from huizhi.partners import states
from huizhi.partners.models import (
    Agreement,
    Base,
    CheckOutcome,
    Event,
    Level,
    Platform,
    PlatformKind,
    Project,
    ProjectKind,
    Visit,
)
from huizhi.partners.states import BaseState, ProjectState
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.subjects import SubjectKind

MODELS = [Agreement, Base, Project, Visit, Event, Platform]


@pytest.mark.parametrize("model", MODELS)
def test_every_state_has_its_moves_and_every_move_leads_to_a_state(model):
    names = {name for name, _ in model._meta.get_field("state").choices}
    assert set(model.MOVES) == names
    assert all(targets <= names for targets in model.MOVES.values())
    assert all(state not in targets for state, targets in model.MOVES.items())


@pytest.mark.parametrize("model", MODELS)
def test_no_record_can_go_round_in_a_circle(model):
    def reaches(start, goal, seen):
        for target in model.MOVES[start]:
            if target == goal or (target not in seen and reaches(target, goal, seen | {target})):
                return True
        return False

    assert not any(reaches(state, state, frozenset()) for state in model.MOVES)


def test_an_intention_is_never_signed():
    assert "intention" not in states.SIGNED_AGREEMENTS | states.SIGNED_BASES
    assert not Base(state="intention").is_signed
    assert not Base(state="preparing").is_signed
    assert Base(state="unveiled").is_signed
    assert not Agreement(state="intention").is_signed


@pytest.mark.parametrize(
    ("kind", "fact", "choices"),
    [
        (SubjectKind.BASE, "状态", BaseState),
        (SubjectKind.PROJECT, "类型", ProjectKind),
        (SubjectKind.PROJECT, "级别", Level),
        (SubjectKind.PROJECT, "状态", ProjectState),
        (SubjectKind.PLATFORM, "类型", PlatformKind),
        (SubjectKind.PLATFORM, "级别", Level),
        (SubjectKind.PLATFORM, "年度考核", CheckOutcome),
    ],
)
def test_choices_are_the_words_of_the_catalogue(kind, fact, choices):
    words = {value.english for value in load_catalogue().fact(kind, fact).values}
    assert words == set(choices.values)


def test_the_columns_are_facts_of_the_catalogue():
    for model in (Base, Project, Platform):
        for name in model.FACT_COLUMNS:
            assert load_catalogue().fact(model.SUBJECT_KIND, name), name


@pytest.mark.parametrize("moves", [states.OBLIGATION_MOVES, states.ADVICE_MOVES])
def test_parts_move_between_their_own_states(moves):
    assert all(targets <= set(moves) for targets in moves.values())
