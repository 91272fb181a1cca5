"""Fixtures that more than one room's tests use: one factory per model of the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation
from hypothesis import HealthCheck, settings

from huizhi.kernel.models import Region, User
from huizhi.kernel.roles import Role

# Speed is measured in bench/, never in a test: a busy machine is no failure.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Let no test leave its language to the next: a page asked for in English would."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def data_of_migrations(request: pytest.FixtureRequest) -> None:
    """Enter again what migrations entered: a test with real transactions empties the tables."""
    for name in ("transactional_db", "db"):
        if name in request.fixturenames:
            request.getfixturevalue(name)
            break
    else:
        if request.node.get_closest_marker("django_db") is None:
            return
    if not apps.get_model("partners", "BaseKind").objects.exists():
        import_module("huizhi.partners.migrations.0002_kinds_of_bases").load_the_twelve(apps, None)
        import_module("huizhi.partners.migrations.0006_indicators").enter(apps, None)


@pytest.fixture
def city(db: None) -> Region:
    return Region.objects.get_or_create(
        code="140200", defaults={"name": "大同市", "name_en": "Datong"}
    )[0]


@pytest.fixture
def make_county(city: Region) -> Callable[..., Region]:
    def make(code: str = "140213", name: str = "平城区", name_en: str = "Pingcheng") -> Region:
        return Region.objects.get_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "parent": city}
        )[0]

    return make


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    def make(role: Role = Role.PROGRAMME_OFFICE, **fields: object) -> User:
        number = User.objects.count() + 1
        user = User(username=f"user{number}", first_name=f"用户{number}", role=role, **fields)
        user.set_password("a long enough password")
        user.save()
        return user

    return make
