"""The migration that compares names without more kinds of brackets."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from huizhi.organisations.models import Organisation, OrganisationName
from huizhi.organisations.other_names import add_name
from tests.organisations.factories import add

pytestmark = pytest.mark.django_db


def test_keys_follow_and_a_name_that_stands_twice_goes(make_user):
    user = make_user()
    firm = add(user, "晋北【大同】机电")
    for name in ("恒山・酒业", "晋北机"):
        add_name(actor=user, organisation=firm, kind="alias", name=name, source="测试")
    Organisation.objects.update(name_key="晋北【大同】机电")
    OrganisationName.objects.filter(name="恒山・酒业").update(name_key="恒山・酒业")
    OrganisationName.objects.filter(name="晋北机").update(name="晋・北机", name_key="晋・北机")
    add_name(actor=user, organisation=firm, kind="alias", name="晋北机", source="测试")
    migration = import_module("huizhi.organisations.migrations.0004_merged_organisations")
    migration.compare_anew(apps, None)
    firm.refresh_from_db()
    assert firm.name_key == "晋北大同机电"
    assert {one.name_key for one in firm.names.all()} == {"恒山酒业", "晋北机"}
