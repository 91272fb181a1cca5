"""What `huizhi entitle` gives: a file, JSON, a table on the screen, or reasons."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from huizhi.cli.result_files import write_results
from huizhi.cli.result_rows import RESULTS, ResultRow, RowWords, Tally, row_of
from huizhi.cli.runs import evaluate_all
from huizhi.cli.terminal import Progress, note
from huizhi.rules.words import Language, Words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from huizhi.rules.evaluation.evaluator import Evaluator
    from huizhi.rules.evaluation.results import Result
    from huizhi.rules.fact_tables.reading import FactsInput
    from huizhi.rules.facts.model import Catalogue
    from huizhi.rules.packs.model import Pack

Out = TypeVar("Out")

_ROWS_ON_SCREEN = 200
_UNBROKEN = ("subject", "period", "result", "amount")
_COLUMNS_ON_SCREEN = (
    "subject",
    "name",
    "benefit",
    "period",
    "result",
    "amount",
    "clause",
    "reason",
)


@dataclass(frozen=True)
class Run:
    """Everything one run of a pack over FACTS needs."""

    pack: Pack
    catalogue: Catalogue
    as_of: dt.date
    stated: FactsInput
    evaluator: Evaluator
    language: Language

    def words(self) -> RowWords:
        """Return the words for the rows of this run."""
        return RowWords(self.pack, self.catalogue, self.as_of, self.language)

    def rows(self, bar: Progress) -> Iterator[ResultRow]:
        """Yield every result as a row."""
        form = partial(row_of, population=self.stated.population, language=self.language)
        return self.results(bar, form)

    def results(self, bar: Progress, form: Callable[[Result], Out]) -> Iterator[Out]:
        """Yield every result in some form."""
        subjects = self.stated.subjects
        bar.stage(Words("计算", "evaluating").get(self.language), len(subjects))
        return evaluate_all(self.evaluator, self.stated.population, subjects, form, bar.advance)


def written(run: Run, path: Path, bar: Progress) -> list[RenderableType]:
    """Write all rows to a file and return the totals."""
    tally, words = Tally(), run.words()
    write_results(path, tally.counted(run.rows(bar)), words)
    return _totals(run, tally, words)


def table_of(run: Run, bar: Progress) -> list[RenderableType]:
    """Return the rows as a table, where they are few enough to read, and the totals."""
    tally, words = Tally(), run.words()
    shown: list[ResultRow] = []
    for row in tally.counted(run.rows(bar)):
        if len(shown) <= _ROWS_ON_SCREEN:
            shown.append(row)
    if len(shown) <= _ROWS_ON_SCREEN:
        return [_table(shown, words), *_totals(run, tally, words)]
    note(
        Words(
            f"结果超过 {_ROWS_ON_SCREEN} 行，只显示合计；全部结果请用 --out 写入文件",
            f"more than {_ROWS_ON_SCREEN} rows: only totals are shown; write all with --out",
        ).get(run.language)
    )
    return _totals(run, tally, words)


def print_json(run: Run, bar: Progress) -> None:
    """Print one JSON document: the run, its reports, and a line for each result."""
    head = {
        "pack": run.pack.id,
        "version": run.pack.version,
        "fingerprint": run.pack.fingerprint,
        "as_of": run.as_of.isoformat(),
        "reports": [report.to_json(run.language) for report in run.stated.reports],
    }
    text = json.dumps(head, ensure_ascii=False)
    sys.stdout.write(text[:-1] + ', "results": [')
    between = "\n"
    for line in run.results(bar, partial(_json_line, language=run.language)):
        sys.stdout.write(between + line)
        between = ",\n"
    sys.stdout.write("\n]}\n")


def show(parts: list[RenderableType]) -> None:
    """Print to the terminal."""
    # Imported here: with --json and --out nothing is drawn.
    from rich.console import Console

    console = Console()
    for part in parts:
        console.print(part)


def _json_line(result: Result, language: Language) -> str:
    data: dict[str, Any] = {**result.to_json(), "summary": result.summary(language)}
    return json.dumps(data, ensure_ascii=False)


def _table(rows: list[ResultRow], words: RowWords) -> Table:
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for column in _COLUMNS_ON_SCREEN:
        table.add_column(
            words.heading(column),
            overflow="fold",
            no_wrap=column in _UNBROKEN,
            justify="right" if column == "amount" else "left",
        )
    for row in rows:
        cells = words.by_column(row)
        shown = [cells[column] for column in _COLUMNS_ON_SCREEN]
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in shown))
    return table


def _totals(run: Run, tally: Tally, words: RowWords) -> list[RenderableType]:
    from rich.markup import escape
    from rich.padding import Padding

    assumed: list[RenderableType] = [
        Padding(escape(f"{whose}: {text}"), (0, 0, 0, 2))
        for whose, text in words.assumptions().items()
    ]
    heading = Words("其中假定的内容：", "What is assumed:").get(run.language)
    return [_table_of_totals(run, tally, words), *([heading, *assumed] if assumed else [])]


def _table_of_totals(run: Run, tally: Tally, words: RowWords) -> Table:
    from rich.markup import escape
    from rich.table import Table

    language = run.language
    title = f"{run.pack.name.get(language)} {run.as_of.isoformat()}"
    table = Table(title=escape(title), title_justify="left")
    table.add_column(words.heading("benefit"))
    for outcome in RESULTS.values():
        table.add_column(outcome.get(language), justify="right")
    table.add_column(words.heading("amount"), justify="right")
    table.add_column(words.heading("assumption"))
    for benefit, totals in tally.benefits.items():
        table.add_row(
            escape(words.benefit(benefit)),
            *(f"{count:,}" for count in (totals.yes, totals.no, totals.unknown)),
            f"{totals.amount:,}",
            "√" if words.is_assumed(benefit) else "",
        )
    table.add_section()
    every = tuple(tally.benefits.values())
    table.add_row(
        Words("合计", "total").get(language),
        f"{sum(totals.yes for totals in every):,}",
        f"{sum(totals.no for totals in every):,}",
        f"{sum(totals.unknown for totals in every):,}",
        f"{sum((totals.amount for totals in every), Decimal(0)):,}",
        "",
    )
    return table
