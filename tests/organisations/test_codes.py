"""Credit codes and ministry codes."""

from __future__ import annotations

import pytest

from huizhi.organisations.codes import read_credit_code, read_ministry_code
from huizhi.organisations.errors import CodeRefused

GOOD = "91110000600037341L"  # the example of python-stdnum's documentation
BAD_CHECK = "91110000600037341A"


def test_a_good_code_is_read_however_it_is_typed():
    assert read_credit_code(" ９１１１００００ 600037341l ") == GOOD


def test_a_failed_check_names_the_right_character():
    with pytest.raises(CodeRefused, match="L"):
        read_credit_code(BAD_CHECK)


def test_a_reason_lets_a_failed_check_pass_but_no_other_fault():
    assert read_credit_code(BAD_CHECK, override_reason="执照如此") == BAD_CHECK
    with pytest.raises(CodeRefused, match="17"):
        read_credit_code(GOOD[:-1], override_reason="执照如此")
    with pytest.raises(CodeRefused):
        read_credit_code("91110000600O37341L", override_reason="执照如此")


def test_a_blank_reason_is_no_reason():
    with pytest.raises(CodeRefused):
        read_credit_code(BAD_CHECK, override_reason="  ")


def test_ministry_codes_have_five_digits():
    assert read_ministry_code("１０００１") == "10001"
    for wrong in ("1000", "100011", "00001", "1000A"):
        with pytest.raises(CodeRefused):
            read_ministry_code(wrong)
