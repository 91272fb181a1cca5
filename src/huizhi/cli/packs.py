"""`huizhi pack`: check a policy pack and run its tests."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.terminal import FINDINGS, USAGE, fail, note
from huizhi.cli.words import LanguageOption, help_text
from huizhi.rules.words import Language, Words

if TYPE_CHECKING:
    from huizhi.dmn import Model
    from huizhi.rules.packs.dmn_tables import Entry
    from huizhi.rules.packs.model import Pack

HELP = help_text("检查和测试政策包。", "Check and test a policy pack.")
app = typer.Typer(no_args_is_help=True)

PackFolder = Annotated[
    Path,
    typer.Argument(
        metavar="PACK",
        exists=True,
        file_okay=False,
        help=help_text("政策包所在的文件夹", "Folder of the policy pack"),
    ),
]


@app.command(
    "check",
    help=help_text(
        "检查政策包的写法、名称、类型和条款；有错误时退出码为 1。",
        "Check form, names, types and clauses; exit code 1 when there are errors.",
    ),
)
def check(pack: PackFolder, language: LanguageOption = "zh") -> None:
    """Print what is wrong or remarkable in a pack, a line each."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.rules.findings import has_errors
    from huizhi.rules.packs.checking import check_pack

    try:
        findings = check_pack(pack)
    except FileNotFoundError:
        fail(no_pack(pack).get(language), USAGE)
    for finding in findings:
        typer.echo(f"{pack}/{finding.format(language)}")
    if has_errors(findings):
        raise typer.Exit(FINDINGS)
    told = len(findings)
    fine = Words(
        f"没有错误（提示 {told} 条）" if told else "没有错误",
        f"no errors ({told} notices)" if told else "no errors",
    )
    typer.echo(fine.get(language), err=True)


@app.command(
    "tables",
    help=help_text(
        "证明政策包的决策表：空缺、重叠、不起作用和多余的规则，各举一例。",
        "Prove the decision tables: gaps, overlaps, rules that never decide, with examples.",
    ),
)
def tables(pack: PackFolder, language: LanguageOption = "zh") -> None:
    """Print what is proved of each table: complete or not, disjoint or not, and its faults."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.rules.packs.checking import table_proofs

    for proof in table_proofs(readable_pack(pack, language)):
        place, name = proof.table.place, proof.table.title.get(language)
        typer.echo(f"{pack}/{place.path}:{place.line}: {name}")
        for words in (*proof.summary, *(fault.words for fault in proof.faults)):
            typer.echo(f"  {words.get(language)}")


@app.command(
    "test",
    help=help_text(
        "运行政策包 tests 中的用例；有不符时退出码为 1。",
        "Run the cases in the pack's tests; exit code 1 when one fails.",
    ),
)
def test(pack: PackFolder, language: LanguageOption = "zh") -> None:
    """Run the cases of a pack and print those that fail, with expected and got."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.rules.packs.checking import PackError
    from huizhi.rules.packs.testing import test_pack

    try:
        outcomes = test_pack(pack)
    except FileNotFoundError:
        fail(no_pack(pack).get(language), USAGE)
    except PackError as error:
        fail("\n".join(f"{pack}/{f.format(language)}" for f in error.findings), FINDINGS)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        typer.echo(f"{pack}/{outcome.path}:{outcome.line}: {outcome.name}")
        for difference in outcome.differences:
            typer.echo(f"  {difference.message(language)}")
    passed = len(outcomes) - len(failed)
    total = Words(
        f"通过 {passed} 个，不符 {len(failed)} 个", f"{passed} passed, {len(failed)} failed"
    )
    typer.echo(total.get(language), err=True)
    if failed:
        raise typer.Exit(FINDINGS)


