"""The first journey as people make it: a list comes in, who is entitled comes out, one is paid."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import translation
from django.utils.translation import gettext
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.people_list import GOOD, GRADUATES, REFUSED, START, write_list

pytestmark = pytest.mark.browser

AS_OF = "2021-07-26"
SUBSIDY = "就业补贴"
SUBSIDY_YUAN = 5000
WORKER_SECONDS = 120
LISTED = {
    "twelve-bases": 12,
    "skill-masters": 4,
    "doctor-studios": 52,
    "science-platforms": 15,
    "technology-centres": 53,
    "national-programme": 3,
    "state-allowance": 36,
    "provincial-leaders": 25,
    "industry-leaders": 11,
    "city-leaders": 320,
    "sanjin-people": 557,
}
"""Figures whose list has a row for each that is counted, but for those who are not to be named."""
SUMMED = {"residents": 1312, "sanjin-money": 9_612_000, "job-money": 4_310_000}
"""Figures whose list has a sum for each county."""
NOT_YET = {"head-posts", "hundred-doctors", "residents-years", "selection-years"}
"""Figures that no record holds, as their pages say."""


def zh(text: str, **given: object) -> str:
    """Return the Chinese words of a message id."""
    with translation.override("zh-hans"):
        return gettext(text).format(**given)


def button(page: Page, text: str) -> Locator:
    return page.get_by_role("button", name=zh(text), exact=True)


def one_space_less(name: str) -> str:
    return name.replace(" ", "")


def sheet_of(download: Download) -> Worksheet:
    workbook = load_workbook(BytesIO(Path(download.path()).read_bytes()))
    return workbook.worksheets[0]


def table_of(sheet: Worksheet) -> tuple[list[str], list[list[object]]]:
    """Return the headings and the rows of a sheet with one line of headings."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return [str(cell) for cell in rows[0]], rows[1:]


def name_in(address: str) -> str:
    """Return the figure's name in the address of its page."""
    return address.rstrip("/").rsplit("/")[-1]


def number_in(text: str) -> float:
    found = re.search(r"[\d,]+(\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else 0.0


def test_every_figure_of_the_model_case_leads_to_its_records(visit: Callable[..., Page]):
    page = visit()
    page.goto("/")
    figures = page.locator("a.case-figure")
    addresses = dict.fromkeys(figures.evaluate_all("all => all.map(one => one.pathname)"))
    assert len(addresses) >= 26
    pending = page.locator("a.case-figure-pending")
    not_yet = pending.evaluate_all("all => all.map(one => one.pathname)")
    assert {name_in(address) for address in not_yet} == NOT_YET
    expect(page.locator("a.case-figure-met")).to_have_count(figures.count() - pending.count())
    for address in addresses:
        name = name_in(address)
        page.goto(address)
        rows = page.locator("main tbody tr")
        assert rows.count() > 0 or name in NOT_YET, address
        if name in LISTED:
            assert rows_of_all_pages(page) == LISTED[name], address
        if name in SUMMED:
            cells = page.locator("main tbody td.number").all_inner_texts()
            columns = len(page.locator("main thead th.number").all())
            sums = [sum(map(number_in, cells[place::columns])) for place in range(columns)]
            assert SUMMED[name] in sums, address


def rows_of_all_pages(page: Page) -> int:
    """Count the rows of a figure's list over its pages, and those who are counted but not named."""
    note = page.locator(".records-note")
    count = int(number_in(note.inner_text())) if note.count() else 0
    while True:
        count += page.locator("main tbody tr").count()
        following = page.locator("nav.pager a[rel=next]")
        if not following.count():
            return count
        following.click()
        page.wait_for_load_state()


def test_anybody_finds_out_what_they_may_claim(visit: Callable[..., Page]):
    page = visit()
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name=zh("Entitlement calculator")).click()
    page.get_by_label(zh("Policies"), exact=True).select_option("datong")
    page.get_by_label(zh("On the day"), exact=True).fill(AS_OF)
    button(page, "Choose").click()
    for label, value in {"学历": "大学本科", "学习形式": "全日制"}.items():
        page.get_by_label(label, exact=True).select_option(label=value)
    page.get_by_label("毕业日期", exact=True).fill("2020-07-01")
    page.get_by_label("入职日期", exact=True).fill("2020-08-01")
    page.get_by_label("在岗", exact=True).select_option(label="是")
    finding = page.locator(".finding-yes", has_text=SUBSIDY)
    expect(finding).to_contain_text("5,000.00")
    expect(finding).to_contain_text(zh("Assumption"))
    finding.locator("summary").click()
    expect(finding.locator(".reason-conditions")).to_contain_text("毕业两年内入职")
    expect(finding.locator(".reason-conditions")).to_contain_text("2020-08-01")
    finding.get_by_role("link", name=SUBSIDY).first.click()
    clause = page.locator("section.clause", has_text=SUBSIDY).first
    expect(clause.locator(".assumption").first).to_contain_text(zh("Assumption"))
    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}


