"""What the check says of a part of a draft: a table by cell and rule, with its proof; texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huizhi.policies import queries
from huizhi.policies.models import PackVersion
from huizhi.rules.findings import Finding, Place
from huizhi.rules.packs.checking import table_proofs
from huizhi.rules.packs.editing import path_of, rules_path
from huizhi.rules.packs.proving import TableProof
from huizhi.rules.yaml_text import Path, YamlFile, at, read_yaml

_Spot = tuple[int, int]


@dataclass(frozen=True)
class TableCheck:
    """The findings of a table and its proofs; no proof while the pack has errors.

    `cells` are by rule and column from 0, tests before results; `rules` those of a rule as a
    whole; `table` those of neither. `elsewhere` are errors in other places of the pack.
    """

    cells: Mapping[_Spot, tuple[Finding, ...]]
    rules: Mapping[int, tuple[Finding, ...]]
    table: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]
    proofs: tuple[TableProof, ...]


def check_table(files: Mapping[str, str], name: str, english: str) -> TableCheck:
    """Check files and return what concerns one table of one of them."""
    pack, found = queries.checked(files)
    file = read_yaml(name, files[name])
    path = rules_path(file, english)
    cells: dict[_Spot, tuple[Finding, ...]] = {}
    rules: dict[int, tuple[Finding, ...]] = {}
    table, elsewhere = [], []
    inside = file.place(path[:-1])
    for finding in found:
        if not _is_in(finding, inside):
            elsewhere.append(finding)
            continue
        rule, column = _spot(file, path, finding)
        if rule is None:
            table.append(finding)
        elif column is None:
            rules[rule] = (*rules.get(rule, ()), finding)
        else:
            cells[rule, column] = (*cells.get((rule, column), ()), finding)
    proofs = table_proofs(pack) if pack is not None else []
    return TableCheck(
        cells,
        rules,
        tuple(table),
        tuple(finding for finding in elsewhere if finding.severity == "error"),
        tuple(proof for proof in proofs if proof.is_of(name, english)),
    )


def check_texts(
    files: Mapping[str, str], name: str, keys: Iterable[str]
) -> dict[str, tuple[Finding, ...]]:
    """Check files and return what concerns some texts of one of them, by `FeelPart.key`."""
    _pack, found = queries.checked(files)
    file = read_yaml(name, files[name])
    places = {key: file.place(path_of(key)) for key in keys}
    return {key: tuple(f for f in found if _is_in(f, place)) for key, place in places.items()}


@dataclass(frozen=True)
class PartCheck:
    """The findings of a part by key of its fields, its own beside these, and errors elsewhere."""

    fields: Mapping[str, tuple[Finding, ...]]
    part: tuple[Finding, ...]
    elsewhere: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is found, in the part or elsewhere."""
        return not any((*self.fields.values(), self.part, self.elsewhere))


def check_part(files: Mapping[str, str], name: str, path: Path, fields: Iterable[str]) -> PartCheck:
    """Check files and return what concerns the part at a path of one of them.

    `fields` are keys within the part. What is found in none of them is found of the part.
    """
    _pack, found = queries.checked(files)
    file = read_yaml(name, files[name])
    inside = file.place(path)
    paths = {key: (*path, *path_of(key)) for key in fields}
    places = {key: file.place(place) for key, place in paths.items() if place in file.nodes}
    by_field = {key: tuple(f for f in found if _is_in(f, place)) for key, place in places.items()}
    in_fields = {finding for held in by_field.values() for finding in held}
    return PartCheck(
        by_field,
        tuple(f for f in found if _is_in(f, inside) and f not in in_fields),
        tuple(f for f in found if not _is_in(f, inside) and f.severity == "error"),
    )


def broken_by(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the errors of files that had none before; with errors before, nothing can be said."""
    pack, _found = queries.checked(before)
    if pack is None:
        return ()
    return tuple(f for f in queries.checked(after)[1] if f.severity == "error")


def was_complete(version: PackVersion, name: str, english: str) -> bool:
    """Say whether in a stored version every value of a table's columns met a rule."""
    proofs = queries.proofs(version)
    return all(one.proof.complete for one in proofs if one.is_of(name, english))


def _spot(
    file: YamlFile, path: tuple[str | int, ...], finding: Finding
) -> tuple[int | None, int | None]:
    """Return the rule and the column that a finding is about, as far as it is about one."""
    for number, rule in enumerate(at(file, path)):
        if not _is_in(finding, file.place((*path, number))):
            continue
        tests = len(rule["when"])
        for column in range(tests + len(rule["then"])):
            cell = ("when", column) if column < tests else ("then", column - tests)
            if _is_in(finding, file.place((*path, number, *cell))):
                return number, column
        return number, None
    return None, None


def _is_in(finding: Finding, place: Place) -> bool:
    start, found = (place.line, place.column), (finding.line, finding.column)
    return finding.path == place.path and start <= found < (place.end_line, place.end_column)
