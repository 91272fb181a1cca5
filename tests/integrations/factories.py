"""Factories of tokens and webhooks: one for each model."""

from __future__ import annotations

import datetime as dt

from huizhi.integrations import tokens, webhooks
from huizhi.integrations.models import ApiScope, ApiToken, Webhook
from huizhi.integrations.webhooks import ACTIONS, WebhookDetails
from huizhi.kernel import clock
from huizhi.kernel.models import User


def token(user: User, actor: User | None = None, **fields: object) -> tuple[ApiToken, str]:
    """Return a token that acts for a user with every scope, and its secret."""
    values = {
        "label": "数据平台",
        "scopes": ApiScope.values,
        "expires_on": clock.today() + dt.timedelta(days=90),
        **fields,
    }
    return tokens.make_token(actor=actor or user, user=user, **values)


def webhook(owner: User, actor: User | None = None, **fields: object) -> tuple[Webhook, str]:
    values = {
        "label": "数据平台",
        "url": "http://127.0.0.1:9/huizhi",
        "actions": list(ACTIONS),
        **fields,
    }
    return webhooks.add_webhook(actor=actor or owner, owner=owner, details=WebhookDetails(**values))
