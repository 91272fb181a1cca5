"""A request that is sent twice is carried out once."""

from __future__ import annotations

import datetime as dt

import pytest

from huizhi.integrations.errors import KeyUsedOtherwise
from huizhi.integrations.kept_answers import answer_once
from huizhi.integrations.models import ApiToken, KeptAnswer
from huizhi.kernel import clock
from huizhi.kernel.errors import HuizhiError
from huizhi.kernel.roles import Role
from tests.integrations.factories import token
from tests.kernel.at_once import at_once, on_postgresql

pytestmark = pytest.mark.django_db


class Work:
    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> dict[str, object]:
        self.done += 1
        return {"id": self.done, "on": dt.date(2021, 7, 10)}


def test_the_same_key_and_request_have_the_same_answer(office):
    made, work = token(office)[0], Work()
    first = answer_once(token=made, key="a", request=b"x", work=work)
    again = answer_once(token=made, key="a", request=b"x", work=work)
    assert first == ({"id": 1, "on": dt.date(2021, 7, 10)}, False)
    assert again == ({"id": 1, "on": "2021-07-10"}, True)
    assert work.done == 1


def test_the_same_key_with_another_request_is_refused(office):
    made, work = token(office)[0], Work()
    answer_once(token=made, key="a", request=b"x", work=work)
    with pytest.raises(KeyUsedOtherwise):
        answer_once(token=made, key="a", request=b"y", work=work)
    other = token(office, label="另一个")[0]
    assert answer_once(token=other, key="a", request=b"y", work=work)[1] is False


def test_what_fails_keeps_no_key(office):
    made, work = token(office)[0], Work()

    def fail() -> dict[str, object]:
        raise HuizhiError("no")

    with pytest.raises(HuizhiError):
        answer_once(token=made, key="a", request=b"x", work=fail)
    assert answer_once(token=made, key="a", request=b"y", work=work)[1] is False


def test_a_key_is_kept_for_a_day(office, monkeypatch):
    made, work = token(office)[0], Work()
    answer_once(token=made, key="a", request=b"x", work=work)
    later = clock.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert answer_once(token=made, key="a", request=b"x", work=work)[1] is False
    assert (work.done, KeptAnswer.objects.count()) == (2, 1)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_moment_are_one(make_user):
    made, work = token(make_user(Role.PROGRAMME_OFFICE))[0], Work()
    answers: list[bool] = []

    def ask() -> None:
        mine = ApiToken.objects.get(pk=made.pk)
        answers.append(answer_once(token=mine, key="a", request=b"x", work=work)[1])

    assert at_once(ask, ask) == [None, None]
    assert (sorted(answers), work.done) == ([False, True], 1)
