"""Every page that a role can reach by its links: it answers, speaks one language, bars nobody."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.conftest import NARROW, WIDE, find_barriers, is_wider_than_screen
from tests.browser.screen_words import chinese_on, english_on

pytestmark = pytest.mark.pages

PAGES_PER_ROLE = 300
"""More than there are: a walk that comes so far has lost its way."""
PAGES_PER_NAME = 2
ROLES = (
    None,
    "programme_office",
    "department",
    "county",
    "auditor",
    "operator",
    "talent",
    "employer",
    "university",
)
IN_ENGLISH = (None, "programme_office", "auditor", "talent")
PASSED_OVER = re.compile(
    r"export=|ordering=|sign-out|logout|/results/\?|^/static/|^/uploads/|\.(svg|txt|docx|xlsx|zip)$"
)


@dataclass(frozen=True)
class Seen:
    """A page as the server gave it."""

    address: str
    name: str
    status: int
    html: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def name_of(address: str) -> str:
    """Return the name of the view behind an address."""
    path = urlsplit(address).path
    try:
        return resolve(path).view_name
    except Resolver404:
        return re.sub(r"\d+", "1", path)


def links_of(html: str, address: str) -> Iterator[str]:
    """Yield the addresses within the site that a page links to."""
    links = _Links()
    links.feed(html)
    for link in links.found:
        parts = urlsplit(urljoin(address, link))
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        same_site = not urlsplit(link).netloc and parts.scheme in ("", "http")
        if same_site and target.startswith("/") and not PASSED_OVER.search(target):
            yield target


def crawl(page: Page) -> list[Seen]:
    """Return the pages reached from the one that is open, a few for each view.

    The public site is a visitor's to walk through: of it, others are led back to the front page.
    """
    start = urlsplit(page.url).path
    own = "/" if start == "/" else f"/{start.split('/')[1]}/"
    waiting, known = deque(dict.fromkeys([start, "/"])), {start, "/"}
    taken: Counter[str] = Counter()
    seen: list[Seen] = []
    while waiting:
        assert len(seen) < PAGES_PER_ROLE, [page.address for page in seen]
        address = waiting.popleft()
        name = name_of(address)
        if taken[name] >= PAGES_PER_NAME:
            continue
        taken[name] += 1
        answer = page.request.get(address)
        is_page = "html" in answer.headers.get("content-type", "")
        html = answer.text() if is_page else ""
        seen.append(Seen(address, name, answer.status, html))
        for link in links_of(html, address):
            if link not in known and link.startswith(own):
                known.add(link)
                waiting.append(link)
    return seen


def reached(page: Page, role: str | None, *, english: bool = False) -> list[Seen]:
    """Return the pages a role reaches in a language, walked through once for all tests."""
    if (role, english) not in REACHED:
        if role is None:
            page.goto("/")
        if english:
            page.get_by_role("button", name="English").click()
            page.wait_for_load_state()
        REACHED[role, english] = crawl(page)
    return REACHED[role, english]


REACHED: dict[tuple[str | None, bool], list[Seen]] = {}
LOOKED_AT: set[str] = set()


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_every_page_answers_in_chinese(visit: Callable[..., Page], role: str | None):
    pages = reached(visit(role), role)
    assert [(page.address, page.status) for page in pages if page.status != 200] == []
    wrong = {page.address: found for page in pages if (found := english_on(page.html))}
    assert not wrong, "\n".join(f"{address}: {found}" for address, found in wrong.items())


@pytest.mark.parametrize("role", IN_ENGLISH, ids=str)
def test_every_page_answers_in_english(visit: Callable[..., Page], role: str | None):
    pages = reached(visit(role), role, english=True)
    assert [(page.address, page.status) for page in pages if page.status != 200] == []
    wrong = {page.address: found for page in pages if (found := chinese_on(page.html))}
    assert not wrong, "\n".join(f"{address}: {found}" for address, found in wrong.items())


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_nothing_bars_anybody_from_a_page(visit: Callable[..., Page], role: str | None):
    page = visit(role)
    found: list[str] = []
    for one in reached(page, role):
        if one.name in LOOKED_AT or not one.html:
            continue
        LOOKED_AT.add(one.name)
        page.set_viewport_size(WIDE)
        page.goto(one.address)
        found += find_barriers(page)
        found += [f"{one.address}: {text}" for text in english_on(page.content())]
        page.set_viewport_size(NARROW)
        if is_wider_than_screen(page):
            found.append(f"{one.address}: scrolls sideways at 390 px")
    assert not found, "\n".join(found)
