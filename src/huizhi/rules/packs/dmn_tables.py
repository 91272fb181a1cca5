"""Tables of a pack as decisions of a DMN model, and back, for work in a DMN modeller.

What DMN has no place for is kept where a modeller shows it: in the description of a decision
(clause, English name, kind of subject, assumption, types of lists, as YAML) and in annotations of
its rules. A label in both languages is one text, `学位 | Degree`. An entry is a table as the YAML
of a pack states it; it comes back as it was, but that numbers and booleans stand plain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from huizhi.dmn.model import (
    Decision,
    DecisionTable,
    InputClause,
    InputData,
    Model,
    OutputClause,
    Requirement,
    Rule,
    Variable,
)
from huizhi.dmn.tables import parts_of
from huizhi.feel import Scope
from huizhi.rules.packs.model import Pack
from huizhi.rules.yaml_text import read_yaml

Entry = Mapping[str, Any]
NAMESPACE = "https://huizhi.example/packs/"
DESCRIBED = ("english", "clause", "subject", "assumption")
ANNOTATED = ("clause", "note", "assumption")
SIMPLE = frozenset({"number", "string", "boolean", "date", "time", "date and time"})
DIVIDER = " | "
_NAME = re.compile(r"\w+")
_PLAIN = re.compile(r"-?\d+|true|false")


def model_of(title: str, entries: Sequence[Entry]) -> Model:
    """Return a model with a decision for each table and an input for each name they test."""
    names = sorted({name for entry in entries for name in _tested(entry)})
    inputs = {name: f"input-{number}" for number, name in enumerate(names, start=1)}
    return Model(
        name=title,
        namespace=NAMESPACE + title,
        elements=(
            *(
                InputData(id=one, name=name, variable=Variable(name))
                for name, one in inputs.items()
            ),
            *(_decision(number, entry, inputs) for number, entry in enumerate(entries, start=1)),
        ),
    )


def entries_of_pack(pack: Pack) -> list[Entry]:
    """Return the tables of all documents of a pack, in their order."""
    files = (read_yaml(one.file, pack.files[one.file]) for one in pack.documents)
    return [entry for file in files for entry in file.data.get("tables", ())]


def yaml_of(entries: Sequence[Entry]) -> str:
    """Return entries as `tables:` of a document."""
    text: str = yaml.safe_dump(
        {"tables": [dict(entry) for entry in entries]},
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    return text


def tables_of(model: Model) -> list[dict[str, Any]]:
    """Return the decision tables of a model as entries; other decisions are left out.

    A table that was not made here states no clause: whoever takes it in adds it.
    """
    return [
        _entry(one, one.expression)
        for one in model.elements
        if isinstance(one, Decision) and isinstance(one.expression, DecisionTable)
    ]


def _tested(entry: Entry) -> list[str]:
    """Return the names that the columns begin with."""
    found = (_NAME.match(str(column["feel"])) for column in entry["inputs"])
    return [name[0] for name in found if name]


def _decision(number: int, entry: Entry, inputs: Mapping[str, str]) -> Decision:
    outputs = entry["outputs"]
    kind = outputs[0]["type"] if len(outputs) == 1 else ""
    described = {name: entry[name] for name in DESCRIBED if name in entry}
    types = {one["name"]: one["type"] for one in outputs if one["type"] not in SIMPLE}
    return Decision(
        id=f"decision-{number}",
        name=entry["name"],
        variable=Variable(entry["name"], kind if kind in SIMPLE else ""),
        description=_dumped({**described, **({"types": types} if types else {})}),
        requires=tuple(
            Requirement("Input", f"#{inputs[name]}") for name in dict.fromkeys(_tested(entry))
        ),
        expression=_table(entry),
    )


def _table(entry: Entry) -> DecisionTable:
    used = [name for name in ANNOTATED if any(name in rule for rule in entry["rules"])]
    return DecisionTable(
        hit_policy=entry["hit_policy"],
        inputs=tuple(
            InputClause(cell_text(one["feel"]), label=_label(one["label"]))
            for one in entry["inputs"]
        ),
        outputs=tuple(map(_output, entry["outputs"])),
        rules=tuple(
            Rule(
                tests=tuple(map(cell_text, rule["when"])),
                outputs=tuple(map(cell_text, rule["then"])),
                annotations=tuple(_label(rule.get(name, "")) for name in used),
            )
            for rule in entry["rules"]
        ),
        annotations=tuple(used),
    )


def _output(output: Entry) -> OutputClause:
    kind = output["type"]
    return OutputClause(
        name=output["name"],
        type_ref=kind if kind in SIMPLE else "",
        values=", ".join(map(cell_text, output.get("values", ()))),
        default=cell_text(output["default"]) if "default" in output else "",
        label=output.get("english", ""),
    )


def _entry(decision: Decision, table: DecisionTable) -> dict[str, Any]:
    described = _loaded(decision.description)
    return {
        "name": decision.name,
        **{name: described[name] for name in ("english", "clause", "subject") if name in described},
        "hit_policy": table.hit_policy,
        "inputs": [
            {"label": _words(one.label or one.expression), "feel": _plain(one.expression)}
            for one in table.inputs
        ],
        "outputs": [_output_entry(one, decision, described) for one in table.outputs],
        "rules": [_rule_entry(table, rule) for rule in table.rules],
        **({"assumption": described["assumption"]} if "assumption" in described else {}),
    }


def _output_entry(output: OutputClause, decision: Decision, described: Entry) -> dict[str, Any]:
    name = output.name or decision.name
    found: dict[str, Any] = {"name": name}
    if output.label:
        found["english"] = output.label
    kind = output.type_ref or described.get("types", {}).get(name)
    found["type"] = kind or decision.variable.type_ref or "Any"
    if output.values:
        found["values"] = [_plain(one) for one in parts_of(output.values, Scope(lenient=True))]
    if output.default:
        found["default"] = _plain(output.default)
    return found


def _rule_entry(table: DecisionTable, rule: Rule) -> dict[str, Any]:
    said = dict(zip(table.annotations, rule.annotations, strict=False))
    return {
        "when": [_plain(text) for text in rule.tests],
        "then": [_plain(text) for text in rule.outputs],
        **{
            name: said[name] if name == "clause" else _words(said[name])
            for name in ANNOTATED
            if said.get(name)
        },
    }


def cell_text(value: Any) -> str:
    """Return a cell of YAML as FEEL: a boolean or number that stands there plain, in its text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(text: str) -> Any:
    return yaml.safe_load(text) if _PLAIN.fullmatch(text) else text


def _label(value: Any) -> str:
    return DIVIDER.join((value["zh"], value["en"])) if isinstance(value, Mapping) else str(value)


def _words(text: str) -> Any:
    chinese, divider, english = text.partition(DIVIDER)
    return {"zh": chinese, "en": english} if divider else text


def _dumped(data: Entry) -> str:
    text: str = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False)
    return text.strip()


def _loaded(text: str) -> Entry:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
