"""ID numbers: what one says, what cannot be one, and that none is shown whole."""

from __future__ import annotations

import datetime as dt

import pytest
from stdnum.cn import ric

from huizhi.people.errors import IdNumberRefused
from huizhi.people.id_numbers import open_id_number, read_id_number
from tests.people.factories import make_id_number

# The example of GB 11643 itself.
GOOD = "11010519491231002X"


def test_the_number_of_the_standard_says_birth_date_and_gender():
    number = read_id_number(" 11010519491231002x ")
    assert number.text == GOOD
    assert number.birth_date == dt.date(1949, 12, 31)
    assert number.gender == "女"
    assert read_id_number(make_id_number(sequence=11)).gender == "男"


def test_the_check_digit_agrees_with_an_independent_library():
    for sequence in range(200):
        text = make_id_number(dt.date(1985, 3, 17), sequence)
        assert read_id_number(text).text[-1] == ric.calc_check_digit(text)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("110105194912310021", "校验位"),
        ("11010519491331002X", "身份证"),
        ("1101051949123100", "18"),
        ("110105491231002", "15"),
        (110105194912310000.0, "Excel"),
        ("1.10105E+17", "Excel"),
        ("110105194912310000", "Excel"),
    ],
)
def test_a_wrong_number_is_refused_with_what_would_be_right(raw, said):
    with pytest.raises(IdNumberRefused) as caught:
        read_id_number(raw)
    assert said in str(caught.value)
    assert "19491231002" not in str(caught.value)


def test_a_number_is_encrypted_masked_and_found_by_its_index():
    number, again = read_id_number(GOOD), read_id_number(GOOD)
    assert number.masked == "110105***********X"
    assert GOOD not in repr(number)
    assert number.cipher != again.cipher
    assert open_id_number(number.cipher) == GOOD
    assert number.index == again.index
