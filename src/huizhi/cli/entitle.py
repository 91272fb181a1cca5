"""`huizhi entitle`: everyone who is entitled to something, from tables of facts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.packs import PackFolder, no_pack
from huizhi.cli.result_files import ENDINGS
from huizhi.cli.terminal import FINDINGS, USAGE, fail, note, progress
from huizhi.cli.words import JsonOption, LanguageOption, help_text
from huizhi.rules.words import Words

if TYPE_CHECKING:
    from huizhi.rules.fact_tables.problems import Problem
    from huizhi.rules.fact_tables.reading import FactsInput
    from huizhi.rules.facts.model import Catalogue
    from huizhi.rules.packs.model import Pack
    from huizhi.rules.subjects import SubjectRef
    from huizhi.rules.words import Language

HELP = help_text(
    "按政策包计算名单中每人每事项的结果：是、否，或者因缺少某事实而未知。",
    "Work out each benefit of each subject: yes, no, or not known for want of a fact.",
)
_SHOWN_OF_A_CODE = 20


def entitle(
    *,
    pack: PackFolder,
    facts: Annotated[
        Path,
        typer.Argument(
            metavar="FACTS",
            exists=True,
            help=help_text(
                "人员表，或每类对象一张表的工作簿或文件夹（.xlsx、.csv、.parquet）",
                "A table of people, or a workbook or folder with a table per kind "
                "(.xlsx, .csv, .parquet)",
            ),
        ),
    ],
    as_of: Annotated[
        str, typer.Option("--as-of", help=help_text("基准日，如 2021-07-26", "As-of date"))
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", help=help_text("结果文件（.xlsx、.csv、.parquet）", "Output file")),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", help=help_text("只说明一个编号的理由", "Reasons for one id")),
    ] = None,
    as_json: JsonOption = False,
    language: LanguageOption = "zh",
) -> None:
    """Evaluate a pack for everyone in FACTS."""
    # Imported here: the language, the pack and the readers take longer to load than the help.
    from huizhi.cli.result_output import Run, print_json, show, table_of, written
    from huizhi.rules.evaluation.evaluator import Evaluator
    from huizhi.rules.facts.catalogue import load_catalogue

    day = _day(as_of, language)
    _check_out(out, language)
    loaded = _load(pack, language)
    if not loaded.in_force(day):
        nothing = Words(
            f"{pack}：没有文件在 {day} 施行，请核对 --as-of",
            f"{pack}: no document is in force on {day}; check --as-of",
        )
        fail(nothing.get(language), FINDINGS)
    catalogue = loaded.catalogue(load_catalogue())
    with progress() as bar:
        bar.stage(Words("读入", "reading").get(language))
        stated = _read(facts, catalogue, language)
        run = Run(loaded, catalogue, day, stated, Evaluator(loaded, catalogue, day), language)
        if explain is not None:
            # Imported here: few runs ask for reasons.
            from huizhi.cli.reason_trees import explained

            shown = explained(run, _subject(explain, stated, language), as_json=as_json)
        elif as_json:
            shown = None
            print_json(run, bar)
        elif out is not None:
            shown = written(run, out, bar)
        else:
            shown = table_of(run, bar)
    if shown is not None:
        show(shown)
    if not as_json:
        _print_reports(stated.reports, language)
    if stated.refused:
        raise typer.Exit(FINDINGS)


def _day(text: str, language: Language) -> dt.date:
    from huizhi.rules.fact_tables.dates import parse_date
    from huizhi.rules.fact_tables.problems import CellError

    try:
        day, remarks = parse_date(text)
    except CellError as error:
        fail(f"--as-of: {error.hint(language)}")
    if remarks:
        whole = Words("应写到日，如 2021-07-26", "write the day too, such as 2021-07-26")
        fail(f"--as-of: {whole.get(language)}")
    return day


def _check_out(out: Path | None, language: Language) -> None:
    """Refuse a file that could not be written before anything is worked out."""
    if out is None:
        return
    if out.suffix.lower() not in ENDINGS:
        known = "、".join(ENDINGS) if language == "zh" else ", ".join(ENDINGS)
        wrong = Words(f"结果文件的类型应为 {known}", f"the output must end in one of {known}")
        fail(f"--out: {out}: {wrong.get(language)}")
    if not out.parent.is_dir():
        wrong = Words("文件夹不存在，请先建立", "there is no such folder; make it first")
        fail(f"--out: {out.parent}: {wrong.get(language)}")


def _load(folder: Path, language: Language) -> Pack:
    from huizhi.rules.packs.checking import PackError
    from huizhi.rules.packs.loading import load_pack

    try:
        return load_pack(folder)
    except FileNotFoundError:
        fail(no_pack(folder).get(language), USAGE)
    except PackError as error:
        fail("\n".join(f"{folder}/{f.format(language)}" for f in error.findings), FINDINGS)


def _read(path: Path, catalogue: Catalogue, language: Language) -> FactsInput:
    from huizhi.rules.fact_tables.problems import InputError
    from huizhi.rules.fact_tables.reading import read_facts

    try:
        return read_facts(path, catalogue)
    except InputError as error:
        fail(error.message(language), USAGE)


def _subject(text: str, stated: FactsInput, language: Language) -> SubjectRef:
    """Return the subject that `id` or `kind:id` names."""
    kind, _, rest = text.partition(":")
    named = [one for one in stated.subjects if text == one.id or (kind, rest) == one]
    if len(named) == 1:
        return named[0]
    choices = ", ".join(f"{one.kind}:{one.id}" for one in named)
    wrong = (
        Words(f"编号“{text}”有几个，请写：{choices}", f"“{text}” may be: {choices}")
        if named
        else Words(
            f"名单中没有编号“{text}”（或这一行未能读入）",
            f"there is no id “{text}” in FACTS (or its row was refused)",
        )
    )
    return fail(f"--explain: {wrong.get(language)}")


def _print_reports(reports: Sequence[Problem], language: Language) -> None:
    """Tell what was found in the tables, a few of each kind."""
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for report in reports:
        by_code[report.remark.code].append(report)
    for found in by_code.values():
        for report in found[:_SHOWN_OF_A_CODE]:
            note(report.message(language))
        more = len(found) - _SHOWN_OF_A_CODE
        if more > 0:
            rest = Words(f"……同类还有 {more} 条", f"… and {more} more of this kind")
            note(rest.get(language))
