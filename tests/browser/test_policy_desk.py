"""The policy desk in a browser: a limit changes, a gap shows red, is mended; what it will change
is tried on everyone, comes into force, and the next run differs from the last by just that."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import find_barriers, is_wider_than_screen
from tests.browser.test_journey import button, zh

pytestmark = pytest.mark.browser

TABLE, CELL, BENEFIT = "三晋英才年津贴标准", "金额，规则 3", "三晋英才津贴"
LAST_DAY, FIRST_DAY = "2030-12-31", "2031-01-01"
WORK = 120_000
"""The longest that a run or a trial may take, in milliseconds."""
LEAVE = "location.assign('/office/packdraft/')"


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


def test_a_limit_changes_from_draft_to_force(visit: Callable[..., Page]) -> None:
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
    office.get_by_role("link", name=zh("Try it on the whole registry")).click()
    office.get_by_label(zh("As-of date")).fill(LAST_DAY)
    assert find_barriers(office) == []
    button(office, "Start the trial").click()
    more, gain = differences(office)
    assert more > 0
    assert gain == more * 3000
    assert find_barriers(office) == []

    office.goto(draft)
    button(office, "Send to a second officer").click()
    expect(office.get_by_text(zh("With the second officer"))).to_be_visible()

    reviewer = visit("second_officer", narrow=True)
    reviewer.goto(draft)
    assert not is_wider_than_screen(reviewer)
    reviewer.get_by_role("link", name=zh("Compare with the version in force")).click()
    expect(reviewer.locator("del.desk-gone")).to_have_text("12000")
    expect(reviewer.locator("ins.desk-new")).to_have_text("15000")
    assert not is_wider_than_screen(reviewer)
    reviewer.goto(draft)
    reviewer.get_by_role("link", name=zh("Accept and put in force")).click()
    expect(reviewer.get_by_role("link", name=re.compile("试算：.*2024.1"))).to_be_visible()
    reviewer.get_by_label(zh("In force from")).fill(FIRST_DAY)
    assert find_barriers(reviewer) == []
    button(reviewer, "Put in force").click()
    expect(reviewer.get_by_text(FIRST_DAY).first).to_be_visible()

    run_as_of(office, "2021.2", LAST_DAY)
    run_as_of(office, "2024.1", FIRST_DAY)
    assert find_barriers(office) == []
    office.get_by_role("button", name=re.compile("相比有何变化")).click()
    changed, _gain = differences(office)
    assert changed == more
    office.get_by_role("row", name=re.compile(BENEFIT)).get_by_role("link").nth(1).click()
    expect(office.get_by_text(f"{more} 项符合")).to_be_visible()
    office.locator("table.listing tbody a").first.click()
    expect(office.locator("del.desk-gone")).to_contain_text("12,000.00")
    expect(office.locator("ins.desk-new")).to_contain_text("15,000.00")
    assert find_barriers(office) == []
    office.get_by_role("link", name=zh("Reason after")).click()
    expect(office.get_by_role("heading", name=re.compile(BENEFIT)).first).to_be_visible()


def run_as_of(page: Page, number: str, day: str) -> None:
    """Start a run with a version of the city's pack and wait until it shows its results."""
    page.goto("/office/run/new/")
    page.get_by_label(zh("As-of date")).fill(day)
    page.get_by_label(zh("Policy pack")).select_option(label=f"大同市人才政策包 {number}")
    button(page, "Start the run").click()
    expect(page.locator(".office-cards")).to_be_visible(timeout=WORK)


def differences(page: Page) -> tuple[int, int]:
    """Return of the benefit how many claims come to more, and what is due more, in yuan."""
    expect(page.locator(".office-cards")).to_be_visible(timeout=WORK)
    row = page.get_by_role("row", name=re.compile(BENEFIT))
    headings = page.locator("table.listing").first.locator("thead th").all_text_contents()
    cells = dict(zip(headings, row.first.locator("th, td").all_text_contents(), strict=True))
    more, gain = cells[zh("More than before")], cells[zh("Difference")]
    return whole(more), whole(gain)


def whole(text: str) -> int:
    """Return the whole number of a text such as `+663,000.00 元`."""
    return int(text.strip().removesuffix("元").strip().lstrip("+").replace(",", "").split(".")[0])
