"""`huizhi webhooks`: tells other systems what happened. `huizhi serve` runs it as a child."""

from __future__ import annotations

import logging
import os
import time
from typing import Annotated

import typer

from huizhi.cli.words import help_text

HELP = help_text(
    "向已登记的地址推送变动（huizhi serve 会自动运行）。",
    "Send what webhooks wait for (huizhi serve runs this by itself).",
)
SECONDS_BETWEEN_LOOKS = 2
SECONDS_AFTER_TROUBLE = 15

Once = Annotated[
    bool,
    typer.Option("--once", help=help_text("推送一轮后结束", "Send what is due now, then end")),
]

logger = logging.getLogger(__name__)


def send(once: Once = False) -> None:
    """Read the log and send, again and again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
    # Imported here: Django must be ready before a room's models are.
    import django
    from django.db import OperationalError, connections

    django.setup()
    from huizhi.integrations.delivering import work_once

    while True:
        try:
            done = work_once()
        except OperationalError:
            if once:
                raise
            # The database is away for a moment; dying at once would take the site along.
            logger.exception("The database does not answer")
            connections.close_all()
            time.sleep(SECONDS_AFTER_TROUBLE)
            continue
        if once:
            return
        if not done:
            time.sleep(SECONDS_BETWEEN_LOOKS)
