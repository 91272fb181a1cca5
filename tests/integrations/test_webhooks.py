"""Webhooks: from the audit log to another system, signed, in scope, and never lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
import time

import pytest

from huizhi.governance.details import ProblemDetails, TaskDetails
from huizhi.governance.services import problems, tasks
from huizhi.integrations import delivering, messages, webhooks
from huizhi.integrations.errors import AddressRefused, NotDelivered, WebhookRefused
from huizhi.integrations.models import Delivery, DeliveryState, Webhook
from huizhi.kernel import clock
from huizhi.kernel.errors import RightMissing
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.roles import Role
from huizhi.organisations.services import OrganisationDetails, change_organisation
from huizhi.partners import parts, services
from huizhi.partners.advice import answer
from huizhi.partners.details import ProjectDetails
from huizhi.partners.obligations import settle
from huizhi.partners.outcomes import services as outcomes
from huizhi.partners.part_details import ObligationDetails
from huizhi.partners.series.points import record_points
from huizhi.rules.money import Money
from tests.governance import factories as governance
from tests.integrations.factories import webhook
from tests.organisations.factories import add
from tests.partners import factories
from tests.partners.series import factories as series
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 7, 10)
POINTS, TASK_ADDED = "partners.points", "governance.task.add"


@pytest.fixture
def passing(monkeypatch):
    """Return a function that lets time pass."""
    moved = dt.timedelta()
    real = clock.now

    def wait(**units: float) -> None:
        nonlocal moved
        moved += dt.timedelta(**units)

    monkeypatch.setattr(clock, "now", lambda: real() + moved)
    return wait


def test_what_happens_is_sent_signed(office, receiver):
    _hook, secret = webhook(office, url=receiver.url)
    base = factories.base(office)
    services.move(actor=office, record=base, to="signed", on=dt.date(2021, 7, 10))
    delivering.work_once()
    added, moved = receiver.messages()
    entry = AuditEntry.objects.get(action="partners.move")
    assert moved == {
        "delivery": Delivery.objects.get(entry=entry).pk,
        "position": entry.position,
        "action": "partners.move",
        "at": entry.at.isoformat(),
        "subject": {"kind": "base", "id": base.pk},
        "links": {"record": f"/api/v1/bases/{base.pk}"},
    }
    assert added["action"] == "partners.add"
    headers, body = receiver.received[1]
    stamp, signed = (part.split("=")[1] for part in headers["Huizhi-Signature"].split(","))
    expected = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert signed == expected
    assert abs(time.time() - int(stamp)) < 60
    assert headers["Huizhi-Delivery"] == str(moved["delivery"])
    assert set(Delivery.objects.values_list("state", "status")) == {("delivered", 200)}
    assert secret not in str(Webhook.objects.values_list())


def test_nothing_is_sent_twice_or_from_before(office, receiver):
    factories.base(office, "从前的")
    webhook(office, url=receiver.url)
    delivering.work_once()
    assert receiver.received == []
    factories.base(office, "新的")
    delivering.work_once()
    delivering.work_once()
    assert len(receiver.received) == 1


def test_only_the_actions_that_are_asked_for_and_nobody_is_named(office, receiver):
    webhook(office, url=receiver.url, actions=["organisations.add"])
    factories.base(office)
    make_person("张某某")
    add(office)
    delivering.work_once()
    (message,) = receiver.messages()
    assert message["subject"]["kind"] == "organisation"
    assert "晋北机电" not in json.dumps(message, ensure_ascii=False)


def test_a_webhook_is_told_what_its_owner_may_see(
    office, operator, make_user, make_county, receiver
):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    university = add(office, "晋北大学", kind="university", county=None)
    owners = {
        "clerk": make_user(Role.COUNTY, county=here),
        "university": make_user(Role.UNIVERSITY, organisation_id=university.pk),
        "talent": make_user(Role.TALENT),
        "left": make_user(Role.PROGRAMME_OFFICE),
    }
    for name, owner in owners.items():
        webhook(owner, actor=operator, url=f"{receiver.url}&to={name}")
    owners["left"].is_active = False
    owners["left"].save()
    ours = factories.base(office, "本区", county=here)
    theirs = factories.base(office, "外区", county=there)
    shared = factories.base(office, "校方", county=there, partners=(university,))
    delivering.work_once()
    seen = {
        name: set(
            Delivery.objects.filter(webhook__owner=owner).values_list(
                "entry__subject_id", flat=True
            )
        )
        for name, owner in owners.items()
    }
    assert seen == {
        "clerk": {str(ours.pk)},
        "university": {str(shared.pk)},
        "talent": set(),
        "left": set(),
    }
    assert str(theirs.pk) not in {str(m["subject"]["id"]) for m in receiver.messages()}


def test_what_fails_is_tried_again_later(office, receiver, passing):
    hook, _secret = webhook(office, url=receiver.url)
    factories.base(office)
    receiver.status = 503
    delivering.work_once()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("waiting", 1, 503)
    assert "503" in delivery.error
    delivering.work_once()
    assert len(receiver.received) == 1
    receiver.status = 204
    passing(seconds=11)
    delivering.work_once()
    delivery.refresh_from_db()
    hook.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("delivered", 2, 204)
    assert (hook.failures, hook.rests_until) == (0, None)


def test_one_bad_message_does_not_hold_up_the_others(office, receiver, passing):
    webhook(office, url=receiver.url)
    factories.base(office, "一")
    receiver.status = 400
    delivering.work_once()
    factories.base(office, "二")
    receiver.status = 200
    passing(seconds=6)
    delivering.work_once()
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == [
        "waiting",
        "delivered",
    ]


def test_after_many_attempts_a_message_is_given_up_and_can_be_sent_again(office, receiver, passing):
    webhook(office, url=receiver.url)
    factories.base(office)
    receiver.status = 500
    for _ in delivering.LATER:
        passing(days=2)
        delivering.work_once()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, len(delivering.LATER))
    passing(days=2)
    delivering.work_once()
    assert len(receiver.received) == len(delivering.LATER)
    receiver.status = 200
    webhooks.resend(actor=office, delivery=delivery)
    delivering.work_once()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED


def test_many_failures_pause_it_and_nothing_is_lost(office, receiver, passing, monkeypatch):
    monkeypatch.setattr(delivering, "FAILURES_TO_PAUSE", 3)
    hook, _secret = webhook(office, url=receiver.url)
    factories.base(office, "一")
    receiver.status = 500
    for _ in range(5):
        passing(hours=3)
        delivering.work_once()
    hook.refresh_from_db()
    assert (hook.active, len(receiver.received)) == (False, 3)
    entry = AuditEntry.objects.get(action="webhooks.pause")
    assert (entry.actor, entry.subject_id) == (None, str(hook.pk))
    factories.base(office, "二")
    delivering.work_once()
    receiver.status = 200
    passing(days=1)
    webhooks.resume(actor=office, webhook=hook)
    delivering.work_once()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert len(receiver.received) == 5


def test_redirects_are_not_followed(office, receiver):
    webhook(office, url=receiver.url)
    receiver.status, receiver.headers = 302, {"Location": "http://127.0.0.1:1/secret"}
    factories.base(office)
    delivering.work_once()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status) == ("waiting", 302)


def test_a_receiver_that_is_not_there_is_told_in_words(office):
    hook, _secret = webhook(office)
    factories.base(office)
    delivering.work_once()
    assert Delivery.objects.get().error
    hook.refresh_from_db()
    assert hook.failures == 1


def test_a_receiver_that_answers_a_byte_at_a_time_is_broken_off(office, monkeypatch):
    monkeypatch.setattr(messages, "SECONDS_IN_ALL", 0.5)
    slow = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _address = slow.accept()
        try:
            for _ in range(100):
                connection.sendall(b"H")
                time.sleep(0.1)
        except OSError:
            connection.close()

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    webhook(office, url=f"http://127.0.0.1:{slow.getsockname()[1]}/")
    factories.base(office)
    delivering.collect(Webhook.objects.select_related("owner").get())
    began = time.monotonic()
    with pytest.raises(NotDelivered):
        messages.send(delivery=Delivery.objects.get(), secret="s", timestamp=1)
    assert time.monotonic() - began < 5
    thread.join(10)
    slow.close()


def test_a_message_that_somebody_else_sends_is_left_alone(office, receiver, passing):
    webhook(office, url=receiver.url)
    factories.base(office)
    hook = Webhook.objects.select_related("owner").get()
    delivering.collect(hook)
    mine = Delivery.objects.select_related("webhook", "entry").get()
    assert delivering._claim(mine)
    assert delivering.send_due(hook) == 0
    passing(minutes=3)  # whoever had it is dead
    assert delivering.send_due(hook) == 1


def test_who_may_change_what(office, operator, make_user, receiver):
    hook, _secret = webhook(office, url=receiver.url)
    other = make_user(Role.PROGRAMME_OFFICE)
    details = webhooks.WebhookDetails(label="x", url=receiver.url, actions=["partners.add"])
    for step in (
        lambda: webhooks.change_webhook(actor=other, webhook=hook, details=details),
        lambda: webhooks.pause(actor=other, webhook=hook),
        lambda: webhooks.resume(actor=other, webhook=hook),
        lambda: webhooks.delete(actor=other, webhook=hook),
        lambda: webhook(office, actor=other),
    ):
        with pytest.raises(RightMissing):
            step()
    assert list(webhooks.webhooks_for(other)) == []
    changed = webhooks.change_webhook(actor=operator, webhook=hook, details=details)
    assert (changed.label, changed.actions) == ("x", ["partners.add"])
    webhooks.delete(actor=office, webhook=hook)
    assert list(webhooks.webhooks_for(office)) == []
    factories.base(office)
    assert delivering.work_once() == 0


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("label", " ", WebhookRefused),
        ("actions", [], WebhookRefused),
        ("actions", ["people.add"], WebhookRefused),
        ("url", "http://10.0.0.1/", AddressRefused),
    ],
)
def test_what_is_wrong_is_refused(office, field, value, error):
    with pytest.raises(error):
        webhook(office, **{field: value})


def test_every_action_that_can_be_asked_for_is_one_of_the_log(office, make_user):
    project = factories.project(office)
    part = services.add_funding(actor=office, project=project, source="city", amount=Money(1))
    services.remove_funding(actor=office, funding=part)
    services.move(actor=office, record=project, to="completed", on=DAY)
    organisation = add(office)
    details = ProjectDetails(name="改名", source="测试", kind="research")
    services.change(actor=office, record=project, details=details)
    renamed = OrganisationDetails(kind="employer", name="新名", source="测试")
    change_organisation(actor=office, organisation=organisation, details=renamed)
    do_something_with_each_part(office)
    do_something_with_tasks_and_problems(office, make_user(Role.PROGRAMME_OFFICE))
    written = set(AuditEntry.objects.values_list("action", flat=True))
    assert set(webhooks.ACTIONS) <= written


def do_something_with_each_part(office):
    party = factories.party(office, factories.agreement(office), add(office, "甲"))
    obligation = factories.obligation(office, party)
    changed = ObligationDetails(party=party, text="改")
    parts.change_part(actor=office, part=obligation, details=changed)
    settle(actor=office, obligation=obligation, to="fulfilled", on=DAY, evidence="清单")
    advice = factories.advice(office, factories.platform(office))
    answer(actor=office, advice=advice, to="adopted", on=DAY, note="采纳")
    project = factories.project(office, "储能")
    step = outcomes.MilestoneDetails(title="并网", source="测试")
    milestone = outcomes.add_milestone(actor=office, project=project, details=step)
    step = outcomes.MilestoneDetails(title="并网", source="月报", done_on=DAY)
    outcomes.change_milestone(actor=office, milestone=milestone, details=step)
    found = outcomes.ResultDetails(kind="patents", title="专利", source="测试", count=1)
    result = outcomes.add_result(actor=office, project=project, details=found)
    found = outcomes.ResultDetails(kind="patents", title="专利", source="测试", count=2)
    outcomes.change_result(actor=office, result=result, details=found)
    record_points(actor=office, points=[series.point(series.series(office, project))])


def do_something_with_tasks_and_problems(office, second):
    task = governance.task(office)
    changed = TaskDetails(title="改", owner=office)
    tasks.change_task(actor=office, task=task, details=changed)
    tasks.put_off(actor=office, task=task, to=DAY, reason="等待")
    tasks.move_task(actor=office, task=task, to="done", text="清单")
    tasks.accept(actor=second, task=task)
    problem = governance.problem(office)
    changed = ProblemDetails(title="改", origin="visit", severity="serious")
    problems.change_problem(actor=office, problem=problem, details=changed)
    problems.move_problem(actor=office, problem=problem, to="solved", text="已解决")


def test_tasks_and_values_are_told_within_the_county(
    office, operator, make_user, make_county, receiver
):
    here, there = make_county(), make_county("140215", "云州区", "Yunzhou")
    clerk = make_user(Role.COUNTY, county=here)
    webhook(clerk, actor=operator, url=receiver.url, actions=["governance.task.move", POINTS])
    webhook(make_user(Role.DEPARTMENT), actor=operator, url=receiver.url, actions=[TASK_ADDED])
    ours, theirs = (governance.task(office, county=county) for county in (here, there))
    for task in (ours, theirs):
        tasks.move_task(actor=office, task=task, to="in_progress")
    own, another, foreign = (
        series.series(office, factories.project(office, f"项目{number}", county=county))
        for number, county in enumerate((here, here, there))
    )
    # One call, one entry of the log, and a message for each series that the owner may see.
    record_points(actor=office, points=[series.point(one) for one in (own, another, foreign)])
    record_points(actor=office, points=[series.point(foreign, "2021-03")])
    delivering.work_once()
    told = [(m["action"], m["subject"], m["links"]["record"]) for m in receiver.messages()]
    assert told == [
        (
            "governance.task.move",
            {"kind": "task", "id": ours.pk},
            f"/api/v1/tasks/{ours.pk}",
        ),
        (POINTS, {"kind": "series", "id": own.pk}, f"/api/v1/series/{own.pk}"),
        (POINTS, {"kind": "series", "id": another.pk}, f"/api/v1/series/{another.pk}"),
    ]
    delivering.work_once()
    assert Delivery.objects.count() == len(told)
