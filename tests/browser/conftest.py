"""A demo city served by `huizhi serve`, and a real Chromium to visit it with."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium")
PEOPLE = "3000"
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  const ending = (one) => Number.isFinite(one.effect.getComputedTiming().endTime);
  const moving = document.getAnimations().filter(ending);
  await Promise.allSettled(moving.map((one) => one.finished));
}"""
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the journey go first: it leaves an import, offers and a batch for the pages to show."""
    items.sort(key=lambda item: "test_every_page" in item.nodeid)


def huizhi(*words: str) -> list[str]:
    return [sys.executable, "-m", "huizhi", *words]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=20).close()
            return
        except OSError:  # refused, or not answered yet: the first page is the slowest
            time.sleep(0.3)
    raise AssertionError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("city")
    # Neither this machine's installation nor the settings of the tests are the demo's.
    ours = ("HUIZHI_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "HUIZHI_DATA_DIR": str(folder), "HUIZHI_DEMO": "1"}


@pytest.fixture(scope="session")
def server(environment: dict[str, str]) -> Iterator[str]:
    made = subprocess.run(
        huizhi("demo", "--people", PEOPLE, "--no-serve"),
        env={**environment, "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    assert "三晋英才津贴" in made.stdout
    port = free_port()
    process = subprocess.Popen(huizhi("serve", "--port", str(port)), env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is needed: install Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of its own, as a role, in a language, at a width.

    Whatever the browser's console says is an error ends the test: a script that the content
    security policy refused, a file that is not there.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(role: str | None = None, *, english: bool = False, narrow: bool = False) -> Page:
        context = browser.new_context(
            base_url=server,
            locale="en-GB" if english else "zh-CN",
            viewport=NARROW if narrow else WIDE,
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                complaints.append(f"{page.url}: {said.text}")
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        if role:
            enter(page, role)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def enter(page: Page, role: str) -> None:
    """Enter the demo as a role, with the one click a visitor would make."""
    page.goto("/demo/enter/")
    page.locator(f"button[name=role][value={role}]").click()
    page.wait_for_load_state()


def find_barriers(page: Page) -> list[str]:
    """Return what axe finds wrong with the page, each with the first element it stands on.

    What still fades in has too little contrast while it does: axe looks once it stands.
    """
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]
    ]


def is_wider_than_screen(page: Page) -> bool:
    """Say whether the page itself scrolls sideways."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )
