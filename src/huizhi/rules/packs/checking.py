"""Everything that can be wrong in a pack, found without looking at any subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path as FilePath
from typing import Any

from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.derivations import DerivationError, Derivations
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.findings import Finding, Place, has_errors
from huizhi.rules.packs.compiling import compile_pack
from huizhi.rules.packs.model import Benefit, Document, Form, Pack, StackingRule
from huizhi.rules.packs.proving import TableProof, prove_tables
from huizhi.rules.packs.reading import TESTS_FOLDER, read_folder, read_pack
from huizhi.rules.packs.schema import check_shape
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import read_yaml


class PackError(Exception):
    """A pack with errors. Carries every finding, warnings and notices too."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [f.format("en") for f in self.findings if f.severity == "error"]
        super().__init__("\n".join(errors))


def check_pack(path: FilePath | str, catalogue: Catalogue | None = None) -> list[Finding]:
    """Return what is wrong or remarkable in a folder, in the order of its files.

    Raises FileNotFoundError where the folder holds no pack.yaml.
    """
    files = read_folder(path)
    _, findings = check_files(files, catalogue)
    for name, text in files.items():
        if name.startswith(f"{TESTS_FOLDER}/"):
            findings += check_shape(read_yaml(name, text), "testFile")
    return findings


def check_files(
    files: Mapping[str, str], catalogue: Catalogue | None = None
) -> tuple[Pack | None, list[Finding]]:
    """Return the pack of some files and every finding; None for a pack that cannot be evaluated.

    Rules that overlap where the hit policy forbids it are errors, and yet the pack can be read: an
    installation may hold such a version from before.
    """
    pack, findings = read_pack(files)
    if pack is None:
        return None, findings
    catalogue = catalogue or load_catalogue()
    for check in _CHECKS:
        findings += check(pack)
    if not has_errors(findings):
        findings += _own_facts(pack, catalogue)
    compiled = []
    if not has_errors(findings):
        compiled = [compile_pack(pack, catalogue, day) for day in pack.changes()]
        findings += (found for plan in compiled for found in plan.findings)
    sound = not has_errors(findings)
    if sound:
        whole = pack.catalogue(catalogue)
        findings += (
            f for plan in compiled for t in prove_tables(plan, whole) for f in t.findings()
        )
    order = {name: at for at, name in enumerate(files)}
    findings = list(dict.fromkeys(findings))
    findings.sort(key=lambda f: (order.get(f.path, 0), f.line, f.column))
    return (pack if sound else None), findings


def table_proofs(pack: Pack, catalogue: Catalogue | None = None) -> list[TableProof]:
    """Return what is proved of the tables of a pack without errors, in the order of the pack.

    A table comes twice where two kinds of subject or two days make a difference to its proof.
    """
    catalogue = catalogue or load_catalogue()
    proofs: list[TableProof] = []
    for day in pack.changes():
        for proof in prove_tables(compile_pack(pack, catalogue, day), pack.catalogue(catalogue)):
            if proof not in proofs:
                proofs.append(proof)
    order = {document.file: at for at, document in enumerate(pack.documents)}
    return sorted(proofs, key=lambda p: (order[p.document.file], p.table.place.line))


def _error(place: Place, code: str, zh: str, en: str) -> Finding:
    return Finding(place, "error", code, Words(zh, en))


def _versions(pack: Pack) -> Iterator[Finding]:
    """Two versions of one document must not hold on the same day."""
    for one, other in combinations(pack.documents, 2):
        if one.id == other.id and one.in_force.overlaps(other.in_force):
            yield _error(
                other.place,
                "versions-overlap",
                f"“{one.id}”的两个版本（{one.file}、{other.file}）施行日期重叠。",
                f'Two versions of "{one.id}" ({one.file}, {other.file}) hold on the same day.',
            )


