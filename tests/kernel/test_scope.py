"""Roles, rights and scope: nobody sees or does more than the table says."""

from __future__ import annotations

import pytest

from huizhi.kernel.auth import RoleBackend
from huizhi.kernel.errors import OutOfScope, RightMissing
from huizhi.kernel.models import User
from huizhi.kernel.roles import RIGHTS, Right, Role, rights_of
from huizhi.kernel.scope import has_right, require, require_in_scope, scope_of

pytestmark = pytest.mark.django_db


def test_every_role_has_a_row_in_the_table_of_rights():
    assert set(RIGHTS) == set(Role)
    assert rights_of("nobody") == frozenset()


def test_no_role_has_every_right():
    assert all(rights != frozenset(Right) for rights in RIGHTS.values())


def test_who_pays_does_not_offer_except_the_programme_office():
    both = {
        role for role, rights in RIGHTS.items() if {Right.CASES_OFFER, Right.PAYMENTS_PAY} <= rights
    }
    assert both == {Role.PROGRAMME_OFFICE}


def test_a_right_is_required(make_user):
    require(make_user(Role.AUDITOR), Right.AUDIT_VIEW)
    with pytest.raises(RightMissing, match=r"people\.import"):
        require(make_user(Role.AUDITOR), Right.PEOPLE_IMPORT)


def test_somebody_inactive_has_no_right(make_user):
    user = make_user(is_active=False)
    assert not has_right(user, Right.PEOPLE_VIEW)


def test_a_county_clerk_sees_one_county(make_user, make_county):
    own, other = make_county(), make_county("140221", "阳高县", "Yanggao")
    clerk = make_user(Role.COUNTY, county=own)
    require_in_scope(clerk, county=own.pk)
    for county in (other.pk, None):
        with pytest.raises(OutOfScope):
            require_in_scope(clerk, county=county)
    assert list(scope_of(clerk).limit(User.objects.all(), county="county")) == [clerk]


def test_a_clerk_without_a_county_sees_nothing(make_user):
    clerk = make_user(Role.COUNTY)
    assert not scope_of(clerk).limit(User.objects.all(), county="county").exists()


def test_an_employer_sees_its_own_and_a_list_without_organisations_not_at_all(make_user):
    employer = make_user(Role.EMPLOYER, organisation_id=7)
    rows = User.objects.all()
    own = scope_of(employer).limit(rows, county="county", organisation="organisation_id")
    assert list(own) == [employer]
    assert not scope_of(employer).limit(rows, county="county", organisation="").exists()


def test_permissions_are_the_rights_of_the_role(make_user):
    backend, auditor = RoleBackend(), make_user(Role.AUDITOR)
    assert backend.has_perm(auditor, "huizhi.audit.view")
    assert backend.has_perm(auditor, "wagtailadmin.access_admin")
    assert not backend.has_perm(auditor, "huizhi.people.import")
    assert not backend.has_perm(auditor, "huizhi.nonsense")
    assert not backend.has_perm(auditor, "wagtailcore.add_page")
    assert not backend.has_perm(make_user(Role.TALENT), "wagtailadmin.access_admin")
