"""Builtins on numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.feel.builtins.numbers import modulo
from tests.feel.evaluating import cause_of, evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('number("1 000,5", " ", ",")', "1000.5"),
        ('number("1,000.5", ",", ".")', "1000.5"),
        ('number("-1.5e3")', "-1500"),
        ('number("1.5", null, null)', "1.5"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(1.5, 0)", "2"),
        ("decimal(1/3, 2)", "0.33"),
        ("decimal(1234, -2)", "1200"),
        ("floor(1.5)", "1"),
        ("floor(-1.5)", "-2"),
        ("floor(-1.56, 1)", "-1.6"),
        ("ceiling(1.5)", "2"),
        ("ceiling(-1.5)", "-1"),
        ("round up(5.5, 0)", "6"),
        ("round up(-5.5, 0)", "-6"),
        ("round up(1.121, 2)", "1.13"),
        ("round down(5.5, 0)", "5"),
        ("round down(-5.5, 0)", "-5"),
        ("round half up(5.5, 0)", "6"),
        ("round half up(2.345, 2)", "2.35"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(5.5, 0)", "5"),
        ("round half down(2.346, 2)", "2.35"),
        ("abs(-10)", "10"),
        ("modulo(12, 5)", "2"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(-12, -5)", "-2"),
        ("modulo(10, -4)", "-2"),
        ("modulo(-10, 4)", "2"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("sqrt(16)", "4"),
        ("exp(0)", "1"),
        ("log(1)", "0"),
    ],
)
def test_numbers(text: str, expected: str) -> None:
    assert evaluate(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("odd(5)", True),
        ("odd(2)", False),
        ("even(-2)", True),
        ("even(2.5)", False),
        ('abs(@"-P1Y") = @"P1Y"', True),
        ('abs(@"-PT5H") = @"PT5H"', True),
    ],
)
def test_truths(text: str, expected: bool) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("modulo(10, 0)", "division_by_zero"),
        ("sqrt(-1)", "out_of_range"),
        ("log(0)", "out_of_range"),
        ('number("１２")', "unreadable"),
        ('number("1,000")', "unreadable"),
        ('number("1.000,5", ".", ".")', "arguments"),
        ("decimal(1.5, null)", "argument"),
        ('floor("1")', "argument"),
        ("decimal(1)", "arguments"),
        ("abs(1, 2)", "arguments"),
        ("abs(x: 1)", "arguments"),
        ("round up(1.5, 9999)", "argument"),
    ],
)
def test_wrong_arguments_give_null(text: str, code: str) -> None:
    assert cause_of(text) == code


def test_named_arguments_may_come_in_any_order() -> None:
    assert evaluate("modulo(divisor: 5, dividend: 12)") == 2
    assert evaluate("decimal(scale: 1, n: 1.25)") == Decimal("1.2")


NUMBERS = st.decimals(-(10**6), 10**6, allow_nan=False, places=3)


@given(NUMBERS, NUMBERS.filter(bool))
def test_modulo_lies_between_zero_and_the_divisor(dividend: Decimal, divisor: Decimal) -> None:
    remainder = modulo(dividend, divisor)
    assert 0 <= remainder < divisor or divisor < remainder <= 0
    assert (dividend - remainder) % divisor == 0
