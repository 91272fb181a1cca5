"""What must change for a formula to hold, against trying every set of changes."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.rules.evaluation import minimal_sets
from huizhi.rules.evaluation.minimal_sets import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Atom,
    Given,
    Not,
    Search,
    is_true,
)

KEYS = "abcde"
GIVEN = "xy"
A, B, C = (Atom(key) for key in "abc")
FORMULAS = st.recursive(
    st.sampled_from([*(Atom(key) for key in KEYS), *(Given(key) for key in GIVEN)]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=12,
)
TRUTHS = st.sampled_from([True, False, None])
HOLDS = st.fixed_dictionaries(dict.fromkeys(KEYS + GIVEN, TRUTHS))


def by_trial(formula, holds):
    """Return every smallest set of changes that makes a formula true."""
    found = []
    changes = [(key, wanted) for key in KEYS for wanted in (True, False) if holds[key] != wanted]
    for size in range(len(KEYS) + 1):
        for chosen in map(frozenset, combinations(changes, size)):
            at_most_once = len(dict(chosen)) == size
            if not at_most_once or any(less <= chosen for less in found):
                continue
            if is_true(formula, {**holds, **dict(chosen)}):
                found.append(chosen)
    return set(found)


@settings(max_examples=400, deadline=None)
@given(FORMULAS, HOLDS)
def test_they_are_all_the_smallest_sets_of_changes(formula, holds):
    found = Search(formula).smallest(holds)
    assert found.is_complete
    assert set(found.sets) == by_trial(formula, holds)
    assert [len(one) for one in found.sets] == sorted(len(one) for one in found.sets)


@settings(max_examples=200, deadline=None)
@given(FORMULAS, HOLDS)
def test_changing_a_set_makes_the_formula_true_and_less_does_not(formula, holds):
    for change in Search(formula).smallest(holds).sets:
        assert is_true(formula, {**holds, **dict(change)})
        for literal in change:
            assert not is_true(formula, {**holds, **dict(change - {literal})})


@settings(max_examples=100, deadline=None)
@given(FORMULAS, HOLDS, HOLDS)
def test_a_formula_taken_apart_once_answers_for_everyone(formula, one, other):
    search = Search(formula)
    for holds in (one, other, one):
        assert search.smallest(holds) == Search(formula).smallest(holds)


def test_constants():
    assert Search(ALWAYS).smallest({}).sets == (frozenset(),)
    assert Search(NEVER).smallest({}).sets == ()


def test_what_cannot_hold_together_is_no_way():
    formula = AllOf((A, AnyOf((B, C))))
    holds = {"a": False, "b": False, "c": False}
    clash = [(("a", True), ("b", True))]
    assert Search(formula, clash).smallest(holds).sets == (frozenset({("a", True), ("c", True)}),)
    assert Search(AllOf((A, B)), clash).smallest({"a": True, "b": False}).sets == ()


def test_of_too_many_sets_the_smallest_are_kept(monkeypatch):
    monkeypatch.setattr(minimal_sets, "MOST_WAYS", 4)
    pairs = [AnyOf((Atom(f"x{n}"), Atom(f"y{n}"))) for n in range(10)]
    formula = AnyOf((AllOf(tuple(pairs)), AllOf((A, B))))
    found = Search(formula).smallest({})
    assert not found.is_complete
    assert found.sets[0] == {("a", True), ("b", True)}
    for change in found.sets:
        assert is_true(formula, dict(change))
        assert all(not is_true(formula, dict(change - {one})) for one in change)


def test_a_formula_that_shares_parts_is_no_slower():
    formula = A
    for _ in range(200):
        formula = AllOf((formula, AnyOf((formula, B))))
    assert Search(formula).smallest({}).sets == (frozenset({("a", True)}),)
