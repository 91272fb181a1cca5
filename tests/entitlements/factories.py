"""A registry of facts for the example pack, and runs over it.

Worked out by hand, as of 2021-07-26:

| subject | living-allowance | housing | award |
|---|---|---|---|
| 1 王博 doctor at the enterprise 91, 140213 | yes 5,000 | yes, 1 flat | |
| 2 李硕 master at the enterprise 91, 140221 | yes 3,000 | no | |
| 3 张学 bachelor at the enterprise 91, 140213 | no | no | |
| 4 赵未 degree unknown, enterprise 91, 140221 | unknown, up to 5,000 (学位) | unknown (学位) | |
| 5 孙无 doctor, employer unknown, no county | unknown, 5,000 (用人单位) | yes, 1 flat | |
| 91 enterprise, 140213 | | | yes 100,000 |
| 92 nature unknown | | | unknown 100,000 (性质) |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from huizhi.entitlements import services
from huizhi.entitlements.models import Run
from huizhi.kernel import facts
from huizhi.kernel.facts import StatedFact
from huizhi.kernel.models import User
from huizhi.policies.models import PackVersion
from huizhi.rules.subjects import SubjectKind
from tests.policies.factories import make_version

AS_OF = dt.date(2021, 7, 26)
PEOPLE: dict[int, dict[str, Any]] = {
    1: {"姓名": "王博", "学位": "博士", "用人单位": 91, "县区": "140213", "人才层次": "A"},
    2: {"姓名": "李硕", "学位": "硕士", "用人单位": 91, "县区": "140221", "人才层次": "B"},
    3: {"姓名": "张学", "学位": "学士", "用人单位": 91, "县区": "140213", "人才层次": None},
    4: {"姓名": "赵未", "用人单位": 91, "县区": "140221", "人才层次": "B"},
    5: {"姓名": "孙无", "学位": "博士"},
}
ORGANISATIONS: dict[int, dict[str, Any]] = {
    91: {"名称": "某企业", "性质": "企业", "县区": "140213"},
    92: {"名称": "某单位"},
}


def state(actor: User, kind: SubjectKind, registry: Mapping[int, Mapping[str, Any]]) -> None:
    with transaction.atomic():
        facts.record(
            actor=actor,
            stated=[
                StatedFact(kind, number, name, value, "人员名单.xlsx", confirmed_by=actor)
                for number, stated in registry.items()
                for name, value in stated.items()
            ],
        )


def make_registry(actor: User, make_county: Callable[..., Any]) -> None:
    make_county("140213", "平城区", "Pingcheng")
    make_county("140221", "阳高县", "Yanggao")
    state(actor, SubjectKind.PERSON, PEOPLE)
    state(actor, SubjectKind.ORGANISATION, ORGANISATIONS)


def make_run(actor: User, version: PackVersion | None = None, as_of: dt.date = AS_OF) -> Run:
    version = version or PackVersion.objects.first() or make_version(actor)
    return services.run_now(actor=actor, as_of=as_of, pack_version=version)
