"""What a table may still give while facts are missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from huizhi.feel import Missing, Table, TableTrace
from huizhi.rules.evaluation.subject_view import SubjectView
from huizhi.rules.packs.compiling import CompiledName
from huizhi.rules.packs.model import PolicyTable

_ONE_RULE_DECIDES = ("U", "A", "F", "P")


def possible_results(compiled: CompiledName, view: SubjectView) -> Sequence[Any] | None:
    """Return results of which one is what the table gives, None where they cannot be listed.

    They are the outputs of the rules that no known fact rules out; of a sum, the least and the
    greatest. A result that is itself missing cannot be listed.
    """
    if not isinstance(compiled.run, Table) or not compiled.outputs:
        return None
    if not isinstance(compiled.source, PolicyTable):
        return None
    _, trace = compiled.run.explain(view)
    policy = compiled.source.hit_policy
    if policy in _ONE_RULE_DECIDES:
        results = _of_one_rule(compiled, trace, view, first=policy == "F")
    elif policy == "C+":
        results = _of_sum(compiled, trace, view)
    else:
        return None
    return None if any(type(result) is Missing for result in results) else results


def _of_one_rule(
    compiled: CompiledName, trace: TableTrace, view: SubjectView, *, first: bool
) -> list[Any]:
    sure = trace.matched[0] if trace.matched else None
    rules = list(trace.unresolved)
    if sure is not None:
        rules = [rule for rule in rules if not first or rule < sure] + [sure]
    results = [compiled.outputs[rule - 1].evaluate(view) for rule in rules]
    return results if sure is not None else [*results, _default(compiled, view)]


def _of_sum(compiled: CompiledName, trace: TableTrace, view: SubjectView) -> list[Any]:
    sure = [compiled.outputs[rule - 1].evaluate(view) for rule in trace.matched]
    may = [compiled.outputs[rule - 1].evaluate(view) for rule in trace.unresolved]
    values = [*sure, *may]
    unlisted = [value for value in values if not isinstance(value, Decimal)]
    if unlisted:
        return [Missing(frozenset())]
    total = sum(sure, Decimal(0))
    least = total + sum((value for value in may if value < 0), Decimal(0))
    greatest = total + sum((value for value in may if value > 0), Decimal(0))
    return [least, greatest] if sure else [_default(compiled, view), least, greatest]


def _default(compiled: CompiledName, view: SubjectView) -> Any:
    return None if compiled.default is None else compiled.default.evaluate(view)
