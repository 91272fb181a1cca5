"""`huizhi tck`: how much of the DMN TCK comes out as expected. The suite lies elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.terminal import USAGE, Progress, fail, note, progress
from huizhi.cli.words import JsonOption, LanguageOption, help_text
from huizhi.rules.words import Words

if TYPE_CHECKING:
    from rich.table import Table

    from huizhi.dmn import Case, DmnError, Engine, Failure, Model
    from huizhi.rules.words import Language

HELP = help_text(
    "运行 DMN TCK（标准的一致性测试集），按级别统计通过的用例。",
    "Run the DMN TCK, the standard's conformance suite, and count what passes per level.",
)
_LEVEL = "compliance-level-"

Suite = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        exists=True,
        file_okay=False,
        help=help_text(
            "测试集的文件夹，内有 compliance-level-2 等", "Folder with compliance-level-2 and so on"
        ),
    ),
]
FailuresOption = Annotated[
    bool,
    typer.Option(
        "--failures",
        help=help_text("逐个列出未通过的用例及原因", "List every failed case, and why"),
    ),
]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A case that failed, and in which folder and file it stands."""

    folder: str
    file: str
    case: str
    failure: Failure


@dataclass(slots=True)
class _Score:
    """The figures of a level. A case is a `testCase`, however many results it asks for."""

    cases: int = 0
    passed: int = 0
    non_null: int = 0
    passed_non_null: int = 0
    failed: list[_Failed] = field(default_factory=list)

    def count(self, case: Case, passed: bool) -> None:
        self.cases += 1
        self.passed += passed
        self.non_null += case.non_null
        self.passed_non_null += passed and case.non_null

    def as_data(self) -> dict[str, int]:
        """Return the figures by name."""
        return {
            "cases": self.cases,
            "passed": self.passed,
            "non_null": self.non_null,
            "passed_non_null": self.passed_non_null,
        }


def run(
    suite: Suite,
    failures: FailuresOption = False,
    as_json: JsonOption = False,
    language: LanguageOption = "zh",
) -> None:
    """Run every case and print the figures; failed cases are figures too, so exit code 0."""
    levels = sorted(path for path in suite.glob(f"{_LEVEL}*") if path.is_dir())
    if not levels:
        wrong = Words(
            f"{suite}：没有 {_LEVEL}2 之类的文件夹，应指向测试集的文件夹",
            f"{suite}: there is no folder such as {_LEVEL}2; point to the folder of the suite",
        )
        fail(wrong.get(language), USAGE)
    with progress() as bar:
        scores = {
            path.name.removeprefix(_LEVEL): _run_level(path, bar, language) for path in levels
        }
    if failures:
        _list_failures(scores, language, to_stderr=as_json)
    if as_json:
        data = {"levels": {level: score.as_data() for level, score in scores.items()}}
        typer.echo(json.dumps(data))
        return
    from rich.console import Console

    Console().print(_table(scores, language))


def _run_level(level: Path, bar: Progress, language: Language) -> _Score:
    folders = sorted(path for path in level.iterdir() if path.is_dir())
    bar.stage(level.name, len(folders))
    score = _Score()
    for folder in folders:
        _run_folder(folder, score, language)
        bar.advance(1)
    return score


def _run_folder(folder: Path, score: _Score, language: Language) -> None:
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.dmn import DmnError, Failure, read_suite, run_case

    models: dict[str, Model | DmnError] = dict(_models(folder))
    for path in sorted(folder.glob("*.xml")):
        try:
            suite = read_suite(path.read_bytes())
        except DmnError as error:
            note(f"{path}: {error.message(language)}")
            continue
        engine = _engine(suite.model, models)
        for case in suite.cases:
            found: tuple[Failure, ...]
            if isinstance(engine, DmnError):
                found = tuple(Failure(e.name, e.value, None, engine) for e in case.expected)
            else:
                found = run_case(case, engine)
            score.count(case, not found)
            score.failed += [_Failed(folder.name, path.name, case.id, failure) for failure in found]


def _models(folder: Path) -> Iterator[tuple[str, Model | DmnError]]:
    from huizhi.dmn import DmnError, read_model

    for path in sorted(folder.glob("*.dmn")):
        try:
            yield path.name, read_model(path.read_bytes())
        except DmnError as error:
            yield path.name, error


def _engine(name: str, models: dict[str, Model | DmnError]) -> Engine | DmnError:
    """Return the engine of a model, which may import the others of its folder."""
    from huizhi.dmn import DmnError, Engine

    model = models.get(name, DmnError("no-model", name=name))
    if isinstance(model, DmnError):
        return model
    others = [other for other in models.values() if not isinstance(other, DmnError)]
    return Engine(model, others, dt.datetime.now(dt.UTC))


def _table(scores: dict[str, _Score], language: Language) -> Table:
    from rich.table import Table

    headings = (
        Words("级别", "level"),
        Words("用例", "cases"),
        Words("通过", "passed"),
        Words("占比", "share"),
        Words("结果非空的用例", "not null"),
        Words("通过", "passed"),
        Words("占比", "share"),
    )
    table = Table()
    for heading in headings:
        table.add_column(heading.get(language), justify="right")
    for level, score in scores.items():
        table.add_row(
            level,
            f"{score.cases:,}",
            f"{score.passed:,}",
            _share(score.passed, score.cases),
            f"{score.non_null:,}",
            f"{score.passed_non_null:,}",
            _share(score.passed_non_null, score.non_null),
        )
    return table


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def _list_failures(scores: dict[str, _Score], language: Language, *, to_stderr: bool) -> None:
    """Print the failed cases by folder; with JSON on stdout they go to stderr."""
    for level, score in scores.items():
        folder = ""
        for failed in score.failed:
            if failed.folder != folder:
                folder = failed.folder
                count = len({(f.file, f.case) for f in score.failed if f.folder == folder})
                heading = Words(f"未通过 {count} 个", f"{count} failed")
                typer.echo(f"{_LEVEL}{level}/{folder}: {heading.get(language)}", err=to_stderr)
            typer.echo(f"  {_sentence(failed, language)}", err=to_stderr)


def _sentence(failed: _Failed, language: Language) -> str:
    from huizhi.feel import to_feel_literal

    failure = failed.failure
    expected, got = to_feel_literal(failure.expected), to_feel_literal(failure.got)
    said = Words(f"应为 {expected}，得到 {got}", f"expected {expected}, got {got}").get(language)
    cause = "" if failure.cause is None else f" ({failure.cause.message(language)})"
    return f"{failed.file} {failed.case} {failure.name}: {said}{cause}"
