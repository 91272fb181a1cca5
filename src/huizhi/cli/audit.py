"""`huizhi audit`: whether the audit log is whole, for auditors and operators."""

from __future__ import annotations

import typer

from huizhi.cli.serve import prepare
from huizhi.cli.terminal import FINDINGS, fail
from huizhi.cli.words import help_text

HELP = help_text(
    "核验审计日志：逐条核对哈希链，并给出最后一条的哈希。",
    "Check the audit log: every hash follows from the one before; prints the last one.",
)


def check() -> None:
    """Check the chain. Exit code 1 when it is broken."""
    prepare()
    # Imported here: Django must be ready before a room's models are.
    from huizhi.kernel.audit import find_first_break
    from huizhi.kernel.models import AuditEntry

    broken = find_first_break()
    if broken is not None:
        fail(
            help_text(
                f"第 {broken} 条与前一条不相接：日志被改动过。",
                f"Entry {broken} does not follow from the one before: the log was altered.",
            ),
            code=FINDINGS,
        )
    last = AuditEntry.objects.order_by("-position").first()
    number, digest = (last.position, last.hash) if last else (0, "")
    typer.echo(
        help_text(
            f"日志完整，共 {number} 条，最后一条的哈希：{digest}",
            f"The log is whole: {number} entries, the last hash is {digest}",
        )
    )
