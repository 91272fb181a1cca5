"""Messages of webhooks: what is said, how it is signed, and how it is sent.

A message names what happened, to which record, when and where to read it; it holds no value of the
record, so that nothing personal leaves by this way.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
from typing import Any

from django.utils.translation import gettext as _

from huizhi.integrations.addresses import Target, resolve
from huizhi.integrations.errors import NotDelivered
from huizhi.integrations.models import Delivery
from huizhi.integrations.readable import READABLE

API_ROOT = "/api/v1"
SECONDS_TO_ANSWER = 10
SECONDS_IN_ALL = 20
ACCEPTED = range(200, 300)


def message_of(delivery: Delivery) -> dict[str, Any]:
    """Return what is told about an entry of the log."""
    entry = delivery.entry
    path = READABLE[entry.subject_kind].path
    return {
        "delivery": delivery.pk,
        "position": entry.position,
        "action": entry.action,
        "at": entry.at.isoformat(),
        "subject": {"kind": entry.subject_kind, "id": delivery.subject_id},
        "links": {"record": f"{API_ROOT}/{path}/{delivery.subject_id}"},
    }


def signature(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return the header's value: HMAC-SHA-256 over `<timestamp>.<body>` with the secret."""
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={signed.hexdigest()}"


def send(*, delivery: Delivery, secret: str, timestamp: int) -> int:
    """Send a message; return the HTTP status that accepted it.

    Redirects are not followed. Errors: `AddressRefused`, `NotDelivered` with `status` in its
    details where there was one.
    """
    body = json.dumps(message_of(delivery), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Huizhi-Webhook/1",
        "Huizhi-Delivery": str(delivery.pk),
        "Huizhi-Signature": signature(secret=secret, timestamp=timestamp, body=body),
    }
    status = _post(resolve(delivery.webhook.url), body, headers)
    if status not in ACCEPTED:
        raise NotDelivered(
            _("The receiver answered with HTTP status {status}; 200 to 299 would accept.").format(
                status=status
            ),
            status=status,
        )
    return status


class _Connection(http.client.HTTPConnection):
    """A connection to the number that was checked, whatever the name says by now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS_TO_ANSWER)
        self.target = target

    def connect(self) -> None:
        """Connect, with TLS for the name where the address is secure."""
        self.sock = socket.create_connection((self.target.number, self.port), self.timeout)
        if self.target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)


def _post(target: Target, body: bytes, headers: dict[str, str]) -> int:
    connection = _Connection(target)
    # Each read has its time limit; this one is for a receiver that answers a byte at a time.
    watch = threading.Timer(SECONDS_IN_ALL, _break_off, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(
            _("The receiver could not be reached: {error}.").format(error=error or repr(error))
        ) from error
    finally:
        watch.cancel()
        connection.close()


def _break_off(connection: _Connection) -> None:
    if connection.sock is not None:
        connection.sock.shutdown(socket.SHUT_RDWR)
