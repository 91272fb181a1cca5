"""Selections: their codes, what an address may say, months."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.insight.errors import SelectionUnknown
from huizhi.insight.selections import months
from huizhi.insight.selections.register import DEFINITIONS, Selection, read_selection
from huizhi.partners.models import Agreement, Base

ON = dt.date(2021, 7, 26)


@pytest.mark.django_db
def test_a_code_is_read_as_it_was_written():
    selection = Selection("base.kind", ON, "internship.running", "140213")
    assert selection.code == "base.kind~2021-07-26~internship.running~140213"
    assert read_selection(selection.code, Base) == selection


@pytest.mark.django_db
@pytest.mark.parametrize(
    "code",
    [
        "",
        "base.kind",
        "base.unknown~2021-07-26~~",
        "base.kind~2021-13-26~internship~",
        "base.kind~2021-07-26~castle~",
        "base.open~2021-07-26~x~",
        "base.open~2021-07-26~~14021x",
        "agreement.standing~2021-07-26~~",
    ],
)
def test_a_code_that_names_no_figure_of_the_list_is_refused(code):
    with pytest.raises(SelectionUnknown, match="没有"):
        read_selection(code, Base)


def test_every_definition_belongs_to_the_list_that_its_name_says():
    for name, definition in DEFINITIONS.items():
        assert name.partition(".")[0] == definition.model._meta.model_name
        if definition.total:
            definition.model._meta.get_field(definition.total)


def test_selections_of_other_lists_are_refused():
    with pytest.raises(SelectionUnknown):
        read_selection("base.open~2021-07-26~~", Agreement)


def test_months():
    assert months.earlier("2021-01", 1) == "2020-12"
    assert months.earlier("2021-12", -1) == "2022-01"
    assert months.last_day("2020-02") == dt.date(2020, 2, 29)
    assert months.months_until(ON, 3) == ["2021-05", "2021-06", "2021-07"]
    assert not months.is_month("2021-13")
    assert not months.is_month("2021-7")
