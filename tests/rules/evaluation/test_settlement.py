"""Stacking and caps on bounds, held against every single outcome the bounds allow.

`concrete` is the policy rule as one would do it by hand on known amounts. The bounds must hold
every outcome (they are sound) and, where the unknowns are independent, be reached by some outcome
(they are tight): then a settled answer is right and an open one is open for a reason.
"""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.rules.evaluation.bounds import UNBOUNDED, Bounds
from huizhi.rules.evaluation.settlement import CapTerms, GroupTerms, settle
from huizhi.rules.packs.model import StackingRule

HIGHEST, EXCLUSIVE, DEDUCT = (
    StackingRule.HIGHEST_ONLY,
    StackingRule.EXCLUSIVE,
    StackingRule.DEDUCT,
)


def known(amount):
    return Bounds.exactly(amount)


def unknown(low, high, *facts):
    return Bounds(low, high, frozenset(facts))


def concrete(amounts, groups, caps):
    """Apply groups `(rule, members, received)` and caps `(room, members)` to known amounts."""
    due = dict(amounts)
    for rule, members, received in groups:
        if rule is DEDUCT:
            gone = 0
            for member, before in zip(members, received, strict=True):
                due[member] = max(0, amounts[member] - gone)
                gone += due[member] + before
            continue
        claimed = [member for member in members if amounts[member] > 0]
        if rule is HIGHEST:
            claimed.sort(key=lambda member: -amounts[member])
        for member in claimed[1:]:
            due[member] = 0
    for room, members in caps:
        left = room
        for member in members:
            due[member] = min(due[member], left)
            left -= due[member]
    return due


SMALL = st.integers(0, 4)


@st.composite
def bounds(draw, name):
    low, high = sorted((draw(SMALL), draw(SMALL)))
    if low == high or draw(st.booleans()):
        return known(low)
    floor = draw(st.integers(1, high)) if low == 0 < high else 1
    return Bounds(low, high, frozenset({name}), floor)


def values(b):
    """Return every amount that bounds allow: nothing at all, or at least the floor."""
    return [v for v in range(b.low, b.high + 1) if v == b.low or v >= b.floor]


@st.composite
def cases(draw, rules, most_caps):
    names = ["a", "b", "c", "d"]
    claims = {name: draw(bounds(name)) for name in names}
    order = draw(st.permutations(names))
    cut = draw(st.integers(0, 4))
    groups = [
        (draw(st.sampled_from(rules)), members, [draw(bounds(f"r{m}")) for m in members])
        for members in (order[:cut], order[cut:])
        if len(members) > 1
    ]
    caps = []
    for number in range(draw(st.integers(0, most_caps))):
        low, high = sorted((draw(SMALL), draw(SMALL)))
        room = known(low) if low == high else unknown(low, high, f"cap{number}")
        members = draw(st.permutations(names))[: draw(st.integers(1, 4))]
        caps.append((room, members))
    return claims, groups, caps


def outcomes(claims, groups, caps):
    """Yield what every single outcome within the bounds gives."""

    span = values
    received = [b for _, _, before in groups for b in before]
    for amounts in product(*(span(b) for b in claims.values())):
        for paid in product(*(span(b) for b in received)):
            for rooms in product(*(span(room) for room, _ in caps)):
                stock = iter(paid)
                yield concrete(
                    dict(zip(claims, amounts, strict=True)),
                    [(rule, ms, [next(stock) for _ in ms]) for rule, ms, _ in groups],
                    [(room, ms) for room, (_, ms) in zip(rooms, caps, strict=True)],
                )


def settled(claims, groups, caps):
    return settle(
        claims,
        [
            GroupTerms(f"g{n}", rule, tuple(members), tuple(received) if rule is DEDUCT else ())
            for n, (rule, members, received) in enumerate(groups)
        ],
        [CapTerms(f"c{n}", tuple(members), room) for n, (room, members) in enumerate(caps)],
    )


def narrow(groups, amount=0):
    """Give groups without unknown receipts, so that enumerating stays quick."""
    return [(rule, members, [known(amount)] * len(members)) for rule, members, _ in groups]


@settings(max_examples=150, deadline=None)
@given(cases([HIGHEST, EXCLUSIVE], most_caps=1))
def test_bounds_are_exact_for_one_prevailing_member_and_one_cap(case):
    claims, groups, caps = case
    groups = narrow(groups)
    result = settled(claims, groups, caps)
    seen = list(outcomes(claims, groups, caps))
    for name in claims:
        reached = [outcome[name] for outcome in seen]
        assert (result[name].bounds.low, result[name].bounds.high) == (min(reached), max(reached))


@settings(max_examples=150, deadline=None)
@given(cases([DEDUCT], most_caps=0), st.integers(0, 2))
def test_bounds_are_exact_for_deductions(case, paid):
    claims, groups, _ = case
    groups = narrow(groups, paid)
    result = settled(claims, groups, [])
    seen = list(outcomes(claims, groups, []))
    for name in claims:
        reached = [outcome[name] for outcome in seen]
        assert (result[name].bounds.low, result[name].bounds.high) == (min(reached), max(reached))


@settings(max_examples=150, deadline=None)
@given(cases([HIGHEST, EXCLUSIVE, DEDUCT], most_caps=2), st.data())
def test_bounds_hold_every_outcome(case, data):
    claims, groups, caps = case

    def pick(b):
        return data.draw(st.sampled_from(values(b)))

    outcome = concrete(
        {name: pick(b) for name, b in claims.items()},
        [(rule, members, [pick(b) for b in received]) for rule, members, received in groups],
        [(pick(room), members) for room, members in caps],
    )
    result = settled(claims, groups, caps)
    for name in claims:
        assert result[name].bounds.low <= outcome[name] <= result[name].bounds.high


