"""What the search finds: records as they are entered, changed, and put into the index anew."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from huizhi.kernel import search
from huizhi.kernel.models import SearchToken
from huizhi.organisations import indexing as organisations
from huizhi.partners import indexing, services
from huizhi.partners.details import AgreementDetails
from tests.organisations.factories import add
from tests.partners import factories

pytestmark = pytest.mark.django_db


def found(kind: str, text: str) -> set[int]:
    return {number for (number,) in search.matching(kind=kind, text=text)}


@pytest.fixture
def user(make_user):
    return make_user()


def test_records_are_found_by_name_english_name_and_reference(user):
    made = factories.agreement(
        user, "与天津大学的能源合作", name_en="Energy cooperation", reference="agreement-energy"
    )
    for text in ("能源", "nyhz", "cooperat", "agreement-energy"):
        assert found("agreement", text) == {made.pk}
    assert found("base", "能源") == set()


def test_a_changed_name_is_found_and_the_old_one_is_not(user):
    made = factories.agreement(user, "与天津大学的能源合作")
    details = AgreementDetails(name="与天津大学的光伏合作", source="测试")
    services.change(actor=user, record=made, details=details)
    assert found("agreement", "光伏") == {made.pk}
    assert found("agreement", "能源") == set()


def test_each_kind_is_found(user):
    for kind in ("agreement", "base", "project", "visit", "platform"):
        made = getattr(factories, kind)(user, "云冈石窟")
        assert found(kind, "石窟") == {made.pk}


def rows():
    return set(SearchToken.objects.values_list("kind", "subject_id", "token"))


def test_the_index_is_made_anew_as_it_was(user):
    add(user, "北京大学", kind="university", short_name="北大", ministry_code="10001")
    factories.project(user)
    before = rows()
    SearchToken.objects.all().delete()
    assert organisations.index_all() == 1
    assert indexing.index_all() == 1
    assert rows() == before


def test_the_migration_indexes_what_is_there_already(user):
    add(user, "北京大学", kind="university", short_name="北大", ministry_code="10001")
    for kind in ("agreement", "base", "project", "visit", "platform"):
        getattr(factories, kind)(user)
    before = rows()
    SearchToken.objects.all().delete()
    migration = import_module("huizhi.organisations.migrations.0003_search_index")
    migration.fill_index(apps, None)
    assert rows() == before
