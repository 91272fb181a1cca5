"""`huizhi lists`: lists of every kind from the command line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.serve import prepare
from huizhi.cli.terminal import FINDINGS, fail, note, progress
from huizhi.cli.words import help_text

if TYPE_CHECKING:
    from huizhi.kernel.lists.models import ListImport
    from huizhi.kernel.models import User

HELP = help_text("各类名单。", "Lists of every kind.")
IMPORT_HELP = help_text(
    "按表头识别各列，导入一类名单；不予导入的行连同原因写回 Excel。",
    "Import a list by its headings; refused rows come back as Excel with the reasons.",
)
REFUSED_ENDING = ".refused.xlsx"

app = typer.Typer(help=HELP, no_args_is_help=True)

Kind = Annotated[
    str,
    typer.Argument(
        metavar="KIND", help=help_text("名单种类，如 agreement", "Kind of list, e.g. agreement")
    ),
]
ListFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, help=help_text("名单文件", "The list")
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=help_text("只预览，不写入", "Show what would change, no more")),
]
Username = Annotated[
    str,
    typer.Option("--user", help=help_text("以哪个用户的名义", "In whose name: a username")),
]
Since = Annotated[
    dt.datetime | None,
    typer.Option(
        "--since",
        formats=["%Y-%m-%d"],
        help=help_text("名单从哪一天起有效", "The day from which the list holds"),
    ),
]


@app.command("import", help=IMPORT_HELP)
def import_list(
    kind: Kind, file: ListFile, dry_run: DryRun = False, user: Username = "", since: Since = None
) -> None:
    """Import a list, or show what it would change. Exit code 1 when rows were refused."""
    prepare()
    take_in(kind, file, username=user, dry_run=dry_run, since=since.date() if since else None)


def take_in(
    kind: str, file: Path, *, username: str, dry_run: bool, since: dt.date | None = None
) -> None:
    """Take a list through every step. Exit code 1 when rows were refused, 2 when nothing went."""
    # Imported here: Django must be ready before a room's models are.
    from huizhi.kernel.errors import HuizhiError

    try:
        refused = _import(kind, file, actor_named(username), dry_run=dry_run, since=since)
    except HuizhiError as error:
        fail(str(error))
    if refused:
        raise typer.Exit(FINDINGS)


def actor_named(username: str) -> User:
    """Return the user of a name, or the system where none is given; end when there is none."""
    from huizhi.kernel.models import User
    from huizhi.kernel.users import system_user

    if not username:
        return system_user()
    found = User.objects.filter(username=username).first()
    if found is None:
        fail(help_text(f"没有用户“{username}”。", f"There is no user “{username}”."))
    return found


def _import(name: str, file: Path, actor: User, *, dry_run: bool, since: dt.date | None) -> int:
    """Take the list through every step; return how many rows did not go in."""
    from huizhi.kernel.lists import services
    from huizhi.kernel.lists.kinds import kind_named
    from huizhi.kernel.lists.queries import outcome_counts

    batch = services.upload(
        actor=actor, kind=kind_named(name), file_name=file.name, data=file.read_bytes()
    )
    columns = services.columns_of(batch, county_code=actor.county_id or "")
    for column in columns:
        if not column.target:
            note(help_text("未读取的列：", "Column not read: ") + column.heading)
    targets = {column.heading: column.target for column in columns}
    services.preview(actor=actor, batch=batch, columns=targets, valid_from=since)
    waiting = batch.rows.filter(outcome__in=services.GIVEN_BACK).count()
    if dry_run:
        _show(outcome_counts(batch))
        services.discard(actor=actor, batch=batch)
        return waiting
    with progress() as bar:
        bar.stage(help_text("导入", "Importing"), total=batch.rows.count())
        applied = 0

        def report(done: int, total: int) -> None:
            nonlocal applied
            bar.advance(done - applied)
            applied = done

        services.apply(actor=actor, batch=batch, report=report)
    _show(outcome_counts(batch))
    waiting = batch.rows.filter(outcome__in=services.GIVEN_BACK).count()
    if waiting:
        _write_refused(file, actor, batch)
    return waiting


def _write_refused(file: Path, actor: User, batch: ListImport) -> None:
    from huizhi.kernel.lists import services

    target = file.with_name(file.stem + REFUSED_ENDING)
    target.write_bytes(services.take_refused(actor=actor, batch=batch))
    note(help_text("不予导入的行：", "Refused rows: ") + str(target))


def _show(counts: dict[str, int]) -> None:
    from huizhi.kernel.lists.models import RowOutcome

    for outcome, count in counts.items():
        if count:
            typer.echo(f"{RowOutcome(outcome).label}\t{count}")
