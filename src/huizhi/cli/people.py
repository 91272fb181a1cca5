"""`huizhi people`: lists of people from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.serve import prepare
from huizhi.cli.terminal import FINDINGS, fail, note, progress
from huizhi.cli.words import help_text

if TYPE_CHECKING:
    from huizhi.kernel.models import User
    from huizhi.people.models import PeopleImport

HELP = help_text("人员名单。", "Lists of people.")
IMPORT_HELP = help_text(
    "按表头识别各列，导入人员名单；不予导入的行连同原因写回 Excel。",
    "Import a list of people by its headings; refused rows come back as Excel with the reasons.",
)
REFUSED_ENDING = ".refused.xlsx"

app = typer.Typer(help=HELP, no_args_is_help=True)

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


@app.command("import", help=IMPORT_HELP)
def import_list(file: ListFile, dry_run: DryRun = False, user: Username = "") -> None:
    """Import a list, or show what it would change. Exit code 1 when rows were refused."""
    prepare()
    # Imported here: Django must be ready before a room's models are.
    from huizhi.kernel.errors import HuizhiError

    try:
        refused = _import(file, actor_named(user), dry_run=dry_run)
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


def _import(file: Path, actor: User, *, dry_run: bool) -> int:
    """Take the list through every step; return how many rows did not go in."""
    from huizhi.people.imports import services
    from huizhi.people.imports.columns import find_columns

    batch = services.upload(actor=actor, file_name=file.name, data=file.read_bytes())
    columns = find_columns(services.tables_of(batch), county_code=actor.county_id or "")
    for column in columns:
        if not column.target:
            note(help_text("未读取的列：", "Column not read: ") + column.heading)
    targets = {column.heading: column.target for column in columns}
    services.preview(actor=actor, batch=batch, columns=targets)
    waiting = batch.rows.filter(outcome__in=services.GIVEN_BACK).count()
    if dry_run:
        _show(services.outcome_counts(batch))
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
    _show(services.outcome_counts(batch))
    if waiting:
        _write_refused(file, actor, batch)
    return waiting


def _write_refused(file: Path, actor: User, batch: PeopleImport) -> None:
    from huizhi.people.imports import services

    target = file.with_name(file.stem + REFUSED_ENDING)
    target.write_bytes(services.take_refused(actor=actor, batch=batch))
    note(help_text("不予导入的行：", "Refused rows: ") + str(target))


def _show(counts: dict[str, int]) -> None:
    from huizhi.people.models import RowOutcome

    for outcome, count in counts.items():
        if count:
            typer.echo(f"{RowOutcome(outcome).label}\t{count}")
