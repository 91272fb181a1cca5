"""`huizhi people`: lists of people from the command line."""

from __future__ import annotations

import typer

from huizhi.cli.lists import DryRun, ListFile, Username, take_in
from huizhi.cli.serve import prepare
from huizhi.cli.words import help_text

HELP = help_text("人员名单。", "Lists of people.")
IMPORT_HELP = help_text(
    "按表头识别各列，导入人员名单；不予导入的行连同原因写回 Excel。",
    "Import a list of people by its headings; refused rows come back as Excel with the reasons.",
)
KIND = "people"

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command("import", help=IMPORT_HELP)
def import_list(file: ListFile, dry_run: DryRun = False, user: Username = "") -> None:
    """Import a list, or show what it would change. Exit code 1 when rows were refused."""
    prepare()
    take_in(KIND, file, username=user, dry_run=dry_run)
