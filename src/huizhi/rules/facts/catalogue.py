"""The catalogue of facts that comes with Huizhi, read from `catalogue/*.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from huizhi.rules.facts.model import Alias, Catalogue, Fact, FactType, FactValue, KindFacts
from huizhi.rules.findings import Finding
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import Path, YamlFile, read_yaml


class CatalogueError(Exception):
    """A catalogue that cannot be used. Carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.format("en") for finding in self.findings))


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue that comes with Huizhi; read once per process (CatalogueError)."""
    folder = files("huizhi.rules.facts") / "catalogue"
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml")
    }
    return read_catalogue(texts)


def read_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """Return the catalogue of some files, text by name (CatalogueError)."""
    findings: list[Finding] = []
    kinds: dict[SubjectKind, KindFacts] = {}
    for name, text in texts.items():
        file = read_yaml(name, text)
        findings += file.findings
        if isinstance(file.data, dict) and not file.findings:
            facts = read_facts_of(file, ("facts",), file.data.get("facts", ()), findings)
            kind = SubjectKind(file.data["kind"])
            kinds[kind] = KindFacts(
                kind, Words.of(file.data["table"]), {fact.name: fact for fact in facts}
            )
    for file_kind in kinds.values():
        findings += _unknown_references(file_kind, kinds)
    if findings:
        raise CatalogueError(findings)
    return Catalogue(kinds)


def read_facts_of(
    file: YamlFile, path: Path, data: Any, findings: list[Finding]
) -> tuple[Fact, ...]:
    """Read a list of facts; what is wrong goes to `findings` and that fact is left out."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for index, item in enumerate(data):
        here = (*path, index)
        try:
            fact = _fact(file, here, item, findings)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            findings.append(
                file.finding(
                    here,
                    "fact-malformed",
                    f"事实写得不完整：{error}。必须有 name、english、type、meaning。",
                    f"Malformed fact: {error}. It needs name, english, type and meaning.",
                )
            )
            continue
        for name in (fact.name, fact.english):
            if name in seen:
                findings.append(
                    file.finding(
                        here,
                        "fact-duplicate",
                        f"“{name}”已经有同名的事实。",
                        f'There is another fact named "{name}".',
                    )
                )
            seen.add(name)
        facts.append(fact)
    return tuple(facts)


def _fact(file: YamlFile, path: Path, item: Any, findings: list[Finding]) -> Fact:
    type_ = FactType.parse(item["type"])
    members = read_facts_of(file, (*path, "members"), item.get("members", ()), findings)
    if (type_.scalar.name == "record") != bool(members):
        raise ValueError("members go with the types record and list<record>")
    return Fact(
        name=item["name"],
        english=item["english"],
        type=type_,
        meaning=Words.of(item["meaning"]),
        values=tuple(_fact_value(value) for value in item.get("values", ())),
        unit=Words.of(item["unit"]) if item.get("unit") else None,
        headings=tuple(item.get("headings", ())),
        derive=item.get("derive"),
        members=members,
        publish=item.get("publish", False),
    )


def _fact_value(item: Mapping[str, Any]) -> FactValue:
    aliases = tuple(
        Alias(alias) if isinstance(alias, str) else Alias(alias["text"], alias["implies"])
        for alias in item.get("aliases", ())
    )
    return FactValue(item["value"], item["english"], aliases)


def _unknown_references(
    facts: KindFacts, kinds: Mapping[SubjectKind, KindFacts]
) -> Iterable[Finding]:
    for name, kind in facts.references.items():
        if kind not in kinds:
            file = read_yaml(f"{facts.kind.value}.yaml", "")
            yield file.finding(
                (),
                "fact-reference",
                f"“{name}”指向没有目录的类别 {kind.value}。",
                f'"{name}" refers to the kind {kind.value}, which has no facts.',
            )
