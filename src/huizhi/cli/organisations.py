"""`huizhi organisations` and `huizhi index`: the list of universities, and what a search finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.lists import actor_named
from huizhi.cli.serve import prepare
from huizhi.cli.terminal import FINDINGS, fail, note, progress
from huizhi.cli.words import help_text

if TYPE_CHECKING:
    from huizhi.organisations.university_import import UniversitiesImported

HELP = help_text("单位。", "Organisations.")
IMPORT_HELP = help_text(
    "导入教育部全国高等学校名单（Excel 或 CSV）；不写文件则用随附的2021年名单。",
    "Import the Ministry of Education's list of universities (Excel or CSV); without a file, the"
    " list of 2021 that comes with Huizhi.",
)
INDEX_HELP = help_text(
    "重建检索索引，检索结果不全时使用。",
    "Make the index of the search anew, should a search not find what is there.",
)
SOURCE_BUILT_IN = "教育部全国高等学校名单（截至2021年9月30日）"

app = typer.Typer(help=HELP, no_args_is_help=True)

ListFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE", exists=True, dir_okay=False, help=help_text("名单文件", "The list")
    ),
]
Username = Annotated[
    str,
    typer.Option("--user", help=help_text("以哪个用户的名义", "In whose name: a username")),
]


@app.callback()
def about_organisations() -> None:
    """Keep `import` a command of its own name."""


@app.command("import", help=IMPORT_HELP)
def import_list(file: ListFile = None, user: Username = "") -> None:
    """Import a list of universities. Exit code 1 when rows were refused."""
    prepare()
    # Imported here: Django must be ready before a room's models are.
    from huizhi.kernel.errors import HuizhiError
    from huizhi.organisations.university_import import import_universities
    from huizhi.organisations.university_list import BUILT_IN

    applied = 0
    with progress() as bar:

        def report(done: int, total: int) -> None:
            nonlocal applied
            if done == 0:
                bar.stage(help_text("导入", "Importing"), total=total)
            bar.advance(done - applied)
            applied = done

        try:
            done = import_universities(
                actor=actor_named(user),
                path=file or BUILT_IN,
                source=file.stem if file else SOURCE_BUILT_IN,
                report=report,
            )
        except HuizhiError as error:
            fail(str(error))
    _show(done)
    if done.refused:
        raise typer.Exit(FINDINGS)


def index() -> None:
    """Make the index of the search anew."""
    prepare()
    from huizhi.organisations import indexing as organisations
    from huizhi.partners import indexing as partners

    with progress() as bar:
        bar.stage(help_text("建立索引", "Indexing"))
        count = organisations.index_all() + partners.index_all()
    note(help_text(f"已为 {count} 条记录建立索引。", f"{count} records are in the index."))


def _show(done: UniversitiesImported) -> None:
    for problem in (*done.notices, *done.refused):
        note(str(problem))
    counts = (
        (help_text("新增", "added"), done.added),
        (help_text("更新", "changed"), done.changed),
        (help_text("其中更名", "of these renamed"), done.renamed),
        (help_text("未变", "unchanged"), done.unchanged),
        (help_text("不予导入", "refused"), len(done.refused)),
    )
    for label, count in counts:
        typer.echo(f"{label}\t{count}")
