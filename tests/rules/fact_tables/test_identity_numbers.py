"""ID numbers after what spreadsheets do to them. All numbers are made up."""

from __future__ import annotations

import pytest

from huizhi.rules.fact_tables.identity_numbers import parse_identity_number
from huizhi.rules.fact_tables.problems import CellError

# 11010519491231002X is the example of GB 11643 itself.
EXAMPLE = "11010519491231002X"


@pytest.mark.parametrize(
    "raw",
    [
        EXAMPLE,
        EXAMPLE.lower(),
        " 110105 19491231 002X",
        "'" + EXAMPLE,
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_spellings(raw: str) -> None:
    assert parse_identity_number(raw) == (EXAMPLE, ())


def test_the_old_form_is_lengthened() -> None:
    # The body 11010519491231002 has the check digit X by the example of the standard.
    number, remarks = parse_identity_number("110105491231002")
    assert number == EXAMPLE
    assert [remark.code for remark in remarks] == ["identity-lengthened"]
    assert parse_identity_number(110105491231002.0)[0] == EXAMPLE


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (1.10105194912310e17, "digits-lost"),
        (110105194912310020, "digits-lost"),
        ("1.10105E+17", "digits-lost"),
        ("110105194912310000", "identity-rounded"),
        ("110105194912310021", "identity-checksum"),
        ("1101051949123100", "identity-length"),
        ("", "identity-length"),
        (None, "identity-length"),
        # The products of the example add up to 167; a 3 for the 2 of its month, which weighs 9,
        # makes 176, and 176 mod 11 = 0 stands for the check digit 1.
        ("110105194913310021", "identity-birth-date"),
    ],
)
def test_refused(raw: object, code: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_identity_number(raw)
    assert caught.value.code == code
