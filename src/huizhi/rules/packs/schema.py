"""The shape of files against `schema.json`, with findings that say what would be right."""

from __future__ import annotations

import difflib
import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from huizhi.rules.findings import Finding
from huizhi.rules.yaml_text import Path, YamlFile

FileKind = Literal["pack", "documentFile", "testFile"]


@cache
def schema() -> dict[str, Any]:
    """Return the published JSON Schema (draft 2020-12) of a pack's files."""
    text = (files("huizhi.rules.packs") / "schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(kind: FileKind) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]})


def check_shape(file: YamlFile, kind: FileKind) -> list[Finding]:
    """Return what is wrong with the shape of a file; nothing where it is well-formed."""
    if file.findings:
        return list(file.findings)
    return [_finding(file, error) for error in _validator(kind).iter_errors(file.data)]


def _finding(file: YamlFile, error: ValidationError) -> Finding:
    path: Path = tuple(error.absolute_path)
    where = str(path[-1]) if path else file.path
    wanted: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        case "required":
            absent = "、".join(name for name in wanted if name not in given)
            return file.finding(
                path, "schema-required", f"缺少：{absent}。", f"Missing here: {absent}."
            )
        case "additionalProperties" | "propertyNames" if isinstance(given, dict):
            return _unknown_key(file, path, error)
        case "enum":
            known = ", ".join(map(str, wanted))
            return file.finding(
                path,
                "schema-value",
                f"“{where}”没有“{given}”这个值，可用：{known}。",
                f'"{where}" has no value "{given}"; one of: {known}.',
            )
        case "type":
            kinds = " / ".join([wanted] if isinstance(wanted, str) else wanted)
            return file.finding(
                path,
                "schema-type",
                f"“{where}”应当是 {kinds}（文字若像数字，请加引号）。",
                f'"{where}" must be of type {kinds} (quote text that looks like a number).',
            )
    return file.finding(
        path,
        "schema",
        f"“{where}”不合格式：{error.message}",
        f'"{where}" is not well-formed: {error.message}',
    )


def _unknown_key(file: YamlFile, path: Path, error: ValidationError) -> Finding:
    known = list(error.schema.get("properties", ())) if isinstance(error.schema, dict) else []
    given: Any = error.instance
    unknown = [name for name in given if name not in known]
    name = unknown[0] if unknown else str(given)
    near = difflib.get_close_matches(name, known, 1, 0.5)
    zh = f"，是不是 {near[0]}？" if near else f"。可用：{'、'.join(known)}。"
    en = f"; did you mean {near[0]}?" if near else f". Known: {', '.join(known)}."
    return file.finding(
        (*path, name), "schema-unknown", f"不认识“{name}”{zh}", f'"{name}" is not known here{en}'
    )
