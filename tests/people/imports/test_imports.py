"""The steps of an import: scope, columns and their memory, decisions, restart, deletion."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta

import pytest

from huizhi.kernel import clock
from huizhi.kernel.errors import IllegalMove, OutOfScope, RightMissing
from huizhi.kernel.lists import services
from huizhi.kernel.lists.errors import ImportRefused
from huizhi.kernel.lists.models import Decision, ImportState, ListImport, RowOutcome
from huizhi.kernel.models import Fact
from huizhi.kernel.roles import Role
from huizhi.people.imports.kind import PEOPLE
from huizhi.people.models import Person
from tests.people.factories import make_employer, make_id_number, make_list, make_person

pytestmark = pytest.mark.django_db
HEADINGS = ["姓名", "身份证号", "出生日期", "学位"]
BORN = dt.date(1990, 5, 1)


def silent(done, total):
    pass


def columns_of(batch, user):
    found = services.columns_of(batch, county_code=user.county_id or "")
    return {column.heading: column.target for column in found}


def bring_in(user, rows, **given):
    data = make_list([HEADINGS, *rows])
    batch = services.upload(kind=PEOPLE, actor=user, file_name="名单.xlsx", data=data)
    services.preview(actor=user, batch=batch, columns=columns_of(batch, user), **given)
    return batch


def outcomes(batch):
    return list(batch.rows.values_list("outcome", flat=True))


def apply(user, batch):
    return services.apply(actor=user, batch=batch, report=silent)


def known(person):
    rows = Fact.objects.filter(subject_id=person.pk, superseded=None)
    return dict(rows.values_list("name", "value"))


def test_a_changed_cell_changes_that_fact_alone(make_user):
    person = make_person("张三", id_number=make_id_number(), facts={"学位": "硕士", "在岗": True})
    user = make_user()
    batch = bring_in(user, [["张三", make_id_number(), "", "博士"]])
    row = batch.rows.get()
    assert (row.outcome, row.subject_id) == (RowOutcome.CHANGED, person.pk)
    assert [(change["before"], change["after"]) for change in row.changes] in (
        [("硕士", "博士")],
        [("master", "doctor")],
    )
    apply(user, batch)
    assert known(person) == {
        "姓名": "张三",
        "学位": "博士",
        "在岗": True,
        "出生日期": "1990-05-01",
        "性别": "男",
    }


def test_an_empty_cell_changes_nothing_and_none_is_known_to_be_absent(make_user):
    person = make_person("张三", id_number=make_id_number(), facts={"学位": "硕士"})
    user = make_user()
    assert outcomes(bring_in(user, [["张三", make_id_number(), "", ""]])) == ["same"]
    batch = bring_in(user, [["张三", make_id_number(), "", "无"]])
    apply(user, batch)
    assert known(person)["学位"] is None


def test_a_list_that_holds_from_a_day_leaves_what_was_true_before(make_user):
    person = make_person("张三", id_number=make_id_number(), facts={"学位": "硕士"})
    user = make_user()
    rows = [["张三", make_id_number(), "", "博士"]]
    apply(user, bring_in(user, rows, valid_from=dt.date(2020, 7, 1)))
    values = Fact.objects.filter(name="学位", subject_id=person.pk, superseded=None)
    assert set(values.values_list("value", "valid_from", "valid_to")) == {
        ("硕士", None, dt.date(2020, 7, 1)),
        ("博士", dt.date(2020, 7, 1), None),
    }


def test_another_name_for_a_known_number_is_refused_without_telling_the_name(make_user):
    make_person("欧阳修远", id_number=make_id_number())
    row = bring_in(make_user(), [["张三", make_id_number(), "", ""]]).rows.get()
    assert row.outcome == RowOutcome.REFUSED
    assert "欧***" in row.problems[-1]["message"]


def test_who_is_alike_without_a_number_waits_for_a_decision(make_user):
    person = make_person("张三", facts={"出生日期": BORN, "学位": "硕士"})
    user = make_user()
    batch = bring_in(user, [["张三", "", "1990.5.1", "博士"]])
    row = batch.rows.get()
    assert (row.outcome, row.subject_id) == (RowOutcome.UNDECIDED, person.pk)
    apply(user, batch)
    assert known(person)["学位"] == "硕士"
    services.decide(actor=user, row=row, decision=Decision.SAME)
    assert row.outcome == RowOutcome.CHANGED
    apply(user, batch)
    assert known(person)["学位"] == "博士"
    assert Person.objects.count() == 1


def test_another_person_of_that_name_enters_once(make_user):
    make_person("张三", facts={"出生日期": BORN, "学位": "硕士"})
    user = make_user()
    rows = [["张三", "", "1990-05-01", "博士"]]
    batch = bring_in(user, rows)
    services.decide(actor=user, row=batch.rows.get(), decision=Decision.ANOTHER)
    apply(user, batch)
    assert Person.objects.count() == 2
    assert outcomes(bring_in(user, rows)) == ["same"]


def test_a_number_is_given_to_whom_a_clerk_says_it_is(make_user):
    person = make_person("张三", facts={"出生日期": BORN})
    user = make_user()
    batch = bring_in(user, [["张三", make_id_number(BORN), "", "博士"]])
    assert outcomes(batch) == ["undecided"]
    services.decide(actor=user, row=batch.rows.get(), decision=Decision.SAME)
    apply(user, batch)
    person.refresh_from_db()
    assert person.id_number_masked.startswith("140203")
    assert known(person)["学位"] == "博士"


def test_a_row_left_out_stays_out_and_decisions_outlive_a_new_preview(make_user):
    make_person("张三", facts={"出生日期": BORN})
    user = make_user()
    batch = bring_in(user, [["张三", "", "1990-05-01", "博士"]])
    services.decide(actor=user, row=batch.rows.get(), decision=Decision.LEAVE_OUT)
    services.preview(actor=user, batch=batch, columns=columns_of(batch, user))
    assert outcomes(batch) == ["left_out"]


def test_a_name_alone_is_refused_and_so_is_the_same_person_twice(make_user):
    rows = [
        ["张三", "", "", "博士"],
        ["李四", make_id_number(), "", "博士"],
        ["李四", make_id_number(), "", "硕士"],
        ["王五", "", "1991-01-01", ""],
        ["王五", "", "1991-01-01", ""],
    ]
    assert outcomes(bring_in(make_user(), rows)) == [
        "refused",
        "added",
        "refused",
        "added",
        "refused",
    ]


def test_a_clerk_imports_into_their_county(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    make_person("外县人", county=there, id_number=make_id_number(sequence=21))
    clerk = make_user(Role.COUNTY, county=here)
    data = make_list(
        [
            ["姓名", "身份证号", "县区"],
            ["张三", make_id_number(sequence=11), ""],
            ["李四", make_id_number(sequence=13), "云州区"],
            ["外县人", make_id_number(sequence=21), ""],
        ]
    )
    batch = services.upload(kind=PEOPLE, actor=clerk, file_name="名单.xlsx", data=data)
    services.preview(actor=clerk, batch=batch, columns=columns_of(batch, clerk))
    assert outcomes(batch) == ["added", "refused", "refused"]
    apply(clerk, batch)
    assert Person.objects.get(name="张三").county == here
    other = make_user(Role.COUNTY, county=there)
    with pytest.raises(OutOfScope):
        services.discard(actor=other, batch=batch)


def test_who_may_not_import_is_refused(make_user):
    with pytest.raises(RightMissing):
        services.upload(kind=PEOPLE, actor=make_user(Role.DEPARTMENT), file_name="a.xlsx", data=b"")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名单.docx", b"x"),
        ("名单.xlsx", b"no workbook"),
        ("名单.xlsx", make_list([["一", "二"], ["1", "2"]])),
        ("名单.xlsx", make_list([["姓名", "身份证号"]])),
    ],
)
def test_what_is_no_list_is_refused_and_not_kept(make_user, name, data):
    with pytest.raises(ImportRefused):
        services.upload(kind=PEOPLE, actor=make_user(), file_name=name, data=data)
    assert not ListImport.objects.exists()


def test_a_csv_of_excel_in_chinese_is_read(make_user):
    text = f"姓名,身份证号,学位\r\n张三,{make_id_number()},博士\r\n"
    user = make_user()
    batch = services.upload(
        kind=PEOPLE, actor=user, file_name="名单.csv", data=text.encode("gb18030")
    )
    services.preview(actor=user, batch=batch, columns=columns_of(batch, user))
    assert outcomes(batch) == ["added"]
    assert batch.rows.get().sheet == "名单"


def test_headings_are_remembered_for_the_office_that_mapped_them(make_user, make_county):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    data = make_list([["姓名", "身份证号", "最后文凭"], ["张三", make_id_number(), "博士"]])
    clerk = make_user(Role.COUNTY, county=here)
    batch = services.upload(kind=PEOPLE, actor=clerk, file_name="a.xlsx", data=data)
    columns = columns_of(batch, clerk)
    assert columns["最后文凭"] == ""
    services.preview(actor=clerk, batch=batch, columns={**columns, "最后文凭": "学位"})
    assert columns_of(batch, clerk)["最后文凭"] == "学位"
    assert columns_of(batch, make_user(Role.COUNTY, county=there))["最后文凭"] == ""


def test_columns_that_make_no_sense_are_refused(make_user):
    user = make_user()
    data = make_list([HEADINGS, ["张三", make_id_number(), "", ""]])
    batch = services.upload(kind=PEOPLE, actor=user, file_name="a.xlsx", data=data)
    good = columns_of(batch, user)
    for wrong in ({"姓名": ""}, {"学位": "姓名"}, {"学位": "年龄"}):
        with pytest.raises(ImportRefused):
            services.preview(actor=user, batch=batch, columns={**good, **wrong})


def test_sums_below_a_heading_in_ten_thousands_are_scaled(make_user):
    data = make_list([["姓名", "身份证号", "购房价格（万元）"], ["张三", make_id_number(), 85.5]])
    user = make_user()
    batch = services.upload(kind=PEOPLE, actor=user, file_name="a.xlsx", data=data)
    services.preview(actor=user, batch=batch, columns=columns_of(batch, user))
    apply(user, batch)
    assert known(Person.objects.get())["购房价格"] == "855000.00"


def test_an_interrupted_import_goes_on_where_it_was(make_user, monkeypatch):
    user = make_user()
    monkeypatch.setattr(services, "ROWS_PER_TRANSACTION", 2)
    rows = [[f"张{n}", make_id_number(sequence=100 + n), "", "博士"] for n in range(6)]
    batch = bring_in(user, rows)

    class Stopped(Exception):
        pass

    def stop(done, total):
        if done == 4:
            raise Stopped

    with pytest.raises(Stopped):
        services.apply(actor=user, batch=batch, report=stop)
    assert Person.objects.count() == 4
    batch = ListImport.objects.get()
    assert batch.state == ImportState.APPLYING
    counts = apply(user, batch)
    assert counts["added"] == 6
    assert Person.objects.count() == 6
    assert Fact.objects.filter(name="学位").count() == 6


def test_files_go_when_nobody_needs_them(make_user):
    user = make_user()
    batch = bring_in(user, [["张三", make_id_number(), "", ""]])
    apply(user, batch)
    batch.refresh_from_db()
    assert batch.file_cipher is None
    with pytest.raises(ImportRefused):
        services.take_refused(actor=user, batch=batch)

    given_up = bring_in(user, [["李四", make_id_number(sequence=13), "", ""]])
    services.discard(actor=user, batch=given_up)
    assert (given_up.file_cipher, given_up.rows.count()) == (None, 0)
    with pytest.raises(IllegalMove):
        apply(user, given_up)

    forgotten = bring_in(user, [["王五", make_id_number(sequence=15), "", ""]])
    long_ago = clock.now() - timedelta(days=31)
    ListImport.objects.filter(pk=forgotten.pk).update(uploaded_at=long_ago)
    assert services.delete_old_files() == 1


def test_an_employer_is_found_by_any_of_its_names(make_user):
    make_employer("大同市第一人民医院", short_name="市一院")
    rows = [["姓名", "身份证号", "工作单位"]]
    names = ["大同市第一人民医院", "大同市 第一人民医院", "市一院", "某医院"]
    rows += [[f"张{n}", make_id_number(sequence=100 + n), name] for n, name in enumerate(names)]
    user = make_user()
    batch = services.upload(kind=PEOPLE, actor=user, file_name="a.xlsx", data=make_list(rows))
    services.preview(actor=user, batch=batch, columns=columns_of(batch, user))
    assert outcomes(batch) == ["added", "added", "added", "refused"]
