"""Carries out a request once, however often it is sent with the same key."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huizhi.integrations.errors import KeyUsedOtherwise
from huizhi.integrations.models import ApiToken, KeptAnswer
from huizhi.kernel import clock

KEPT_FOR = dt.timedelta(hours=24)


def answer_once(
    *, token: ApiToken, key: str, request: bytes, work: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Return the answer of `work`, and whether it was given before.

    The key is written in the transaction of the work: what fails leaves none, and a twin that comes
    at the same time waits for the first. Errors: `KeyUsedOtherwise`, and those of `work`.
    """
    request_hash = hashlib.sha256(request).hexdigest()
    with transaction.atomic():
        KeptAnswer.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()
        kept, new = KeptAnswer.objects.get_or_create(
            token=token,
            key=key,
            defaults={"request_hash": request_hash, "made_at": clock.now()},
        )
        if not new:
            if kept.request_hash != request_hash:
                raise KeyUsedOtherwise(
                    _("The Idempotency-Key “{key}” came before with another request.").format(
                        key=key
                    )
                )
            return kept.answer, True
        kept.answer = work()
        kept.save(update_fields=["answer"])
    return kept.answer, False
