"""Money: exact fen, named roundings, no floats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.rules.money import Money, Rounding

FEN = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("yuan", "half_up", "half_even", "down", "up"),
    [
        ("0.005", 1, 0, 0, 1),
        ("0.015", 2, 2, 1, 2),
        ("0.025", 3, 2, 2, 3),
        ("-0.005", -1, 0, 0, -1),
        ("17235.187", 1723519, 1723519, 1723518, 1723519),
        ("5000", 500000, 500000, 500000, 500000),
    ],
)
def test_each_rounding_gives_its_own_fen(yuan, half_up, half_even, down, up):
    amounts = [Money.from_yuan(Decimal(yuan), rounding).fen for rounding in Rounding]
    assert amounts == [half_up, half_even, down, up]


@given(FEN)
def test_yuan_and_back_is_the_same_money(fen):
    for rounding in Rounding:
        assert Money.from_yuan(Money(fen).yuan, rounding) == Money(fen)


@given(FEN, FEN)
def test_sums_differences_and_order_are_those_of_the_fen(a, b):
    assert (Money(a) + Money(b)).fen == a + b
    assert (Money(a) - Money(b)) == -(Money(b) - Money(a))
    assert (Money(a) < Money(b)) == (a < b)


@pytest.mark.parametrize("fen", [1.0, True, "1", Decimal(1)])
def test_only_whole_numbers_are_fen(fen):
    with pytest.raises(TypeError):
        Money(fen)


@pytest.mark.parametrize("yuan", [1.5, 1, "1"])
def test_yuan_must_be_decimal(yuan):
    with pytest.raises(TypeError):
        Money.from_yuan(yuan, Rounding.DOWN)


@pytest.mark.parametrize("yuan", ["NaN", "Infinity"])
def test_what_is_no_amount_is_refused(yuan):
    with pytest.raises(ValueError, match="no amount"):
        Money.from_yuan(Decimal(yuan), Rounding.DOWN)


def test_money_does_not_add_to_bare_numbers():
    with pytest.raises(TypeError):
        Money(1) + 1


def test_text_is_in_yuan():
    assert str(Money(123456789)) == "1,234,567.89"
