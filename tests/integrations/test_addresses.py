"""Where webhooks may send to: never into the network they stand in."""

from __future__ import annotations

import socket

import pytest

from huizhi.integrations.addresses import resolve
from huizhi.integrations.errors import AddressRefused


@pytest.fixture
def names(monkeypatch, settings):
    """Return a function that says which numbers a name has; nothing asks the network."""
    settings.DEMO = False
    known: dict[str, list[str]] = {}

    def look_up(host, port, **_):
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(None, None, None, "", (number, port)) for number in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known.update


def test_a_public_name_is_connected_to_by_its_number(names):
    names({"example.org": ["93.184.215.14"]})
    target = resolve("https://example.org/huizhi?x=1")
    assert (target.secure, target.host, target.port) == (True, "example.org", 443)
    assert (target.path, target.number) == ("/huizhi?x=1", "93.184.215.14")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_what_lies_inside_is_refused(names, number):
    names({"inside.example.org": [number], "half.example.org": ["93.184.215.14", number]})
    for host in ("inside.example.org", "half.example.org"):
        with pytest.raises(AddressRefused, match="HUIZHI_WEBHOOK_HOSTS"):
            resolve(f"https://{host}/")


def test_a_host_that_the_operator_named_may_lie_inside(names, settings):
    names({"data.city": ["10.1.2.3"]})
    settings.WEBHOOK_HOSTS = ["data.city"]
    assert resolve("http://data.city:8080/in").number == "10.1.2.3"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https:///path",
        "https://user@example.org/",
        "https://user:word@example.org/",
        "https://example.org/#part",
        "https://example.org:99999/",
        "https://example.org/a b",
        "https://example.org/\r\nX: y",
        "https://例子.org/",
        "https://[::1",
        "https://unknown.example.org/",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_no_address_is_refused(names, url):
    names({"example.org": ["93.184.215.14"]})
    with pytest.raises(AddressRefused):
        resolve(url)


def test_a_demo_may_send_to_its_own_machine_only(names, settings):
    settings.DEMO = True
    names({"localhost": ["127.0.0.1", "::1"], "inside": ["10.0.0.1"], "out": ["93.184.215.14"]})
    assert resolve("http://localhost:9/").number == "127.0.0.1"
    for url in ("https://inside/", "http://out/"):
        with pytest.raises(AddressRefused):
            resolve(url)