def _in_force_dates(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        force = document.in_force
        if force.end is not None and force.end < force.start:
            yield _error(
                document.place,
                "in-force-ends-before",
                "施行的止日早于起日。",
                "The last day in force is before the first.",
            )


def _clause_ids(pack: Pack) -> Iterator[Finding]:
    for document in pack.documents:
        file = document_file(pack, document)
        seen: set[str] = set()
        for index, item in enumerate(file.data["clauses"]):
            if item["id"] in seen:
                yield file.finding(
                    ("clauses", index, "id"),
                    "duplicate-clause",
                    f"条款“{item['id']}”写了两次。",
                    f'The clause "{item["id"]}" is there twice.',
                )
            seen.add(item["id"])


def document_file(pack: Pack, document: Document) -> Any:
    """Return the file of a document, with places."""
    return read_yaml(document.file, pack.files[document.file])


def _clauses(pack: Pack) -> Iterator[Finding]:
    """Every clause that is cited exists in its document."""
    for document in pack.documents:
        for clause, place in _cited(document):
            if clause not in document.clauses:
                known = "、".join(document.clauses)
                yield _error(
                    place,
                    "unknown-clause",
                    f"没有条款“{clause}”，本文件有：{known}。",
                    f'There is no clause "{clause}"; this document has: {known}.',
                )
    keys = {d.clause_key(clause) for d in pack.documents for clause in d.clauses}
    for owner in pack.combinations:
        if owner.clause not in keys:
            yield _error(
                owner.place,
                "unknown-clause",
                f"没有条款“{owner.clause}”，应写作“文件编号#条款编号”。",
                f'There is no clause "{owner.clause}"; it is written document#clause.',
            )


def _cited(document: Document) -> Iterator[tuple[str, Place]]:
    for definition in document.definitions:
        yield definition.clause, definition.place
    for table in document.tables:
        yield table.clause, table.place
        yield from ((rule.clause, rule.place) for rule in table.rules if rule.clause)
    for benefit in document.benefits:
        yield benefit.clause, benefit.place
        yield from ((c.clause, c.feel.place) for c in benefit.conditions)


def _duplicates(pack: Pack) -> Iterator[Finding]:
    """Names and ids are unique among all documents that hold on a common day."""
    seen: dict[tuple[str, str], list[Document]] = {}
    for document in pack.documents:
        for sort, id, place in _named(document):
            others = seen.setdefault((sort, id), [])
            clash = next((o for o in others if o.in_force.overlaps(document.in_force)), None)
            if clash is not None:
                yield _error(
                    place,
                    f"duplicate-{sort}",
                    f"“{id}”在 {clash.file} 中已经有了。",
                    f'"{id}" is there already, in {clash.file}.',
                )
            others.append(document)
    for sort, owners in (("group", pack.groups), ("cap", pack.caps)):
        ids: set[str] = set()
        for owner in owners:
            if owner.id in ids:
                yield _error(
                    owner.place,
                    f"duplicate-{sort}",
                    f"“{owner.id}”写了两次。",
                    f'"{owner.id}" is there twice.',
                )
            ids.add(owner.id)


def _named(document: Document) -> Iterator[tuple[str, str, Place]]:
    for source in document.sources:
        yield "name", source.name, source.place
        yield "english", source.english, source.place
    for benefit in document.benefits:
        yield "benefit", benefit.id, benefit.place


def _members(pack: Pack) -> Iterator[Finding]:
    """Groups and caps have members that they can be applied to."""
    benefits = [benefit for document in pack.documents for benefit in document.benefits]
    groups = {group.id: group for group in pack.groups}
    for benefit in benefits:
        if benefit.group is None:
            continue
        group = groups.get(benefit.group)
        if group is None:
            yield _unknown_group(benefit, groups)
        elif group.rule is not StackingRule.EXCLUSIVE and benefit.form is not Form.MONEY:
            yield _not_money(benefit, group.id)
    for group in pack.groups:
        kinds = {benefit.subject for benefit in benefits if benefit.group == group.id}
        if len(kinds) != 1:
            yield _error(
                group.place,
                "group-members",
                f"“{group.id}”的事项必须至少一个，并且面向同一类对象。",
                f'"{group.id}" must have benefits, all for one kind of subject.',
            )
    by_id = {benefit.id: benefit for benefit in benefits}
    for cap in pack.caps:
        for id in cap.benefits:
            if id not in by_id:
                yield _error(
                    cap.place,
                    "unknown-benefit",
                    f"没有事项“{id}”。",
                    f'There is no benefit "{id}".',
                )
            elif by_id[id].form is not Form.MONEY:
                yield _not_money(by_id[id], cap.id)


def _unknown_group(benefit: Benefit, groups: Mapping[str, object]) -> Finding:
    known = "、".join(groups)
    return _error(
        benefit.place,
        "unknown-group",
        f"pack.yaml 没有叠加组“{benefit.group}”，有：{known}。",
        f'pack.yaml has no group "{benefit.group}"; it has: {known}.',
    )


def _not_money(benefit: Benefit, owner: str) -> Finding:
    return _error(
        benefit.place,
        "not-money",
        f"“{owner}”按金额计算，“{benefit.id}”却不是资金。",
        f'"{owner}" computes with money, and "{benefit.id}" is none.',
    )


def _not_evaluated(pack: Pack) -> Iterator[Finding]:
    """What a person has to apply is said, so that nobody takes it for done."""
    for document in pack.documents:
        for benefit in document.benefits:
            for part in benefit.not_evaluated:
                yield Finding(
                    benefit.place,
                    "notice",
                    "not-evaluated",
                    Words(
                        f"“{benefit.id}”的 {part} 尚不参与计算，需要人工处理。",
                        f'{part} of "{benefit.id}" is not evaluated yet; people must apply it.',
                    ),
                )
    for cap in pack.caps:
        if not cap.is_evaluated:
            yield Finding(
                cap.place,
                "notice",
                "not-evaluated",
                Words(
                    f"限额“{cap.id}”（per: {cap.per.value}）尚不参与计算，需要人工处理。",
                    f'The cap "{cap.id}" (per: {cap.per.value}) is not evaluated yet; '
                    "people must apply it.",
                ),
            )


def _own_facts(pack: Pack, catalogue: Catalogue) -> Iterator[Finding]:
    """Facts that a pack brings do not hide those of the catalogue, nor its names any fact."""
    head = read_yaml("pack.yaml", pack.files["pack.yaml"])
    for kind, facts in pack.facts.items():
        for index, fact in enumerate(facts):
            known = catalogue.kinds.get(kind)
            if known and (known.find(fact.name) or known.find(fact.english)):
                yield head.finding(
                    ("facts", kind.value, index, "name"),
                    "fact-known",
                    f"目录中已有“{fact.name}”（{fact.english}），请直接使用。",
                    f'The catalogue already has "{fact.name}" ({fact.english}); use that.',
                )
    whole = pack.catalogue(catalogue)
    try:
        Derivations(whole)
    except DerivationError as error:
        yield head.finding(
            ("facts", error.kind.value),
            "fact-derivation",
            f"“{error.name}”的推导不成立：{error.problem}",
            f'The derivation of "{error.name}" is no good: {error.problem}',
        )
    for document in pack.documents:
        for source in document.sources:
            kinds = [source.subject] if source.subject else list(whole.kinds)
            for kind in kinds:
                if whole.fact(kind, source.name):
                    yield _error(
                        source.place,
                        "name-hides-fact",
                        f"“{source.name}”已经是一项事实（{kind.value}），请换一个名称。",
                        f'"{source.name}" is a fact of {kind.value}; choose another name.',
                    )


_CHECKS: tuple[Callable[[Pack], Iterable[Finding]], ...] = (
    _versions,
    _in_force_dates,
    _clause_ids,
    _clauses,
    _duplicates,
    _members,
    _not_evaluated,
)
