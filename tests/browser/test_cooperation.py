"""From first talks with a college to the leaders' page and the Word report, as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.conftest import find_barriers, is_wider_than_screen
from tests.browser.test_journey import number_in

pytestmark = pytest.mark.browser

ON = "2021-07-31"
UNIVERSITY = "演示高校01"
COLLEGE = "演示高校01绿色能源学院（演示）"
AGREEMENT = "绿色能源人才合作协议（演示）"
BASE = "绿色能源实习实训基地（演示）"
VISIT = "绿色能源学院三村调研（演示）"
VILLAGES = ("甲村（演示）", "乙村（演示）", "丙村（演示）")
REPORT = "三村用能调研报告（演示）"
PROJECT = "屋顶光伏智能运维（演示）"
FUNDINGS = {"市级财政": 18_000_000, "企业": 12_000_000}
INDICATOR = "屋顶光伏发电量"
TARGET, VALUES = 120_000, {"2021-05": 110_000, "2021-06": 130_000, "2021-07": 150_000}
SOURCE = "浏览器里的测试（虚构）"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Leaders:
    """What the leaders' page says that this story changes."""

    signed: float
    opened: float
    under_way: float
    visitors: float
    money: float


def test_from_first_talks_to_the_report(visit: Callable[..., Page]) -> None:
    page = visit("programme_office")
    before = leaders(page)
    add_college(page)
    talks = talk(page)
    assert leaders(page) == before, "an intention is not signed"
    sign(page, talks)
    add_obligation(page, talks)
    base = unveil(page, talks)
    came = receive(page, base)
    project = fund(page)
    follow(page, came, project)
    measure(page, project)

    after = leaders(page)
    assert after.signed == before.signed + 1
    assert after.opened == before.opened + 1
    assert after.under_way == before.under_way + 1
    assert after.visitors == before.visitors + 95
    assert after.money == before.money + 3000
    for label, name in {
        "已签协议": AGREEMENT,
        "揭牌运行基地": BASE,
        "在建项目": PROJECT,
    }.items():
        assert_behind(page, label, name)
    report(page)
    look(visit, [talks, base, came, project])


def labelled(page: Page, label: str) -> Locator:
    """The field of a form with this label, marked as needed or not."""
    return page.locator("main").get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$")).first


def fill(page: Page, values: dict[str, str]) -> None:
    """Fill the fields of a form by their labels: texts, days, choices."""
    for label, value in values.items():
        field = labelled(page, label)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def pick(page: Page, label: str, text: str, name: str) -> None:
    """Pick a record by typing."""
    labelled(page, label).fill(text)
    page.get_by_role("option", name=name).first.click()


def save(page: Page, text: str = "保存") -> str:
    """Save the form; return where it led to."""
    form = page.url
    page.get_by_role("button", name=text, exact=True).click()
    page.wait_for_url(lambda address: address != form)
    return page.url


def link(page: Page, text: str) -> None:
    page.get_by_role("link", name=text, exact=True).first.click()


def tile(page: Page, label: str) -> Locator:
    return page.locator(".leaders-tiles li").filter(has_text=label).locator(".leaders-number").first


def leaders(page: Page) -> Leaders:
    page.goto(f"/office/leaders/?on={ON}")
    labels = (
        "已签协议",
        "揭牌运行基地",
        "在建项目",
        "高校来访",
        "项目资金",
    )
    return Leaders(*(number_in(tile(page, label).inner_text()) for label in labels))


def assert_behind(page: Page, label: str, name: str) -> None:
    """The number opens a list of as many rows, and the record is one of them."""
    page.goto(f"/office/leaders/?on={ON}")
    one = tile(page, label)
    count = number_in(one.inner_text())
    one.click()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    rows = page.locator("main tbody tr").count()
    assert rows == count, (label, rows, count)


def add_college(page: Page) -> None:
    page.goto("/office/organisation/new/")
    fill(page, {"类型": "高校院系", "名称": COLLEGE, "来源": SOURCE})
    pick(page, "隶属", "ysgx 01", UNIVERSITY)
    save(page)
    expect(page.get_by_role("heading", name=COLLEGE)).to_be_visible()


def talk(page: Page) -> str:
    page.goto("/office/agreement/new/")
    fill(page, {"名称": AGREEMENT, "状态": "洽谈", "县区": "云州区", "来源": SOURCE})
    fill(page, {"类型": "人才和专家"})
    pick(page, "承接单位", "大同市人民政府", "大同市人民政府")
    pick(page, "合作单位", "绿色能源", COLLEGE)
    address = save(page)
    move(page, address, "意向", "2021-06-20", "会谈纪要（演示）")
    return address


def move(page: Page, address: str, to: str, on: str, reason: str) -> None:
    page.goto(address)
    link(page, "变更状态")
    fill(page, {"变更为": to, "自何日起": on, "依据": reason})
    save(page, "变更状态")
    expect(page.locator("main").get_by_text(reason).first).to_be_visible()


def sign(page: Page, address: str) -> None:
    page.goto("/office/event/new/")
    fill(page, {"名称": "签约仪式（演示）", "状态": "已举行", "类型": "签约仪式"})
    fill(page, {"县区": "云州区", "来源": SOURCE, "举办日期": "2021-07-01"})
    pick(page, "合作协议", "绿色能源人才", AGREEMENT)
    save(page)
    move(page, address, "签约", "2021-07-01", "协议文本（演示）")


