"""Calls of functions: number, names and types of the arguments."""

from __future__ import annotations

from collections.abc import Sequence

from huizhi.feel.semantics.conformance import conforms, single
from huizhi.feel.semantics.findings import Findings
from huizhi.feel.semantics.signatures import Signature
from huizhi.feel.semantics.types import ANY, NULL, FeelType, FunctionType, ListType
from huizhi.feel.syntax.tree import Invocation, NamedArgument, Node

Argument = tuple[Node, FeelType]


def signature_of(name: str, kind: FunctionType) -> Signature:
    """Return the signature of a function that is a value."""
    return Signature(name, kind.parameters, kind.result)


def check_call(
    findings: Findings, call: Invocation, signature: Signature, kinds: Sequence[FeelType]
) -> FeelType:
    """Check a call whose arguments are of these types, and return the type of its result."""
    arguments = list(zip(call.arguments, kinds, strict=True))
    if call.arguments and isinstance(call.arguments[0], NamedArgument):
        return _check_named(findings, call, signature, arguments)
    ways = [way for way in signature.ways if way.accepts_count(len(arguments))]
    if not ways:
        findings.add(
            "wrong-count",
            call,
            name=signature.name,
            wanted=_counts(signature),
            found=str(len(arguments)),
        )
        return _result_of_failed(signature)
    way = next((way for way in ways if _fits(way, arguments)), ways[0])
    for index, argument in enumerate(arguments):
        parameter = way.parameters[min(index, len(way.parameters) - 1)]
        _check_argument(findings, way, parameter, argument)
    missing = max(0, len(way.parameters) - len(arguments))
    return way.result_type((*kinds, *[NULL] * missing))


def _check_named(
    findings: Findings, call: Invocation, signature: Signature, arguments: Sequence[Argument]
) -> FeelType:
    given = {node.name: (node, kind) for node, kind in arguments if isinstance(node, NamedArgument)}
    ways = [way for way in signature.ways if _takes(way, set(given))]
    if not ways:
        _report_names(findings, call, signature, given)
        return _result_of_failed(signature)
    positional = [_in_order(way, given) for way in ways]
    chosen = next((i for i, way in enumerate(ways) if _fits(way, positional[i])), 0)
    way = ways[chosen]
    for parameter in way.parameters:
        if parameter[0] in given:
            node, kind = given[parameter[0]]
            _check_argument(findings, way, parameter, (node.value, kind))
    return way.result_type(tuple(kind for _, kind in positional[chosen]))


def _takes(way: Signature, names: set[str]) -> bool:
    known = [name for name, _ in way.parameters]
    required = known[: len(known) - way.optional]
    return names <= set(known) and names >= set(required)


def _in_order(way: Signature, given: dict[str, tuple[NamedArgument, FeelType]]) -> list[Argument]:
    return [
        given[name] if name in given else (NamedArgument(name, Node()), NULL)
        for name, _ in way.parameters
    ]


def _fits(way: Signature, arguments: Sequence[Argument]) -> bool:
    last = len(way.parameters) - 1
    return all(
        conforms(kind, way.parameters[min(index, last)][1])
        for index, (_, kind) in enumerate(arguments)
    )


def _check_argument(
    findings: Findings, way: Signature, parameter: tuple[str, FeelType], argument: Argument
) -> None:
    name, wanted = parameter
    node, kind = argument
    if conforms(kind, wanted):
        return
    if isinstance(kind, ListType) and conforms(single(kind), wanted) and not way.variadic:
        findings.warn("list-as-single", node, found_type=str(kind))
        return
    findings.add(
        "wrong-argument",
        node,
        name=way.name,
        argument=name,
        wanted_type=str(wanted),
        found_type=str(kind),
    )


def _report_names(
    findings: Findings,
    call: Invocation,
    signature: Signature,
    given: dict[str, tuple[NamedArgument, FeelType]],
) -> None:
    known = list(dict.fromkeys(name for way in signature.ways for name, _ in way.parameters))
    unknown = [name for name in given if name not in known]
    for name in unknown:
        findings.add_unknown(
            "unknown-argument", given[name][0], name, known, function=signature.name
        )
    if not unknown:
        required = signature.parameters[: len(signature.parameters) - signature.optional]
        lacking = [name for name, _ in required if name not in given] or [known[0]]
        findings.add("missing-argument", call, name=signature.name, argument=", ".join(lacking))


def _result_of_failed(signature: Signature) -> FeelType:
    """Return the type to go on with, so that one mistake does not bring forth others."""
    result = signature.result
    return result if isinstance(result, FeelType) and not signature.others else ANY


def _counts(signature: Signature) -> str:
    """Return how many arguments a function takes, e.g. `1`, `2–3`, `1, 3`, `1+`."""
    parts: list[str] = []
    for way in signature.ways:
        most = len(way.parameters)
        least = most - way.optional
        if way.variadic:
            parts.append(f"{least}+")
        else:
            parts.append(str(most) if least == most else f"{least}–{most}")
    return ", ".join(dict.fromkeys(parts))
