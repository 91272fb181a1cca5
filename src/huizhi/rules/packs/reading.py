"""From the files of a pack to its model. Finds what is wrong with shape and references.

The texts of FEEL are taken as they stand; `checking` looks into them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any

from huizhi.rules.facts.catalogue import read_facts_of
from huizhi.rules.facts.model import Fact
from huizhi.rules.findings import Finding, has_errors
from huizhi.rules.money import Rounding
from huizhi.rules.packs.model import (
    Benefit,
    Cap,
    CapScope,
    CapWindow,
    Clause,
    Condition,
    Definition,
    Document,
    FeelText,
    Form,
    Group,
    InForce,
    Pack,
    PeriodUnit,
    PolicyTable,
    Received,
    Source,
    StackingRule,
    TableInput,
    TableOutput,
    TableRule,
    Window,
)
from huizhi.rules.packs.schema import check_shape
from huizhi.rules.subjects import SubjectKind
from huizhi.rules.words import Words
from huizhi.rules.yaml_text import Path, YamlFile, read_yaml

PACK_FILE = "pack.yaml"
TESTS_FOLDER = "tests"

# What a pack may say about a benefit and the evaluator leaves to people.
NOT_EVALUATED = {
    "instalments": Words("分期发放", "payment in instalments"),
    "yearly_recheck": Words("年度核查", "the yearly re-check"),
    "couple": Words("夫妻合并享受", "what a couple gets together"),
    "tier_rise_difference": Words("层次提升补差", "the difference after a rise in tier"),
    "clawback": Words("追缴", "the claw-back"),
    "county_uplift": Words("县区加成", "the county's uplift"),
    "funding": Words("市县分担", "how city and county share the cost"),
    "lottery": Words("摇号", "the lottery"),
    "stop": Words("停发情形", "when payment stops"),
}


def read_folder(path: FilePath | str) -> dict[str, str]:
    """Return the texts of the YAML files of a folder by path within it (FileNotFoundError)."""
    folder = FilePath(path)
    if not (folder / PACK_FILE).is_file():
        raise FileNotFoundError(f"{folder} holds no {PACK_FILE}, so it is no policy pack")
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8")
        for file in sorted(folder.rglob("*.yaml"))
    }


def read_pack(files: Mapping[str, str]) -> tuple[Pack | None, list[Finding]]:
    """Return the pack of some files, and what was found; no pack where its shape is wrong."""
    head = read_yaml(PACK_FILE, files.get(PACK_FILE, ""))
    findings = check_shape(head, "pack")
    if has_errors(findings):
        return None, findings
    documents: list[Document] = []
    for index, name in enumerate(head.data["documents"]):
        if name not in files:
            findings.append(
                head.finding(
                    ("documents", index),
                    "file-missing",
                    f"没有文件 {name}。",
                    f"There is no file {name}.",
                )
            )
            continue
        file = read_yaml(name, files[name])
        wrong = check_shape(file, "documentFile")
        findings += wrong
        if not wrong:
            documents += _guarded(file, findings)
    if has_errors(findings):
        return None, findings
    facts = _own_facts(head, findings)
    if has_errors(findings):
        return None, findings
    used = {PACK_FILE: files[PACK_FILE]} | {d.file: files[d.file] for d in documents}
    data = head.data
    pack = Pack(
        id=data["id"],
        name=Words.of(data["name"]),
        region=data["region"],
        version=str(data["version"]),
        documents=tuple(documents),
        groups=tuple(_group(head, n, item) for n, item in enumerate(data.get("groups", ()))),
        caps=tuple(_cap(head, n, item) for n, item in enumerate(data.get("caps", ()))),
        facts=facts,
        files=used,
        fingerprint=fingerprint_of(used),
    )
    return pack, findings


def fingerprint_of(files: Mapping[str, str]) -> str:
    """Return the SHA-256 over names and texts of files, in hex."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _guarded(file: YamlFile, findings: list[Finding]) -> list[Document]:
    """Build a document; a date such as 2021-02-30 passes the schema and is found here."""
    try:
        return [_document(file)]
    except ValueError as error:
        findings.append(
            file.finding(
                ("document",), "date", f"日期不存在：{error}", f"There is no such date: {error}"
            )
        )
        return []


def _own_facts(head: YamlFile, findings: list[Finding]) -> dict[SubjectKind, tuple[Fact, ...]]:
    own = head.data.get("facts", {})
    return {
        SubjectKind(kind): read_facts_of(head, ("facts", kind), items, findings)
        for kind, items in own.items()
    }


def _feel(file: YamlFile, path: Path) -> FeelText:
    """Return a FEEL text as written: `5000` and `true` need no quotes."""
    return FeelText(file.nodes[path].value, file, path)


def _words(data: Any) -> Words | None:
    return None if data is None else Words.of(data)


def _assumption(data: Any) -> Words | None:
    """Return what is assumed; a bare `true` says only that something is."""
    if data is True:
        return Words("假定", "Assumed")
    return None if not data else Words.of(data)


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _kind(data: Mapping[str, Any]) -> SubjectKind | None:
    return SubjectKind(data["subject"]) if "subject" in data else None


