"""Facts, quantities and tiers in the words of the screen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from huizhi.kernel.fact_wording import held_words, literal_words, path_words, tier_words
from huizhi.kernel.wording import quantity_words
from huizhi.rules.subjects import SubjectKind


def test_a_fact_of_something_else_than_a_person_says_whose_it_is():
    assert held_words("学位", SubjectKind.PERSON) == "学位"
    assert held_words("性质", SubjectKind.ORGANISATION) == "单位 · 性质"
    with translation.override("en"):
        assert held_words("性质", SubjectKind.ORGANISATION) == "Organisation · Nature"
        assert path_words("用人单位.性质", SubjectKind.PERSON) == "Employer · Nature"
        assert path_words("基准日", SubjectKind.PERSON) == "As-of date"
        assert literal_words('"博士"') == "doctor"


@pytest.mark.parametrize(
    ("quantity", "unit", "chinese", "english"),
    [
        (Decimal(1), ("套", "flat"), "1 套", "1 flat"),
        (Decimal("261.0000"), ("套", "flat"), "261 套", "261 flats"),
        (Decimal("0.5"), ("份", "share"), "0.5 份", "0.5 shares"),
        (Decimal(5000), ("元", "yuan"), "5,000.00 元", "5,000.00 yuan"),
    ],
)
def test_a_quantity_has_its_unit(quantity, unit, chinese, english):
    assert quantity_words(quantity, unit[0]) == chinese
    with translation.override("en"):
        assert quantity_words(quantity, unit[1]) == english


def test_a_tier_is_named_as_it_is_spoken_of():
    assert (tier_words("B"), tier_words("")) == ("B类", "")
