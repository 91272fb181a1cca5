"""Tokens, kept answers, webhooks and their deliveries; one file each."""

from huizhi.integrations.models.kept_answer import KeptAnswer
from huizhi.integrations.models.token import ApiScope, ApiToken
from huizhi.integrations.models.webhook import Delivery, DeliveryState, Webhook

__all__ = ["ApiScope", "ApiToken", "Delivery", "DeliveryState", "KeptAnswer", "Webhook"]
