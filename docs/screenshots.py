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
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
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
    for row in LIST:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