@settings(max_examples=300, deadline=None)
@given(cases([HIGHEST, EXCLUSIVE, DEDUCT], most_caps=2))
def test_open_answers_name_facts_and_settled_ones_name_none(case):
    claims, groups, caps = case
    for settlement in settled(claims, groups, caps).values():
        assert settlement.bounds.is_settled == (not settlement.bounds.missing)


@settings(max_examples=200, deadline=None)
@given(cases([HIGHEST, EXCLUSIVE, DEDUCT], most_caps=2))
def test_learning_a_fact_that_is_not_named_never_moves_the_answer(case):
    claims, groups, caps = case
    before = settled(claims, groups, caps)
    for name in claims:
        named = before[name].bounds.missing
        for other, b in claims.items():
            if not b.is_settled and not b.missing <= named:
                for value in values(b):
                    learnt = settled({**claims, other: known(value)}, groups, caps)
                    after = learnt[name].bounds
                    assert (after.low, after.high) == (
                        before[name].bounds.low,
                        before[name].bounds.high,
                    )


def one_group(rule, **claims):
    return settle(claims, [GroupTerms("g", rule, tuple(claims))], [])


def test_a_yes_above_every_possible_rival_stays():
    result = one_group(HIGHEST, a=known(50), b=unknown(0, 50, "学位"))
    assert result["a"].bounds == known(50)
    assert result["b"].bounds == known(0)
    assert result["b"].steps[0].rival == "a"


def test_a_yes_that_an_unknown_could_beat_is_open_with_its_facts():
    result = one_group(HIGHEST, a=known(50), b=unknown(0, 51, "学位"))
    assert result["a"].bounds == unknown(0, 50, "学位")
    assert result["b"].bounds == unknown(0, 51, "学位")


def test_a_rival_too_small_to_win_decides_nothing():
    """Rent can never beat an allowance of 3,000, so its facts do not decide about that."""
    allowance = Bounds(0, 3000, frozenset({"双一流"}), floor=3000)
    result = one_group(HIGHEST, allowance=allowance, rent=unknown(0, 1200, "是否租房"))
    assert result["allowance"].bounds == unknown(0, 3000, "双一流")
    assert result["rent"].bounds == unknown(0, 1200, "双一流", "是否租房")


def test_ties_go_to_the_earlier():
    result = one_group(HIGHEST, a=unknown(0, 50, "学位"), b=known(50))
    assert result["a"].bounds == unknown(0, 50, "学位")
    assert result["b"].bounds == unknown(0, 50, "学位")


def test_an_unknown_without_upper_bound_keeps_a_rival_open():
    result = one_group(HIGHEST, a=known(50), b=unknown(0, UNBOUNDED, "学费"))
    assert result["a"].bounds == unknown(0, 50, "学费")
    assert result["b"].bounds == unknown(0, UNBOUNDED, "学费")


def test_the_first_prevails_whatever_the_later_turn_out_to_be():
    result = one_group(EXCLUSIVE, a=known(10), b=unknown(0, 99, "学位"))
    assert result["a"].bounds == known(10)
    assert result["b"].bounds == known(0)


def test_purchase_is_lowered_by_the_rent_that_was_received():
    group = GroupTerms("home", DEDUCT, ("rent", "purchase"), (known(14400), known(0)))
    result = settle({"rent": known(0), "purchase": known(200000)}, [group], [])
    assert result["purchase"].bounds == known(185600)
    assert result["purchase"].steps[0].taken == 14400


def test_rivals_do_not_use_up_a_cap_twice():
    """Whichever of the two prevails, 100 are used up and the third gets the remaining 50."""
    claims = {"a": unknown(0, 100, "学位"), "b": known(100), "c": known(50)}
    result = settle(
        claims, [GroupTerms("g", HIGHEST, ("a", "b"))], [CapTerms("c", ("a", "b", "c"), known(150))]
    )
    assert result["c"].bounds == known(50)


def test_a_cap_reached_in_any_case_settles_an_unknown_as_nothing():
    claims = {"a": known(100), "b": unknown(0, 30, "学位")}
    result = settle(claims, [], [CapTerms("c", ("a", "b"), known(100))])
    assert result["b"].bounds == known(0)


def test_a_limit_nobody_knows_keeps_open_what_may_exceed_it():
    room = unknown(20, 60, "层次")
    result = settle({"a": known(20), "b": known(20)}, [], [CapTerms("c", ("a", "b"), room)])
    assert result["a"].bounds == known(20)
    assert result["b"].bounds == unknown(0, 20, "层次")


@pytest.mark.parametrize("count", [2, 12])
def test_many_open_groups_stay_quick_and_sound(count):
    claims, groups = {}, []
    for number in range(count):
        pair = (f"a{number}", f"b{number}")
        claims |= {pair[0]: unknown(0, 2, "x"), pair[1]: known(1)}
        groups.append(GroupTerms(f"g{number}", HIGHEST, pair))
    result = settle(claims, groups, [CapTerms("c", tuple(claims), known(1000))])
    assert result["a0"].bounds == unknown(0, 2, "x")
    assert result["b0"].bounds == unknown(0, 1, "x")
