"""Parts of a pack's files, added, changed and removed: documents, clauses, tables with columns, …

A part is named by its file and the path in it, as `("benefits", 2, "conditions", 0)`. What a part
holds is a mapping in the shape of `schema.json`, in which None stands for what is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huizhi.rules.findings import Place
from huizhi.rules.packs.editing import ANY
from huizhi.rules.packs.reading import PACK_FILE
from huizhi.rules.yaml_edits import Edit, Insert, Put, Remove, edited, merged, without_none, written
from huizhi.rules.yaml_text import Path, YamlFile, at, read_yaml

Files = Mapping[str, str]
_SIDES = {"inputs": ("when", ANY), "outputs": ("then", "")}


def part_with(file: YamlFile, place: Place) -> Path | None:
    """Return the path of the part of a list of the file that a place is in, None for none."""
    for key, items in (file.data or {}).items():
        for number, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, dict):
                continue
            inside = file.place((key, number))
            start, end = (inside.line, inside.column), (inside.end_line, inside.end_column)
            if start <= (place.line, place.column) < end:
                return key, number
    return None


def with_new_part(files: Files, name: str, path: Path, value: Mapping[str, Any]) -> dict[str, str]:
    """Return the files with a part as the last of its list.

    With a column each rule of its table gets a cell: any value is met, or an empty result.
    """
    file = read_yaml(name, files[name])
    value = without_none(value)
    known = at(file, path)
    if known is None:
        return {**files, name: edited(file, [Put(path, [value])]).text}
    edits: list[Edit] = [Insert((*path, len(known)), value)]
    for cells, cell in _rules(file, path):
        edits.append(Insert((*cells, len(at(file, cells))), cell))
    return {**files, name: edited(file, edits).text}


def with_part(files: Files, name: str, path: Path, value: Mapping[str, Any]) -> dict[str, str]:
    """Return the files with other values in a part; keys that `value` does not have stay."""
    return {**files, name: merged(read_yaml(name, files[name]), path, value).text}


def without_part(files: Files, name: str, path: Path) -> dict[str, str]:
    """Return the files without a part; with a column go its cells, with a benefit its caps.

    The last benefit of a cap stays in it: a cap over nothing is none, and the check tells.
    """
    file = read_yaml(name, files[name])
    edits: list[Edit] = [Remove(path)]
    for cells, _cell in _rules(file, path[:-1]):
        if at(file, (*cells, path[-1])) is not None:
            edits.append(Remove((*cells, path[-1])))
    changed = {**files, name: edited(file, edits).text}
    if path[0] != "benefits" or len(path) > 2:
        return changed
    return _without_unknown(changed, {at(file, path)["id"]})


def is_column(path: Path) -> bool:
    """Say whether a path leads to a column of a table."""
    return len(path) > 1 and path[-2] in _SIDES


def with_new_document(files: Files, value: Mapping[str, Any]) -> dict[str, str]:
    """Return the files with a document in a file of its own, named in the head of the pack."""
    name = document_name(files, value)
    head = read_yaml(PACK_FILE, files[PACK_FILE])
    named = edited(head, [Insert(("documents", len(head.data["documents"])), name)])
    return {**files, PACK_FILE: named.text, name: written(without_none(value))}


def without_document(files: Files, name: str) -> dict[str, str]:
    """Return the files without a document and its benefits in caps."""
    head = read_yaml(PACK_FILE, files[PACK_FILE])
    place = head.data["documents"].index(name)
    named = edited(head, [Remove(("documents", place))])
    left = {file: text for file, text in files.items() if file != name}
    return _without_unknown({**left, PACK_FILE: named.text}, _benefits(files[name]))


def document_name(files: Files, value: Mapping[str, Any]) -> str:
    """Return the file for a new document: after its id; a later version also has its first day."""
    document = value["document"]
    name = f"{document['id']}.yaml"
    return name if name not in files else f"{document['id']}-{document['in_force']['from']}.yaml"


def _rules(file: YamlFile, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield where each rule of a table has the cells of a list of columns, and a new cell."""
    if path[-1] in _SIDES:
        side, cell = _SIDES[str(path[-1])]
        for number in range(len(at(file, (*path[:-1], "rules")))):
            yield (*path[:-1], "rules", number, side), cell


def _benefits(text: str) -> set[str]:
    return {item["id"] for item in at(read_yaml("", text), ("benefits",)) or ()}


def _without_unknown(files: dict[str, str], gone: set[str]) -> dict[str, str]:
    """Take benefits that no document has any more out of caps with others."""
    head = read_yaml(PACK_FILE, files[PACK_FILE])
    for name in head.data["documents"]:
        gone = gone - _benefits(files.get(name, ""))
    for number, cap in enumerate(head.data.get("caps") or ()):
        for id in [id for id in cap["benefits"] if id in gone]:
            members = at(head, ("caps", number, "benefits"))
            if len(members) > 1:
                place = members.index(id)
                head = edited(head, [Remove(("caps", number, "benefits", place))])
    return {**files, PACK_FILE: head.text}
