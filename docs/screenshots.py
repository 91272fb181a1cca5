"""Takes the pictures of the READMEs from a running demo city, in Chinese.

    python docs/screenshots.py http://127.0.0.1:8000

The city must be served with the demo's entrance open. Pictures go to docs/images; each is cut to
the first screen, at 1366 pixels and one at 390. Chromium is taken from the path.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDE: ViewportSize = {"width": 1366, "height": 900}
TALL: ViewportSize = {"width": 1366, "height": 1200}
NARROW: ViewportSize = {"width": 390, "height": 844}
COLOURS = 256
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIST = [
    ["2021年新引进人才名单（虚构）"],
    ["姓名", "出生日期", "学历", "学位", "学习形式", "入职日期", "引进方式"],
    ["示例甲", "1990.5.4", "博士研究生", "博士", "全日制", "2021年3月", "全职"],
    ["示例乙", "1993/11/20", "硕士研究生", "硕士", "全日制", "2021-06-01", "全职"],
    ["示例丙", "1995-13-02", "大学本科", "学士", "全日制", "2021-07-01", "全职"],
    ["示例丁", "1988-02-14", "博士研究生", "博土", "全日制", "2020-09-01", "柔性"],
    ["示例戊", "", "硕士研究生", "硕士", "非全日制", "2021-01-15", "全职"],
    ["合计", "5人"],
]


@contextmanager
def visitor(browser: Browser, address: str, *, narrow: bool = False) -> Iterator[Page]:
    """Open a page of its own."""
    context = browser.new_context(
        base_url=address, locale="zh-CN", viewport=NARROW if narrow else WIDE
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def enter(page: Page, role: str) -> None:
    """Enter the demo as a role."""
    page.goto("/demo/enter/")
    page.locator(f"button[name=role][value={role}]").click()
    page.wait_for_load_state("networkidle")


def keep(page: Page, name: str) -> None:
    """Write what the screen shows, with as many colours as its size allows."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)  # charts draw themselves in
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(IMAGES / f"{name}.png", optimize=True)


def staff_list() -> bytes:
    """Return a list as an office would keep it, with five people who do not exist."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "名单"
    for row in LIST:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def take_front(browser: Browser, address: str) -> None:
    """The model case, on a desk and on a telephone."""
    for name, narrow in (("landing", False), ("phone", True)):
        with visitor(browser, address, narrow=narrow) as page:
            page.goto("/")
            keep(page, name)


def take_policy(browser: Browser, address: str) -> None:
    """A document of the guide, from its first clause on."""
    with visitor(browser, address) as page:
        page.goto("/policies/sanjin/")
        keep(page, "policy")


def take_calculator(browser: Browser, address: str) -> None:
    """The calculator with an answer."""
    with visitor(browser, address) as page:
        page.goto("/calculator/?pack=taiyuan&kind=person&on=2021-07-26")
        for label, value in (
            ("学位", "博士"),
            ("学习形式", "全日制"),
            ("在岗", "是"),
            ("引进方式", "全职"),
            ("入职日期", "2019-03-01"),
        ):
            answer(page, label, value)
        page.get_by_role("button", name="开始计算").click()
        page.locator("#results-body *").first.wait_for()
        page.evaluate("scrollTo(0, document.querySelector('.calculator').offsetTop - 20)")
        keep(page, "calculator")


def answer(page: Page, label: str, value: str) -> None:
    """Fill in a question, whatever kind of field it has."""
    field = page.get_by_label(label, exact=True).first
    if field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(label=value)
    else:
        field.fill(value)


def take_office(browser: Browser, address: str) -> None:
    """The leaders' page, a run, the reason of a result, and the preview of a list."""
    with visitor(browser, address) as page:
        enter(page, "programme_office")
        page.goto("/office/leaders/")
        keep(page, "leaders")
        page.goto("/office/base/map/")
        keep(page, "map")
        page.goto("/office/run/")
        page.locator("table.listing tbody a").first.click()
        keep(page, "run")
        page.set_viewport_size(TALL)
        page.get_by_role("heading", name="最值得补齐的信息").evaluate(
            "each => { each.style.scrollMarginTop = '20px'; each.scrollIntoView() }"
        )
        keep(page, "missing")
        page.set_viewport_size(WIDE)
        page.goto("/office/result/?benefit=transitional-housing&outcome=unknown")
        page.locator("table.listing tbody a").first.click()
        keep(page, "reason")
        page.goto("/office/packversion/")
        page.locator("table.listing tbody a").first.click()
        page.get_by_role("link", name="起草下一版本").click()
        page.locator("input[name=number]").fill("9.9")
        page.locator("main form button[type=submit]").first.click()
        page.locator("main a[href*='/tables/sanjin']").first.click()
        keep(page, "desk")
        page.goto("/office/people_import/new/")
        page.locator("input[type=file]").set_input_files(
            {"name": "新引进人才.xlsx", "mimeType": "application/xlsx", "buffer": staff_list()}
        )
        for _step in ("upload", "columns"):
            page.locator("main form[method=post] button[type=submit]").first.click()
            page.wait_for_load_state("networkidle")
        keep(page, "import")


def main() -> None:
    """Take every picture."""
    address = sys.argv[1].rstrip("/")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for take in (take_front, take_policy, take_calculator, take_office):
            take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
