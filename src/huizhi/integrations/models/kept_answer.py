"""Answers kept for a day, so that a request that is sent twice is carried out once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from huizhi.integrations.models.token import ApiToken


class KeptAnswer(models.Model):
    """What a token's request with an Idempotency-Key was answered.

    `request_hash` is SHA-256 of method, address and body: the same key with another request is a
    mistake of the sender.
    """

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    answer: models.JSONField[Any, Any] = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="integrations_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
