"""Factories of organisations for the tests of this room and of those above it."""

from __future__ import annotations

from huizhi.kernel.models import User
from huizhi.organisations import services
from huizhi.organisations.models import Organisation
from huizhi.organisations.services import OrganisationDetails


def add(actor: User, name: str = "晋北机电有限公司", **fields: object) -> Organisation:
    values = {"kind": "employer", "nature": "enterprise", "source": "测试", **fields}
    details = OrganisationDetails(name=name, **values)
    return services.add_organisation(actor=actor, details=details)
