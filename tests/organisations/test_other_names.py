"""Aliases, former and further short names; renaming against correcting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from huizhi.kernel.errors import OutOfScope
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations import queries, services
from huizhi.organisations.errors import OrganisationRefused
from huizhi.organisations.other_names import add_name, remove_name
from huizhi.organisations.services import OrganisationDetails
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 2, 19)


def names(organisation):
    return set(organisation.names.values_list("kind", "name", "until"))


@pytest.fixture
def user(make_user):
    return make_user()


def test_names_are_added_found_and_taken_back(user):
    institute = add(user, "云冈研究院", kind="institute")
    made = add_name(
        actor=user,
        organisation=institute,
        kind="former",
        name=" 云冈石窟研究院 ",
        until=DAY,
        source="测试",
    )
    assert names(institute) == {("former", "云冈石窟研究院", DAY)}
    rows = queries.organisations_for(user)
    assert queries.named_like(rows, "石窟").get() == institute
    remove_name(actor=user, name=made)
    assert names(institute) == set()
    assert not queries.named_like(rows, "石窟").exists()
    actions = AuditEntry.objects.filter(action__contains="_name").values_list("action", flat=True)
    assert list(actions) == ["organisations.add_name", "organisations.remove_name"]


@pytest.mark.parametrize(
    ("kind", "name", "until"),
    [
        ("alias", " ", None),
        ("alias", "（）", None),
        ("alias", "云冈 研究院", None),
        ("alias", "云院", None),
        ("short", "云研", DAY),
    ],
)
def test_names_that_say_nothing_new_are_refused(user, kind, name, until):
    institute = add(user, "云冈研究院", kind="institute", short_name="云院")
    with pytest.raises(OrganisationRefused):
        add_name(
            actor=user, organisation=institute, kind=kind, name=name, until=until, source="测试"
        )
    assert names(institute) == set()


def test_one_name_stands_once(user):
    institute = add(user, "云冈研究院", kind="institute")
    add_name(actor=user, organisation=institute, kind="alias", name="云院", source="测试")
    with pytest.raises(OrganisationRefused, match="云 院"):
        add_name(actor=user, organisation=institute, kind="short", name="云 院", source="测试")


def test_a_county_names_only_its_own(user, make_user, make_county):
    institute = add(user, "云冈研究院", kind="institute")
    clerk = make_user(Role.COUNTY, county=make_county())
    with pytest.raises(OutOfScope):
        add_name(actor=clerk, organisation=institute, kind="alias", name="云院", source="测试")


def renamed(user, organisation, name, since=None, **more):
    details = OrganisationDetails(kind="institute", name=name, source="测试")
    services.change_organisation(
        actor=user, organisation=organisation, details=details, since=since, **more
    )
    organisation.refresh_from_db()


def test_a_correction_forgets_the_old_name(user):
    institute = add(user, "云岗研究院", kind="institute")
    renamed(user, institute, "云冈研究院")
    assert names(institute) == set()
    rows = queries.organisations_for(user)
    assert not queries.named_like(rows, "云岗").exists()


def test_a_new_name_keeps_the_old_one(user):
    institute = add(user, "云冈石窟研究院", kind="institute")
    renamed(user, institute, "云冈研究院", since=DAY, renamed=True)
    assert names(institute) == {("former", "云冈石窟研究院", DAY)}
    assert queries.named_like(queries.organisations_for(user), "石窟").get() == institute


def test_a_spelling_is_no_former_name(user):
    institute = add(user, "云冈研究院", kind="institute")
    renamed(user, institute, "云冈 研究院", renamed=True)
    assert names(institute) == set()


def test_names_go_back_and_forth(user):
    institute = add(user, "甲院", kind="institute")
    renamed(user, institute, "乙院", since=DAY, renamed=True)
    renamed(user, institute, "甲院", since=DAY.replace(year=2022), renamed=True)
    assert names(institute) == {("former", "乙院", dt.date(2022, 2, 19))}
    renamed(user, institute, "乙院", since=DAY.replace(year=2023), renamed=True)
    assert names(institute) == {("former", "甲院", dt.date(2023, 2, 19))}


def test_other_changes_leave_the_names_alone(user):
    institute = add(user, "云冈研究院", kind="institute")
    add_name(actor=user, organisation=institute, kind="alias", name="云院", source="测试")
    details = OrganisationDetails(kind="institute", name="云冈研究院", source="测试")
    services.change_organisation(
        actor=user,
        organisation=institute,
        details=replace(details, name_en="Yungang Research Institute"),
        renamed=True,
    )
    assert names(institute) == {("alias", "云院", None)}
    rows = queries.organisations_for(user)
    assert queries.named_like(rows, "yungang").get() == institute
