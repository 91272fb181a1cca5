"""Where a webhook may send to: HTTPS to the outside, never into the network it stands in.

A name is resolved once, every address it has must be a public one, and the connection then goes to
that very address: a name that points elsewhere a moment later changes nothing. Hosts that the
operator named (`HUIZHI_WEBHOOK_HOSTS`) may lie inside; a demo may send to its own machine.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huizhi.integrations.errors import AddressRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 forms that carry an IPv4 address: behind them may lie one of our own network.
_CARRIERS = [
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
]
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """A checked address: what is asked for, and the number to connect to."""

    secure: bool
    host: str
    port: int
    path: str
    number: str


def resolve(url: str) -> Target:
    """Return where to connect for a URL. Errors: `AddressRefused`."""
    parts, port = _read(url)
    host = parts.hostname or ""
    numbers = _look_up(host, port)
    local = settings.DEMO and all(number.is_loopback for number in numbers)
    if not local and host not in settings.WEBHOOK_HOSTS:
        if parts.scheme != "https":
            raise AddressRefused(_("“{url}” must begin with https://.").format(url=url))
        if not all(_is_public(number) for number in numbers):
            raise AddressRefused(
                _(
                    "“{host}” lies inside a private network, to which nothing is sent. An operator"
                    " can name it in HUIZHI_WEBHOOK_HOSTS."
                ).format(host=host)
            )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, path, str(numbers[0]))


def _read(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = urlsplit(""), 0
    clean = url.isascii() and url.isprintable() and " " not in url
    if not clean or not port or not parts.hostname or parts.username is not None or parts.fragment:
        raise AddressRefused(
            _(
                "“{url}” is no address to send to. One looks like https://example.org/huizhi,"
                " without a user name and without “#”."
            ).format(url=url)
        )
    return parts, port


def _look_up(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [ipaddress.ip_address(entry[4][0]) for entry in found]
    except (OSError, ValueError) as error:
        raise AddressRefused(
            _("The name “{host}” is not known: {error}.").format(host=host, error=error)
        ) from error


def _is_public(number: Address) -> bool:
    if any(number in network for network in _CARRIERS if network.version == number.version):
        return False
    return number.is_global and not number.is_multicast
