"""`huizhi feel`: evaluate an expression of the policy language."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huizhi.cli.json_input import read_object
from huizhi.cli.terminal import FINDINGS, fail, note, underlined
from huizhi.cli.words import JsonOption, LanguageOption, help_text
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words

if TYPE_CHECKING:
    from huizhi.feel import Expression, Trace
    from huizhi.rules.evaluation.wording import Wording
    from huizhi.rules.facts.model import Catalogue
    from huizhi.rules.words import Language

HELP = help_text(
    "计算一个 FEEL 表达式。事实由 --facts 给出，未给出的事实按“不知道”处理。",
    "Evaluate a FEEL expression. Facts come from --facts; those left out count as not known.",
)


def evaluate(
    expression: Annotated[str, typer.Argument(help=help_text("FEEL 表达式", "FEEL expression"))],
    facts: Annotated[
        Path | None,
        typer.Option(
            "--facts",
            exists=True,
            dir_okay=False,
            help=help_text(
                "JSON 文件：事实名到值的对象，null 表示已知没有；有基准日才推算年龄等",
                "JSON file: an object from facts to values; null is known to be absent; "
                "as_of is needed for derived facts such as age",
            ),
        ),
    ] = None,
    kind: Annotated[
        SubjectKind, typer.Option("--kind", help=help_text("哪一类对象的事实", "Whose facts"))
    ] = SubjectKind.PERSON,
    as_json: JsonOption = False,
    language: LanguageOption = "zh",
) -> None:
    """Print the value of an expression as FEEL, or which facts are missing.

    With `--json` print every part with its span, text, value and sentence.
    """
    # Imported here: the language and the catalogue take longer to load than the help to print.
    from huizhi.feel import ANY, FeelError, Missing, compile_expression, to_feel_literal
    from huizhi.rules.evaluation.wording import Wording
    from huizhi.rules.facts.catalogue import load_catalogue

    catalogue = load_catalogue()
    context = {} if facts is None else _facts(facts, catalogue, kind, language)
    scope = catalogue.scope(kind)
    own = {name: ANY for name in context if name not in scope.names}
    try:
        compiled = compile_expression(expression, scope.inner(own))
    except FeelError as error:
        findings = [underlined(expression, d, language) for d in error.diagnostics]
        fail("\n".join(findings), FINDINGS)
    for warning in compiled.warnings:
        note(underlined(expression, warning, language))
    names = _derived(context, catalogue, kind)
    if as_json:
        _print_parts(compiled, names, Wording(catalogue, kind))
        return
    value = compiled.evaluate(names)
    if isinstance(value, Missing):
        facts_missing = ("、" if language == "zh" else ", ").join(sorted(value.facts))
        shown = Words(f"未知，缺少：{facts_missing}", f"unknown; missing: {facts_missing}")
        typer.echo(shown.get(language))
        return
    if value is None:
        _explain_null(compiled, names, language)
    typer.echo(to_feel_literal(value))


def _derived(
    context: Mapping[str, object], catalogue: Catalogue, kind: SubjectKind
) -> Mapping[str, object]:
    """Add what follows from the stated facts, which takes an as-of date."""
    from huizhi.feel import Missing
    from huizhi.rules.facts.derivations import Derivations
    from huizhi.rules.facts.model import AS_OF

    derivations = Derivations(catalogue)
    names = dict(context)
    for fact in catalogue.kinds[kind].facts:
        compiled = derivations.find(kind, fact)
        if AS_OF in context and fact not in context and compiled is not None:
            value = compiled.evaluate(names)
            if not isinstance(value, Missing):
                names[fact] = value
    return names


def _print_parts(compiled: Expression, names: Mapping[str, object], wording: Wording) -> None:
    from huizhi.rules.evaluation.parts import Telling, part_to_json

    telling = Telling(wording, names, lambda text: text.explain(names)[1])
    part = telling.expression(compiled)
    typer.echo(json.dumps(part_to_json(part), ensure_ascii=False, indent=2))


def _explain_null(compiled: Expression, context: Mapping[str, object], language: Language) -> None:
    """Say why the value is null, where something went wrong on the way."""
    pending: list[Trace] = [compiled.explain(context)[1]]
    while pending:
        trace = pending.pop()
        if trace.cause is not None:
            note(f"{trace.text}: {trace.cause.code} {trace.cause.message(language)}")
        pending += trace.children


def _facts(
    path: Path, catalogue: Catalogue, kind: SubjectKind, language: Language
) -> dict[str, Any]:
    return _context(read_object(path, language), catalogue, kind, str(path), language)


def _context(
    data: Mapping[str, Any],
    catalogue: Catalogue,
    kind: SubjectKind,
    where: str,
    language: Language,
) -> dict[str, Any]:
    """Return values by Chinese name. A name that is no fact is taken as it is, and told."""
    from huizhi.rules.facts.model import AS_OF
    from huizhi.rules.facts.stating import StatedValueError, stated_value

    context: dict[str, Any] = {}
    for name, raw in data.items():
        fact = catalogue.kinds[kind].find(name)
        try:
            if name in (AS_OF, "as_of"):
                context[AS_OF] = dt.date.fromisoformat(raw)
            elif fact is None:
                note(_not_a_fact(name, where).get(language))
                context[name] = raw
            elif isinstance(raw, dict) and fact.type.kind is not None:
                inner = f"{where}：{name}" if language == "zh" else f"{where}: {name}"
                context[fact.name] = _context(raw, catalogue, fact.type.kind, inner, language)
            else:
                context[fact.name] = stated_value(fact, raw)
        except StatedValueError as error:
            fail(f"{where}: {error.words.get(language)}", FINDINGS)
        except (TypeError, ValueError):
            fail(_not_a_date(name, where).get(language), FINDINGS)
    return context


def _not_a_fact(name: str, where: str) -> Words:
    return Words(
        f"{where}：目录中没有事实“{name}”，按给出的值使用",
        f"{where}: “{name}” is not in the catalogue of facts; its value is used as given",
    )


def _not_a_date(name: str, where: str) -> Words:
    return Words(
        f"{where}：“{name}”应是日期，如 2021-07-26",
        f"{where}: “{name}” must be a date such as 2021-07-26",
    )
