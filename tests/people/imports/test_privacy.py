"""What a list and its import must not give away: ID numbers, and people of other counties."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.kernel.encryption import without_id_numbers
from huizhi.kernel.lists import services
from huizhi.kernel.lists.models import ImportRow, RowOutcome
from huizhi.kernel.roles import Role
from huizhi.people import privacy
from huizhi.people.errors import IdNumberTaken
from huizhi.people.imports.kind import PEOPLE
from tests.people.factories import make_id_number, make_list, make_person

pytestmark = pytest.mark.django_db
BORN = dt.date(1990, 5, 1)


def bring_in(user, headings, rows, **columns):
    data = make_list([headings, *rows])
    batch = services.upload(kind=PEOPLE, actor=user, file_name="名单.xlsx", data=data)
    columns_found = services.columns_of(batch, county_code="")
    found = {column.heading: column.target for column in columns_found}
    services.preview(actor=user, batch=batch, columns={**found, **columns})
    return batch


@pytest.mark.parametrize("heading", ["备注", "证件", "配偶", "紧急联系人证号"])
def test_samples_of_a_column_hide_numbers_whatever_its_heading(make_user, heading):
    data = make_list([["姓名", "出生日期", heading], ["张三", "1990-05-01", make_id_number()]])
    batch = services.upload(kind=PEOPLE, actor=make_user(), file_name="名单.xlsx", data=data)
    found = services.columns_of(batch, county_code="")
    assert make_id_number() not in str(found)


@pytest.mark.parametrize("target", ["专业", "学位", "入职日期", "名下住房套数"])
def test_a_column_of_numbers_taken_for_something_else_is_refused_and_hidden(make_user, target):
    batch = bring_in(
        make_user(),
        ["姓名", "出生日期", "备注"],
        [["张三", "1990-05-01", make_id_number()]],
        备注=target,
    )
    row = batch.rows.get()
    assert row.outcome == RowOutcome.REFUSED
    assert make_id_number() not in str(list(ImportRow.objects.values()))


def test_what_looks_like_a_number_is_hidden_and_nothing_else():
    number = make_id_number()
    shown = without_id_numbers(f"号{number}，电话13800000000，编号12345678901234567890")
    assert number not in shown
    assert number[:6] in shown
    assert "13800000000" in shown
    assert "12345678901234567890" in shown


def test_a_guess_at_the_facts_of_somebody_elsewhere_is_not_confirmed(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    make_person("张三", county=there, facts={"出生日期": BORN, "学位": "博士"})
    clerk = make_user(Role.COUNTY, county=here)
    headings = ["姓名", "出生日期", "学位"]
    for guess in ("博士", "硕士"):
        batch = bring_in(clerk, headings, [["张三", "1990-05-01", guess]])
        assert batch.rows.get().outcome == RowOutcome.UNDECIDED


def test_whose_number_it_is_elsewhere_is_not_told(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    make_person("欧阳娜", county=there, id_number=make_id_number())
    mine = make_person("张三", county=here)
    clerk = make_user(Role.COUNTY, county=here)

    def give(user):
        with pytest.raises(IdNumberTaken) as caught:
            privacy.set_id_number(actor=user, person=mine, id_number=make_id_number(), reason="")
        return str(caught.value)

    assert "欧**" in give(clerk)
    assert "欧阳" not in give(clerk)
    assert "欧阳娜" in give(make_user())