def add_obligation(page: Page, address: str) -> None:
    page.goto(address)
    link(page, "登记签约方")
    pick(page, "单位", "lsny", COLLEGE)
    fill(page, {"身份": "乙方"})
    save(page)
    link(page, "登记义务")
    fill(page, {"义务内容": "每年接收实习生60人（演示）", "完成时限": "2021-12-31"})
    labelled(page, "签约方").select_option(index=1)
    save(page)
    expect(page.get_by_text("每年接收实习生60人（演示）")).to_be_visible()


def unveil(page: Page, agreement: str) -> str:
    page.goto("/office/base/new/")
    fill(page, {"名称": BASE, "状态": "洽谈", "类型": "大学生实习实训", "县区": "云州区"})
    fill(page, {"来源": SOURCE, "纬度": "40.05", "经度": "113.62"})
    fill(page, {"实习容量": "60"})
    pick(page, "合作单位", COLLEGE, COLLEGE)
    pick(page, "合作协议", "lsnyrc", AGREEMENT)
    address = save(page)
    for state, day in {
        "意向": "2021-06-20",
        "筹备": "2021-06-25",
        "签约": "2021-07-01",
        "揭牌": "2021-07-10",
    }.items():
        move(page, address, state, day, f"{state}材料（演示）")
    page.goto("/office/base/map/")
    expect(page.locator(".chart canvas")).to_be_visible()
    return address


def receive(page: Page, base: str) -> str:
    page.goto("/office/visit/new/")
    fill(page, {"名称": VISIT, "状态": "完成", "县区": "云州区", "来源": SOURCE})
    fill(page, {"开始日期": "2021-07-12", "结束日期": "2021-07-16", "人数": "95"})
    fill(page, {"人数的精确程度": "确切", "村数": "3", "主题内容": "农村用能"})
    pick(page, "合作单位", "绿色能源", COLLEGE)
    pick(page, "基地", "lsnysx", BASE)
    address = save(page)
    for village in VILLAGES:
        link(page, "登记村")
        fill(page, {"村": village, "县区": "云州区"})
        save(page)
    link(page, "登记报告")
    fill(page, {"标题": REPORT, "提交日期": "2021-07-20", "办理情况": "已转办"})
    labelled(page, "文件").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    save(page)
    for shown in (*VILLAGES, REPORT):
        expect(page.get_by_text(shown).first).to_be_visible()
    return address


def fund(page: Page) -> str:
    page.goto("/office/project/new/")
    fill(page, {"名称": PROJECT, "状态": "进行中", "类型": "工程建设", "县区": "云州区"})
    fill(page, {"来源": SOURCE, "开始日期": "2021-07-05"})
    pick(page, "合作单位", "绿色能源", COLLEGE)
    pick(page, "合作协议", "绿色能源人才", AGREEMENT)
    address = save(page)
    for source, yuan in FUNDINGS.items():
        page.goto(address)
        link(page, "登记资金")
        fill(page, {"资金来源": source, "金额（元）": str(yuan)})
        save(page)
    expect(page.get_by_text("30,000,000.00").first).to_be_visible()
    return address


def follow(page: Page, came: str, project: str) -> None:
    page.goto(came)
    link(page, "关联后续成果")
    pick(page, "项目", "屋顶光伏智能", PROJECT)
    fill(page, {"关联说明": "调研提出（演示）"})
    save(page)
    page.goto(project)
    expect(page.get_by_role("link", name=VISIT)).to_be_visible()


def measure(page: Page, project: str) -> None:
    page.goto(project)
    link(page, "建立序列")
    labelled(page, "指标").select_option(label=f"{INDICATOR} (千瓦时)")
    fill(page, {"期间": "月", "目标周期": "月", "来源": SOURCE})
    fill(page, {"起始日": "2021-05-01"})
    series = save(page, "建立序列")
    link(page, "设定目标")
    fill(page, {"目标": "\n".join(f"{month} {TARGET}" for month in VALUES), "来源": SOURCE})
    save(page)
    for month, value in VALUES.items():
        page.goto(series)
        link(page, "录入数值")
        fill(page, {"期间": month, "值": str(value)})
        save(page, "录入")
    expect(page.locator(".chart svg").first).to_be_visible()
    expect(page.get_by_text("超前").first).to_be_visible()


def report(page: Page) -> None:
    page.goto("/office/report/new/")
    fill(page, {"月份": "2021-07"})
    save(page, "生成月报")
    address = page.url
    word = Document(BytesIO(read(page, "report.docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(one.text for one in word.paragraphs), *cells])
    for shown in (
        AGREEMENT,
        BASE,
        f"{VISIT}（95人）",
        REPORT,
        f"{PROJECT}（3,000万元）",
        f"{PROJECT}的{INDICATOR}为390,000",
    ):
        assert shown in text, shown
    book = load_workbook(BytesIO(read(page, "report.xlsx")))
    written = {str(cell) for sheet in book for row in sheet.values for cell in row}
    assert any(AGREEMENT in cell for cell in written)
    page.goto(address)
    expect(page.get_by_text(AGREEMENT).first).to_be_visible()
    assert find_barriers(page) == []


def read(page: Page, name: str) -> bytes:
    with page.expect_download() as downloading:
        page.locator(f"a[href$='{name}']").first.click()
    taken: Download = downloading.value
    return Path(taken.path()).read_bytes()


def look(visit: Callable[..., Page], addresses: list[str]) -> None:
    """Each page of the story without barriers, and no wider than a telephone."""
    narrow = visit("programme_office", narrow=True)
    for address in [*addresses, f"/office/leaders/?on={ON}", "/office/base/map/"]:
        narrow.goto(address)
        assert not is_wider_than_screen(narrow), address
        assert find_barriers(narrow) == []
