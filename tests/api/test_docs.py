"""What docs/api.md shows works as it stands there: the commands, and the check of a signature."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from huizhi.api.failures import STATUSES
from huizhi.integrations.messages import signature
from huizhi.integrations.models import ApiScope
from huizhi.kernel import clock
from huizhi.kernel.roles import Role
from tests.partners import factories as records
from tests.partners.series import factories as series

pytestmark = pytest.mark.django_db

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line) for line in lines if line.startswith("curl ")]


def filled(word: str, ids: dict[str, str]) -> str:
    for name, number in ids.items():
        word = word.replace(name, number)
    return word


def test_the_commands_do_what_they_show(calls_as, make_county, make_user):
    clerk = make_user(Role.COUNTY, county=make_county())
    office = make_user(Role.PROGRAMME_OFFICE)
    calls = {"$TOKEN": calls_as(clerk), "$OFFICE": calls_as(office)}
    metered = records.project(clerk, "储能示范", reference="P-2021-07", county=clerk.county)
    measured = series.series(clerk, metered, series.indicator(office))
    answers = {}
    ids = {"$ID": "", "$OWNER": str(clerk.pk), "$SERIES": str(measured.pk)}
    tried = 0
    for command in commands():
        words = [filled(word, ids) for word in command]
        address = next(word for word in words if word.startswith("$HUIZHI/"))
        body = json.loads(words[words.index("-d") + 1]) if "-d" in words else None
        method = words[words.index("-X") + 1] if "-X" in words else "POST" if body else "GET"
        path = address.removeprefix("$HUIZHI/")
        call = calls[next(name for name in calls if f"Bearer {name}" in " ".join(words))]
        status, answer = call(method, path, body)
        assert status in (200, 201), (words, answer)
        ids["$ID"] = str(answer.get("id", ids["$ID"]))
        answers[path.rsplit("/", 1)[-1]] = answer
        if path in {"organisations", "agreements"}:
            ids["$UNIVERSITY" if path == "organisations" else "$AGREEMENT"] = ids["$ID"]
        tried += 1
    assert tried >= 18
    assert answers["fundings"]["total_funding"] == {"fen": 3_000_000_000, "currency": "CNY"}
    assert answers["points"]["accepted"] == 1


def test_the_check_of_a_signature_holds():
    (code,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    found: dict[str, object] = {}
    exec(code, found)
    is_genuine = found["is_genuine"]
    body, secret, now = b'{"delivery": 1}', "secret", int(clock.now().timestamp())
    header = signature(secret=secret, timestamp=now, body=body)
    assert is_genuine(header, body, secret)
    assert not is_genuine(header, body + b" ", secret)
    assert not is_genuine(header, body, "another")
    old = signature(secret=secret, timestamp=now - 3600, body=body)
    assert not is_genuine(old, body, secret)


def test_every_scope_and_code_is_named():
    assert {scope for scope in ApiScope.values if f"`{scope}`" not in TEXT} == set()
    codes = {re.sub(r"(?<!^)(?=[A-Z])", "_", error.__name__).lower() for error in STATUSES}
    assert {code for code in codes if f"`{code}`" not in TEXT} == set()