def test_from_a_list_of_people_to_the_bank(visit: Callable[..., Page]):
    clerk = visit("county")
    employer = an_employer_of(clerk)
    import_list(clerk, employer)
    find_person(clerk, one_space_less(GRADUATES[0]), employer)
    import_again(clerk, employer)

    officer = visit("programme_office")
    run = start_run(officer)
    filter_results(officer, run)
    export_results(officer)
    read_reason(officer)
    rank_missing_facts(officer, run)
    make_offers(officer, run)

    department = visit("department")
    case = approve_one(department)
    pay(department, case)


def an_employer_of(page: Page) -> str:
    """Return the name of an employer in the clerk's county."""
    page.goto("/office/person/")
    return page.locator("main tbody tr td:nth-child(4)").first.inner_text().strip()


def upload(page: Page, data: bytes, name: str = "引进人才登记表.xlsx") -> None:
    page.goto("/office/people_import/new/")
    page.get_by_label(zh("List of people")).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    button(page, "Upload").click()


def counts(page: Page) -> dict[str, int]:
    """Return the number of rows by outcome, as the cards above an import say it."""
    expect(page.locator("ul.office-cards")).to_be_visible()
    cards = page.locator("ul.office-cards a").evaluate_all(
        "all => all.map(one => [one.search.split('=')[1], one.querySelector('strong').innerText])"
    )
    return {name: int(text) for name, text in cards if int(text)}


def import_list(page: Page, employer: str) -> None:
    upload(page, write_list(employer))
    start = page.get_by_label(START)
    expect(start).to_have_value("")
    start.select_option(label="入职日期")
    expect(page.get_by_label("出生年月")).to_have_value("出生日期")
    button(page, "Show what would change").click()
    assert counts(page) == {"added": len(GOOD), "refused": len(REFUSED)}
    for name, reason in REFUSED.items():
        row = page.locator("main tbody tr", has_text=one_space_less(name))
        expect(row).to_contain_text(reason)
    page.locator("form[action$='/apply/'] button").click()
    applied = page.locator(".office-badge-yes", has_text="✓")
    expect(applied).to_have_count(len(GOOD), timeout=WORKER_SECONDS * 1000)
    with page.expect_download() as given:
        page.locator("form[action$='/refused/'] button").click()
    rows = list(sheet_of(given.value).iter_rows(values_only=True))
    assert [row[1] for row in rows[2:]] == list(REFUSED)
    place = rows[1].index(zh("Why it was refused"))
    for row, reason in zip(rows[2:], REFUSED.values(), strict=True):
        assert reason in str(row[place])


def find_person(page: Page, name: str, employer: str) -> None:
    page.goto("/office/person/")
    page.locator("input[name=q]").fill(name)
    page.get_by_role("link", name=name).click()
    known = page.locator("form[action$='/confirm/'] tbody tr", has_text="入职日期")
    expect(known).to_contain_text("2020-08-01")
    expect(known).to_contain_text("引进人才登记表.xlsx")
    expect(known).to_contain_text(zh("no limit"))
    expect(known).to_contain_text(zh("nobody yet"))
    expect(page.locator("dl.office-facts")).to_contain_text(employer)
    known.get_by_role("checkbox").check()
    button(page, "Confirm the ticked facts").click()
    expect(known).to_contain_text("演示·县区人才办")


