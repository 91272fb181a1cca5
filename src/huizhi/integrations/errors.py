"""What can be wrong with a token, a repeated request or a webhook."""

from __future__ import annotations

from huizhi.kernel.errors import HuizhiError


class TokenRefused(HuizhiError):
    """A token that cannot be made like this: no scope, an end that lies in the past …"""


class ScopeMissing(HuizhiError):
    """The token does not carry the scope that the request needs."""


class KeyUsedOtherwise(HuizhiError):
    """The Idempotency-Key came before with another request."""


class WebhookRefused(HuizhiError):
    """A webhook that cannot be kept or changed like this."""


class AddressRefused(WebhookRefused):
    """An address to which nothing is sent: not HTTPS, or inside the network."""


class NotDelivered(HuizhiError):
    """The receiver could not be reached or did not accept what it was sent."""
