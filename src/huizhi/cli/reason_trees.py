"""Reasons on the screen: from the answer down to clause, condition and fact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.tree import Tree

from huizhi.cli.result_output import Run
from huizhi.cli.result_rows import ASSUMED, ONCE, RESULTS
from huizhi.rules.words import Language, Words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from huizhi.rules.evaluation.changes import Changes
    from huizhi.rules.evaluation.parts import Part
    from huizhi.rules.evaluation.reasons import CitedClause, NameReason, Reason, TextReason
    from huizhi.rules.evaluation.results import Outcome
    from huizhi.rules.subjects import SubjectRef

_STYLES = {"yes": "green", "no": "red", "unknown": "yellow"}


def explained(run: Run, subject: SubjectRef, *, as_json: bool) -> list[RenderableType] | None:
    """Return a tree of reasons for each benefit of a subject; with `as_json` print them."""
    found = run.evaluator.explained(run.stated.population, subject)
    reasons = [found.reason(result.benefit_id) for result in found.results]
    if as_json:
        data = [reason.to_json() for reason in reasons]
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return None
    return [_tree(reason, run.language) for reason in reasons]


def _tree(reason: Reason, language: Language) -> Tree:
    result = reason.result
    summary = escape(result.summary(language))
    period = ONCE.get(language) if result.period == "once" else result.period
    tree = Tree(f"[bold]{escape(reason.name.get(language))}[/] {period} {summary}")
    if reason.clause is not None:
        tree.add(escape(_cited(reason.clause, language)))
    for condition in reason.conditions:
        branch = tree.add(
            f"{_answer(condition.outcome, language)} {escape(condition.name.get(language))}"
        )
        _add_text(branch, condition.reason, language)
    if reason.window is not None:
        months = reason.window.months
        label = Words("享受期", "Period of entitlement").get(language)
        if months is not None:
            label += Words(f"（{months} 个月）", f" ({months} months)").get(language)
        _add_text(
            tree.add(f"{_answer(reason.window.outcome, language)} {label}"),
            reason.window.start,
            language,
        )
    amount = tree.add(Words("金额", "Amount").get(language))
    _add_text(amount, reason.amount, language)
    for name in reason.names:
        _add_name(tree, name, language)
    for step in reason.steps:
        taken = "" if step.taken is None else f" −{step.taken}"
        tree.add(escape(f"{step.name.get(language)}{taken}"))
    if reason.changes is not None:
        _add_changes(tree, reason.changes, language)
    steps = tree.add(Words("逐步说明", "Step by step").get(language))
    for part in reason.tree.steps:
        _add_part(steps, part, language)
    for assumption in reason.assumptions:
        tree.add(escape(f"{ASSUMED.get(language)}: {assumption.get(language)}"))
    return tree


def _add_changes(tree: Tree, changes: Changes, language: Language) -> None:
    """Say what would have to change for a yes; of several sets any one is enough."""
    branch = tree.add(Words("怎样才能享受", "What would have to change").get(language))
    for number, one in enumerate(changes.sets, start=1):
        sentences = Words("；", "; ").get(language).join(w.get(language) for w in one.sentences)
        branch.add(escape(f"{number}. {sentences}"))
    if changes.more:
        branch.add(Words("还有其他办法", "There are other ways").get(language))
    if changes.instead is not None:
        branch.add(escape(changes.instead.get(language)))


def _add_part(tree: Tree, part: Part, language: Language) -> None:
    branch = tree.add(escape(part.sentence.get(language)))
    for inner in part.steps:
        _add_part(branch, inner, language)


def _add_name(tree: Tree, name: NameReason, language: Language) -> None:
    branch = tree.add(escape(name.name))
    _add_text(branch, name.reason, language)
    for rule in name.rules:
        line = Words(f"第 {rule.number} 行", f"rule {rule.number}").get(language)
        cells = " | ".join((*rule.when, *("→ " + cell for cell in rule.then)))
        branch.add(f"{_answer(rule.outcome, language)} {line}: {escape(cells)}")


def _add_text(branch: Tree, reason: TextReason, language: Language) -> None:
    value = RESULTS["unknown"].get(language) if reason.value is None else reason.value
    branch.add(escape(f"{reason.text} → {value}"))
    for fact in reason.facts:
        missing = Words("缺少", "missing").get(language)
        branch.add(escape(f"{fact.name}: {missing if fact.value is None else fact.value}"))


def _answer(outcome: Outcome, language: Language) -> str:
    text = RESULTS[outcome.value].get(language)
    return f"[{_STYLES[outcome.value]}]{text}[/]"


def _cited(clause: CitedClause, language: Language) -> str:
    title = clause.document.get(language)
    label = clause.label.get(language)
    cited = f"《{title}》{label}" if language == "zh" else f"{title}, {label}"
    return f"{cited}: {clause.text.get(language)}"