def import_again(page: Page, employer: str) -> None:
    upload(page, write_list(employer), "引进人才登记表（再报）.xlsx")
    expect(page.get_by_label(START)).to_have_value("入职日期")
    expect(page.locator("tr", has_text=START)).to_contain_text(zh("as last time"))
    button(page, "Show what would change").click()
    assert counts(page) == {"same": len(GOOD), "refused": len(REFUSED)}
    upload(page, write_list(employer, degree="博士"), "引进人才登记表（更正）.xlsx")
    button(page, "Show what would change").click()
    assert counts(page) == {"changed": 1, "same": len(GRADUATES), "refused": len(REFUSED)}
    expect(page.locator("main tbody tr del")).to_have_text("硕士")
    expect(page.locator("main tbody tr ins")).to_contain_text("博士")


def start_run(page: Page) -> str:
    """Start a run, watch it to its end, look at its charts; return its address."""
    page.goto("/office/run/new/")
    page.get_by_label(zh("As-of date")).fill(AS_OF)
    page.get_by_label(zh("Policy pack")).select_option(label="大同市人才政策包 2021.2")
    button(page, "Start the run").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    outcomes = page.locator("ul.office-cards")
    expect(outcomes).to_be_visible(timeout=WORKER_SECONDS * 1000)
    expect(page.locator(".chart svg").first).to_be_visible()
    assert page.locator(".chart svg").count() >= 4
    return urlsplit(page.url).path


def filter_results(page: Page, run: str) -> None:
    """Follow a figure of the run to its list; the list remembers how it was filtered."""
    page.goto(run)
    row = page.locator("main tbody tr", has=page.get_by_role("rowheader", name=SUBSIDY)).first
    entitled = row.get_by_role("link").first
    number = int(number_in(entitled.inner_text()))
    entitled.click()
    expect(page.locator("[role=status] h2")).to_contain_text(str(number))
    filtered = page.url
    page.goto("/office/")
    page.goto("/office/result/")
    assert page.url == filtered


def export_results(page: Page) -> None:
    with page.expect_download() as given:
        page.locator("#w-slim-header-buttons button").click()
        page.get_by_role("link", name="XLSX").click()
    headings, rows = table_of(sheet_of(given.value))
    assert headings[0] == zh("Name")
    assert all(re.search(r"[\u4e00-\u9fff]", heading) for heading in headings)
    amount, note = headings.index(zh("Amount (yuan)")), headings.index(zh("Assumption"))
    assert {row[amount] for row in rows} == {SUBSIDY_YUAN}
    assert all(row[note] for row in rows)
    assert {one_space_less(name) for name in GRADUATES} <= {row[0] for row in rows}


def read_reason(page: Page) -> None:
    page.locator("input[name=q]").fill(one_space_less(GRADUATES[0]))
    page.get_by_role("link", name=one_space_less(GRADUATES[0])).first.click()
    expect(page.locator(".office-answer")).to_contain_text("5,000.00")
    condition = page.locator(".office-conditions li", has_text="毕业两年内入职")
    expect(condition).to_contain_text(zh("holds"))
    expect(condition).to_contain_text("2020-08-01")
    expect(condition.get_by_role("link").first).to_be_visible()
    seen = page.locator("tr", has=page.get_by_role("rowheader", name="入职日期"))
    expect(seen).to_contain_text("引进人才登记表.xlsx")
    expect(seen).to_contain_text("演示·县区人才办")
    condition.get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("就业补贴")


def rank_missing_facts(page: Page, run: str) -> None:
    page.goto(f"{run}missing/")
    at_stake = page.locator("main tbody tr td:nth-of-type(3)").all_inner_texts()
    amounts = [number_in(text) for text in at_stake]
    assert amounts[0] > 0
    assert amounts == sorted(amounts, reverse=True)