def _document(file: YamlFile) -> Document:
    data = file.data["document"]
    source = data.get("source")
    force = data["in_force"]
    return Document(
        id=data["id"],
        file=file.path,
        title=Words.of(data["title"]),
        number=data.get("number"),
        issuer=_words(data.get("issuer")),
        issued=_date(data.get("issued")),
        in_force=InForce(dt.date.fromisoformat(force["from"]), _date(force.get("to"))),
        source=source and Source(source["title"], source.get("url"), _date(source.get("date"))),
        clauses={
            item["id"]: Clause(
                item["id"],
                Words.of_label(item["label"]),
                Words.of(item["text"]),
                _assumption(item.get("assumption")),
            )
            for item in file.data["clauses"]
        },
        definitions=tuple(_each(file, "definitions", _definition)),
        tables=tuple(_each(file, "tables", _table)),
        benefits=tuple(_each(file, "benefits", _benefit)),
        assumption=_assumption(data.get("assumption")),
        place=file.place(("document", "id")),
    )


def _each(file: YamlFile, key: str, build: Any) -> Iterable[Any]:
    for index, item in enumerate(file.data.get(key, ())):
        yield build(file, (key, index), item)


def _definition(file: YamlFile, path: Path, item: Mapping[str, Any]) -> Definition:
    return Definition(
        name=item["name"],
        english=item["english"],
        clause=item["clause"],
        type=item["type"],
        feel=_feel(file, (*path, "feel")),
        subject=_kind(item),
        assumption=_assumption(item.get("assumption")),
        place=file.place((*path, "name")),
    )


def _table(file: YamlFile, path: Path, item: Mapping[str, Any]) -> PolicyTable:
    return PolicyTable(
        name=item["name"],
        english=item["english"],
        clause=item["clause"],
        hit_policy=item["hit_policy"],
        inputs=tuple(
            TableInput(Words.of_label(data["label"]), _feel(file, (*path, "inputs", n, "feel")))
            for n, data in enumerate(item["inputs"])
        ),
        outputs=tuple(
            TableOutput(
                name=data["name"],
                type=data["type"],
                values=tuple(map(str, data.get("values", ()))),
                default=_feel(file, (*path, "outputs", n, "default"))
                if "default" in data
                else None,
                english=data.get("english", ""),
            )
            for n, data in enumerate(item["outputs"])
        ),
        rules=tuple(_rule(file, (*path, "rules", n), r) for n, r in enumerate(item["rules"])),
        subject=_kind(item),
        assumption=_assumption(item.get("assumption")),
        place=file.place((*path, "name")),
    )


def _rule(file: YamlFile, path: Path, item: Mapping[str, Any]) -> TableRule:
    return TableRule(
        when=tuple(_feel(file, (*path, "when", n)) for n in range(len(item["when"]))),
        then=tuple(_feel(file, (*path, "then", n)) for n in range(len(item["then"]))),
        clause=item.get("clause"),
        note=Words.of_label(item["note"]) if item.get("note") else None,
        place=file.place(path),
    )


def _benefit(file: YamlFile, path: Path, item: Mapping[str, Any]) -> Benefit:
    form = Form(item["form"])
    wanted = "amount" if form is Form.MONEY else "quantity"
    amount = _feel(file, (*path, wanted)) if wanted in item else FeelText("1", file, path)
    window = item.get("window")
    return Benefit(
        id=item["id"],
        name=Words.of(item["name"]),
        clause=item["clause"],
        subject=SubjectKind(item["subject"]),
        form=form,
        period=PeriodUnit(item["period"]),
        conditions=tuple(
            Condition(
                Words.of(data["name"]),
                _feel(file, (*path, "conditions", n, "feel")),
                data["clause"],
            )
            for n, data in enumerate(item["conditions"])
        ),
        amount=amount,
        place=file.place((*path, "id")),
        window=window and Window(_feel(file, (*path, "window", "start")), window.get("months")),
        unit=_words(item.get("unit")),
        rounding=Rounding(item.get("rounding", "half_up")),
        group=item.get("group"),
        priority=item.get("priority"),
        notice_days=item.get("notice_days"),
        assumption=_assumption(item.get("assumption")),
        not_evaluated=tuple(name for name in NOT_EVALUATED if item.get(name)),
    )


def _group(file: YamlFile, index: int, item: Mapping[str, Any]) -> Group:
    return Group(
        id=item["id"],
        name=Words.of(item["name"]),
        rule=StackingRule(item["rule"]),
        clause=item["clause"],
        place=file.place(("groups", index)),
        received=Received(item.get("received", "count")),
    )


def _cap(file: YamlFile, index: int, item: Mapping[str, Any]) -> Cap:
    return Cap(
        id=item["id"],
        name=Words.of(item["name"]),
        per=CapScope(item["per"]),
        window=CapWindow(item["window"]),
        limit=_feel(file, ("caps", index, "limit")),
        benefits=tuple(item["benefits"]),
        clause=item["clause"],
        place=file.place(("caps", index)),
        received=Received(item.get("received", "count")),
    )
