"""`huizhi demo`: makes the synthetic city, prints the totals of its first run, and serves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from huizhi.cli.serve import LOCAL, Port, prepare, run_children
from huizhi.cli.terminal import fail
from huizhi.cli.words import help_text

if TYPE_CHECKING:
    from rich.progress import TaskID

    from huizhi.entitlements.models import Run

HELP = help_text(
    "建立虚构的示范城市，完成首次全量计算并启动网站。",
    "Make the synthetic demo city, run its entitlements and serve it.",
)
STAGES = {
    "database": help_text("准备数据库", "Preparing the database"),
    "registry": help_text("登记机构、协议、基地和项目", "Registering the programme"),
    "people": help_text("登记虚构人员", "Adding synthetic people"),
    "policies": help_text("校验并施行政策包", "Checking policies and putting them in force"),
    "run": help_text("计算全员权益", "Finding every entitlement"),
    "payments": help_text("发放首批津贴", "Paying the first allowances"),
}

People = Annotated[int, typer.Option(help=help_text("虚构人员数量", "How many synthetic people"))]
NoServe = Annotated[
    bool, typer.Option("--no-serve", help=help_text("只建立数据，不启动网站", "Do not serve"))
]


def demo(people: People = 5000, port: Port = 8000, no_serve: NoServe = False) -> None:
    """Make the city, show the totals, serve."""
    os.environ["HUIZHI_DEMO"] = "1"
    from huizhi.demo.population import LEAST_PEOPLE

    if people < LEAST_PEOPLE:
        fail(
            help_text(
                f"--people 至少为 {LEAST_PEOPLE}，否则容纳不下各类人才。",
                f"--people must be at least {LEAST_PEOPLE} to hold every category.",
            )
        )
    with _stages() as say:
        say("database", 0, 1)
        prepare()
        from huizhi.demo.city import make_city, pay_city

        run = make_city(people=people, say=say)
    _show_totals(run)
    with _stages() as say:
        pay_city(run=run, say=say)
    if not no_serve:
        run_children(LOCAL, port)


@contextmanager
def _stages() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function that shows a bar for each stage it is told of; all end full."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def fill() -> None:
            for task in tasks.values():
                bar.update(task, completed=bar.tasks[task].total)

        def say(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                fill()
                tasks[stage] = bar.add_task(STAGES[stage], total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield say
        fill()


def _show_totals(run: Run) -> None:
    from django.utils import translation
    from rich.console import Console
    from rich.table import Table

    from huizhi.entitlements.queries import totals_by_benefit

    english = help_text("zh", "en") == "en"
    with translation.override("en" if english else "zh-hans"):
        totals = totals_by_benefit(run)
    table = Table(
        title=help_text(
            f"权益计算结果 {run.as_of}（虚构数据）", f"Entitlements on {run.as_of} (synthetic data)"
        )
    )
    table.add_column(help_text("事项", "Benefit"))
    for heading in (
        help_text("应享", "Yes"),
        help_text("不符合", "No"),
        help_text("待核实", "Unknown"),
        help_text("金额（元）", "Amount (yuan)"),
    ):
        table.add_column(heading, justify="right")
    for total in totals:
        mark = help_text("（假设）", " (assumption)") if total.assumption else ""
        table.add_row(
            f"{total.name}{mark}",
            f"{total.entitled:,}",
            f"{total.not_entitled:,}",
            f"{total.not_known:,}",
            str(total.due) if total.due.fen else "",
        )
    Console().print(table)
