"""The policy desk in a browser: a limit changes, a gap shows red, is mended, comes into force."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import find_barriers, huizhi, is_wider_than_screen
from tests.browser.test_journey import button, zh

pytestmark = pytest.mark.browser

TABLE, CELL = "三晋英才年津贴标准", "金额，规则 3"
LEAVE = "location.assign('/office/packdraft/')"
SECOND, PASSWORD = "second-officer", "a long enough password"


@pytest.fixture
def second_officer(environment: dict[str, str], server: str) -> str:
    words = [
        SECOND,
        "--password",
        PASSWORD,
        "--role",
        "programme_office",
        "--name",
        "复核员（演示）",
    ]
    subprocess.run(huizhi("user", *words), env=environment, check=True)
    return SECOND


def sign_in(page: Page, username: str) -> None:
    page.goto("/office/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url("**/office/")


def paste(page: Page, label: str, text: str) -> None:
    """Paste as from Excel: plain text with tabs between cells and a line for each row."""
    page.get_by_label(label, exact=True).evaluate(
        """(cell, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const how = { clipboardData, bubbles: true, cancelable: true };
            cell.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        text,
    )


def test_a_page_with_something_unsaved_asks_before_it_is_left(visit: Callable[..., Page]) -> None:
    office = visit("programme_office")
    asked: list[str] = []
    office.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    office.goto("/office/packversion/")
    office.get_by_role("link", name=re.compile("大同市人才政策包")).first.click()
    office.get_by_role("link", name=zh("Start a draft of the next version")).click()
    office.get_by_label(zh("New version")).fill("2024.9")
    button(office, "Start the draft").click()
    draft = office.url
    texts = zh("Definitions, conditions and amounts")
    for page, field in ((TABLE, "#cell-2-1"), (texts, "textarea")):
        office.goto(draft)
        office.get_by_role("link", name=page).first.click()
        cell = office.locator(field).first
        before = cell.input_value()
        where = office.url
        cell.click()
        cell.fill("1")
        office.evaluate(LEAVE)
        expect(cell).to_have_value("1")
        assert (asked.pop(), asked, office.url) == ("beforeunload", [], where)
        cell.fill(before)
        office.evaluate(LEAVE)
        office.wait_for_url("**/packdraft/")
        assert asked == []


def test_a_limit_changes_from_draft_to_force(
    visit: Callable[..., Page], second_officer: str
) -> None:
    office = visit("programme_office")
    office.goto("/office/packversion/")
    office.get_by_role("link", name=re.compile("大同市人才政策包")).first.click()
    office.get_by_role("link", name=zh("Start a draft of the next version")).click()
    office.get_by_label(zh("New version")).fill("2024.1")
    button(office, "Start the draft").click()
    draft = office.url
    office.get_by_role("link", name=TABLE).click()
    proof = office.locator("#desk-proof")
    expect(proof).to_contain_text("完整：各栏都有值时")
    assert find_barriers(office) == []

    office.get_by_label(CELL, exact=True).fill("15000 +")
    expect(office.locator("#findings-2-1 .desk-bad")).to_be_visible()
    office.get_by_label(CELL, exact=True).fill("15000")
    expect(office.locator("#findings-2-1")).to_be_empty()
    office.get_by_label("删除规则 2", exact=True).click()
    expect(office.get_by_label("金额，规则 3", exact=True)).to_have_count(0)
    expect(office.get_by_label("三晋英才类别，规则 2", exact=True)).to_be_focused()
    expect(proof.locator("p.desk-bad").first).to_contain_text("出现空缺")
    paste(office, "三晋英才类别，规则 2", '"拔尖骨干"\t24,000\n"青年优秀"\t15,000\n')
    expect(office.get_by_label(CELL, exact=True)).to_have_value("15000")
    expect(proof.locator(".desk-bad")).to_have_count(0)
    expect(proof).to_contain_text("完整：各栏都有值时")
    button(office, "Save").click()
    office.goto(draft)
    button(office, "Send to a second officer").click()
    expect(office.get_by_text(zh("With the second officer"))).to_be_visible()

    reviewer = visit(narrow=True)
    sign_in(reviewer, second_officer)
    reviewer.goto(draft)
    assert not is_wider_than_screen(reviewer)
    reviewer.get_by_role("link", name=zh("Compare with the version in force")).click()
    expect(reviewer.locator("del.desk-gone")).to_have_text("12000")
    expect(reviewer.locator("ins.desk-new")).to_have_text("15000")
    assert not is_wider_than_screen(reviewer)
    reviewer.goto(draft)
    reviewer.get_by_role("link", name=zh("Accept and put in force")).click()
    reviewer.get_by_label(zh("In force from")).fill("2031-01-01")
    assert find_barriers(reviewer) == []
    button(reviewer, "Put in force").click()
    expect(reviewer.get_by_text("2031-01-01").first).to_be_visible()
