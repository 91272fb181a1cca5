"""`huizhi facts`: the catalogue of facts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huizhi.cli.words import JsonOption, LanguageOption, help_text
from huizhi.rules.subjects import SubjectKind

if TYPE_CHECKING:
    from rich.table import Table

    from huizhi.rules.facts.model import Fact, KindFacts
    from huizhi.rules.words import Language

HELP = help_text(
    "列出事实目录：政策可以使用的名称、类型和推算方法。",
    "List the facts that policies may use: names, types, and how they are derived.",
)


def show(
    kind: Annotated[
        SubjectKind | None,
        typer.Option("--kind", help=help_text("只列一类对象", "One kind of subject only")),
    ] = None,
    as_json: JsonOption = False,
    language: LanguageOption = "zh",
) -> None:
    """Show the facts of every kind of subject, or of one."""
    # Imported here: reading the catalogue takes longer than printing the help.
    from huizhi.rules.facts.catalogue import load_catalogue

    kinds = [facts for facts in load_catalogue().kinds.values() if kind in (None, facts.kind)]
    if as_json:
        data = {facts.kind.value: _kind_as_data(facts) for facts in kinds}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console()
    for facts in kinds:
        console.print(_table(facts, language))


def _kind_as_data(facts: KindFacts) -> dict[str, Any]:
    return {
        "table": facts.table._asdict(),
        "facts": [_fact_as_data(fact) for fact in facts.facts.values()],
    }


def _fact_as_data(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "english": fact.english,
        "type": str(fact.type),
        "values": [{"value": v.value, "english": v.english} for v in fact.values],
        "unit": fact.unit._asdict() if fact.unit else None,
        "meaning": fact.meaning._asdict(),
        "headings": list(fact.headings),
        "derive": fact.derive,
        "members": [_fact_as_data(member) for member in fact.members],
        "publish": fact.publish,
    }


def _table(facts: KindFacts, language: Language) -> Table:
    from rich.markup import escape
    from rich.table import Table

    zh = language == "zh"
    title = f"{facts.table.get(language)}（{facts.kind.value}）" if zh else facts.table.en
    table = Table(title=title, title_justify="left")
    headings = ("事实", "英文名", "类型", "取值或单位", "含义", "推算")
    if not zh:
        headings = ("fact", "English name", "type", "values or unit", "meaning", "derived")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for fact in facts.facts.values():
        row = (
            fact.name,
            fact.english,
            str(fact.type),
            _values(fact, language),
            fact.meaning.get(language),
            fact.derive or "",
        )
        table.add_row(*map(escape, row))
    return table


def _values(fact: Fact, language: Language) -> str:
    if fact.members:
        return "、".join(m.name if language == "zh" else m.english for m in fact.members)
    if fact.values:
        # Chinese either way: these are the words that conditions compare with.
        return "、".join(fact.allowed)
    return fact.unit.get(language) if fact.unit else ""
