"""From a meeting to a finished task in a browser: two officers, one light that goes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import find_barriers, is_wider_than_screen
from tests.browser.test_journey import button, zh

pytestmark = pytest.mark.browser

DECISION = "落实浏览器里的议定事项（演示）"
TASK = "浏览器里的任务（演示）"


def test_a_decision_becomes_a_task_that_another_officer_finishes(
    visit: Callable[..., Page],
) -> None:
    office = visit("programme_office")
    office.goto("/office/meeting/")
    office.get_by_role("link", name="省校合作调度会（演示）", exact=True).click()
    office.get_by_role("link", name=zh("Add a decision"), exact=True).click()
    office.get_by_label(zh("Decisions")).fill(DECISION)
    button(office, "Save").click()
    section = office.locator("section", has_text=DECISION)
    section.get_by_role("link", name="新增任务").click()
    office.get_by_label(zh("Title")).fill(TASK)
    office.get_by_label(zh("Owner")).select_option(label="演示·审核部门（审核部门）")
    office.get_by_label(zh("Due on")).fill((dt.date.today() + dt.timedelta(days=3)).isoformat())  # noqa: DTZ011
    button(office, "Save").click()
    expect(office.get_by_text(zh("Yellow")).first).to_be_visible()
    assert find_barriers(office) == []
    address = office.url

    worker = visit("department", narrow=True)
    worker.goto("/office/")
    worker.get_by_role("link", name=zh("my tasks not finished")).click()
    worker.get_by_role("link", name=TASK).click()
    button(worker, "Begin").click()
    worker.get_by_role("link", name=zh("Report as finished")).click()
    worker.get_by_label(zh("Evidence")).fill("签约文本（演示）")
    button(worker, "Save").click()
    expect(worker.get_by_text(zh("Waits for acceptance"))).to_be_visible()
    assert not is_wider_than_screen(worker)

    office.goto(address)
    button(office, "Accept").click()
    expect(office.locator(".office-answer").get_by_text(zh("Accepted"))).to_be_visible()
    office.goto("/office/light/?kind=task_due&colour=yellow")
    expect(office.get_by_role("link", name=TASK)).to_have_count(0)
