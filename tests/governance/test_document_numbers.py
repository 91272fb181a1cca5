"""Document numbers in every way they are typed."""

from __future__ import annotations

import pytest

from huizhi.governance.document_numbers import normalised
from huizhi.governance.errors import DocumentNumberRefused


@pytest.mark.parametrize(
    "typed",
    [
        "同发〔2021〕12号",
        "同发[2021]12号",
        "同发(2021)12号",
        "同发（2021）12 号",
        "同发【2021】第12号",
        " 同发 ［2021］ 012号",
        "同发〔2021〕12",
    ],
)
def test_one_way_of_keeping_it(typed):
    assert normalised(typed) == "同发〔2021〕12号"


def test_no_number_is_no_number():
    assert normalised("  ") == ""


@pytest.mark.parametrize(
    "typed", ["同发2021年12号", "〔2021〕12号", "同发〔21〕12号", "同发〔2021〕号"]
)
def test_what_is_no_number_is_told_how_one_looks(typed):
    with pytest.raises(DocumentNumberRefused, match="同发〔2021〕12号"):
        normalised(typed)