def readable_pack(pack: Path, language: Language) -> Pack:
    """Return the pack of a folder; end the command where there is none to be evaluated."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.rules.packs.checking import check_files
    from huizhi.rules.packs.reading import read_folder

    try:
        found, findings = check_files(read_folder(pack))
    except FileNotFoundError:
        fail(no_pack(pack).get(language), USAGE)
    if found is None:
        fail("\n".join(f"{pack}/{f.format(language)}" for f in findings), FINDINGS)
    return found


def no_pack(pack: Path) -> Words:
    """Return what to say of a folder that is no pack."""
    return Words(
        f"{pack}：文件夹中没有 pack.yaml，应指向政策包的文件夹",
        f"{pack}: there is no pack.yaml; point to the folder of a policy pack",
    )


class DmnVersion(StrEnum):
    """The versions of DMN that tables are written as."""

    NEWEST = "1.5"
    COMMON = "1.3"


@app.command(
    "to-dmn",
    help=help_text(
        "把政策包的决策表写成 DMN 文件，可在 DMN 建模工具中打开。",
        "Write the pack's decision tables as DMN, to be opened in a DMN modeller.",
    ),
)
def to_dmn(
    pack: PackFolder,
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", dir_okay=False, help=help_text("写到哪个文件", "The file to write")
        ),
    ],
    version: Annotated[
        DmnVersion,
        typer.Option(
            "--version",
            help=help_text(
                "DMN 的版本；bpmn.io 和 Camunda 的建模工具只读 1.3",
                "Version of DMN; the modellers of bpmn.io and Camunda read 1.3 alone",
            ),
        ),
    ] = DmnVersion.NEWEST,
    language: LanguageOption = "zh",
) -> None:
    """Write every table of a pack to a file, which may be there already."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.dmn import DmnError, write_model
    from huizhi.rules.packs.dmn_tables import entries_of_pack, model_of

    entries = entries_of_pack(readable_pack(pack, language))
    try:
        target.write_bytes(write_model(model_of(pack.resolve().name, entries), version.value))
    except DmnError as error:
        fail(f"{pack}: {error.code} {error.message(language)}", FINDINGS)
    except OSError as error:
        fail(f"{target}: {error.strerror}", USAGE)
    told = Words(f"{target}：{len(entries)} 张表", f"{target}: {len(entries)} tables")
    typer.echo(told.get(language), err=True)


@app.command(
    "from-dmn",
    help=help_text(
        "把 DMN 文件中的决策表写成政策包的 YAML，输出到屏幕；--into 则把改动写回政策包。",
        "Print the decision tables of a DMN file as YAML of a pack; with --into, put what was "
        "changed in them back into a pack.",
    ),
)
def from_dmn(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            exists=True,
            dir_okay=False,
            help=help_text("DMN 1.1 至 1.6 文件", "A file of DMN 1.1 to 1.6"),
        ),
    ],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar="PACK",
            exists=True,
            file_okay=False,
            help=help_text(
                "政策包的文件夹：同名的表改为文件中的样子，其余文字和注释不变",
                "Folder of a pack: tables of the same name become what the file says; "
                "all other text and comments stay",
            ),
        ),
    ] = None,
    language: LanguageOption = "zh",
) -> None:
    """Print `tables:` as a document of a pack has it; what must be added is said beside it."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.dmn import DmnError, read_model
    from huizhi.rules.packs.dmn_tables import tables_of, yaml_of

    try:
        model = read_model(source.read_bytes())
    except DmnError as error:
        fail(f"{source}: {error.code} {error.message(language)}", FINDINGS)
    entries = tables_of(model) if into is None else _merged(into, model, language)
    if entries or into is None:
        typer.echo(yaml_of(entries), nl=False)
    for entry in entries:
        missing = [name for name in ("english", "clause") if name not in entry]
        if missing:
            lacks = Words(
                f"“{entry['name']}”：请补上 {'、'.join(missing)}",
                f"“{entry['name']}”: add {', '.join(missing)}",
            )
            note(lacks.get(language))


def _merged(folder: Path, model: Model, language: Language) -> Sequence[Entry]:
    """Write what a model changes into a pack and tell of it; return the tables it does not have."""
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.rules.findings import has_errors
    from huizhi.rules.packs.checking import check_files
    from huizhi.rules.packs.dmn_merging import merge

    pack = readable_pack(folder, language)
    merged = merge(pack, model)
    _pack, findings = check_files(merged.files)
    if has_errors(findings):
        told = (f"{folder}/{f.format(language)}" for f in findings if f.severity == "error")
        refused = Words(
            "没有写入，改动后的政策包有错误：", "Nothing is written; the pack would have errors:"
        )
        fail("\n".join((refused.get(language), *told)), FINDINGS)
    for name, text in merged.files.items():
        if text != pack.files[name]:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    for part in merged.left:
        left = Words(
            f"“{part.table}”：{part.part} 与文件不同，未改写，请手工修改",
            f"“{part.table}”: {part.part} differs from the file and stays; change it by hand",
        )
        note(left.get(language))
    if merged.changed:
        zh, en = "、".join(merged.changed), ", ".join(merged.changed)
        told_changed = Words(f"{folder}：改动的表：{zh}", f"{folder}: tables changed: {en}")
    else:
        told_changed = Words(f"{folder}：没有改动", f"{folder}: nothing changed")
    note(told_changed.get(language))
    return merged.added