def make_offers(page: Page, run: str) -> None:
    """Offer the job subsidy to the two who came in; who was offered it before is left out."""
    page.goto("/office/case/offers/")
    row = page.locator("main tbody tr", has=page.get_by_role("rowheader", name=SUBSIDY))
    expect(row.locator("td").nth(3)).to_have_text(str(len(GRADUATES)))
    row.get_by_role("link").click()
    button(page, "Make these offers").click()
    for name in GRADUATES:
        expect(page.locator("main tbody tr", has_text=one_space_less(name))).to_be_visible()
    page.get_by_role("link", name=one_space_less(GRADUATES[0])).first.click()
    expect(page.locator("main")).to_contain_text(
        zh("You made this offer. Four eyes decide: another officer has to approve it.")
    )
    expect(page.locator("a[href*='/case/approve/']")).to_have_count(0)


def approve_one(page: Page) -> str:
    """Approve the first graduate's case as a second officer; return the case's address."""
    page.goto("/office/case/?state=offered")
    page.get_by_role("link", name=one_space_less(GRADUATES[0])).first.click()
    case = urlsplit(page.url).path
    page.locator("a[href*='/case/approve/']").click()
    pool = page.get_by_label(zh("Pool"))
    option = pool.locator("option", has_text="2021年就业补贴资金").first
    pool.select_option(value=option.get_attribute("value"))
    button(page, "Approve and reserve the money").click()
    assert urlsplit(page.url).path == case
    expect(in_ledger(page)).to_contain_text("5,000.00")
    return case


def in_ledger(page: Page) -> Locator:
    """Return what a case's page says of its money."""
    return page.locator("h2", has_text=zh("In the ledger")).locator("xpath=following-sibling::dl")


def pay(page: Page, case: str) -> None:
    page.goto("/office/paymentbatch/waiting/")
    page.locator("main tbody tr", has_text=SUBSIDY).get_by_role("link").click()
    page.locator("a[href*='/accounts/']").first.click()
    page.get_by_label(zh("Bank")).fill("演示银行（虚构）")
    page.get_by_label(zh("Account number")).fill("0000 0012 3456 7890")
    button(page, "Keep the account").click()
    button(page, "Prepare the batch").click()
    batch = urlsplit(page.url).path
    with page.expect_download() as given:
        button(page, "Bank file (Excel)").click()
    headings, rows = table_of(sheet_of(given.value))
    line = dict(zip(headings, rows[0], strict=True))
    assert len(rows) == 1
    assert line[zh("Holder")] == one_space_less(GRADUATES[0])
    assert line[zh("Account number")] == "0000001234567890"
    assert line[zh("Yuan")] == SUBSIDY_YUAN
    confirm = page.locator(f"a[href='{batch}confirm/']")
    confirm.click()
    page.get_by_role("checkbox").check()
    button(page, "Record the payment").click()
    expect(page.locator("main")).to_contain_text("演示·审核部门")
    expect(confirm).to_have_count(0)
    check_that_nothing_is_paid_twice(page, case, batch)


def check_that_nothing_is_paid_twice(page: Page, case: str, batch: str) -> None:
    page.goto(f"{batch}confirm/")
    expect(button(page, "Record the payment")).to_have_count(0)
    page.goto("/office/paymentbatch/waiting/")
    expect(page.locator("main tbody tr", has_text=SUBSIDY)).to_have_count(0)
    page.goto(case)
    expect(page.locator("a[href*='/case/approve/']")).to_have_count(0)
    in_ledger(page).get_by_role("link").first.click()
    transfers = page.locator("main tbody tr", has_text=one_space_less(GRADUATES[0]))
    expect(transfers).to_have_count(2)
    for amount in transfers.locator("td:nth-of-type(3)").all_inner_texts():
        assert number_in(amount) == SUBSIDY_YUAN
