"""`huizhi dmn`: check a decision model, say what it holds, and ask it for a decision."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from huizhi.cli.json_input import parsed_object, read_object
from huizhi.cli.terminal import FINDINGS, USAGE, fail, note, underlined
from huizhi.cli.words import JsonOption, LanguageOption, help_text
from huizhi.rules.words import Words

if TYPE_CHECKING:
    from huizhi.dmn import Engine, Model, Problem, Result
    from huizhi.dmn.model import Element
    from huizhi.feel import Value
    from huizhi.rules.words import Language

HELP = help_text(
    "检查一个 DMN 模型并列出其中的决策；给出 --decision 则求值。有错误时退出码为 1。",
    "Check a DMN model and list its decisions; with --decision, evaluate one. "
    "Exit code 1 when there are errors.",
)

ModelFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help=help_text(
            "DMN 1.1 至 1.6 文件；引入的模型应在同一文件夹",
            "A file of DMN 1.1 to 1.6; models that it imports lie in the same folder",
        ),
    ),
]
DecisionOption = Annotated[
    str | None,
    typer.Option(
        "--decision",
        metavar="NAME",
        help=help_text(
            "求值的决策、决策服务或业务知识模型",
            "The decision, decision service or knowledge model to evaluate",
        ),
    ),
]
InputOption = Annotated[
    str,
    typer.Option(
        "--input",
        metavar="JSON|FILE",
        help=help_text(
            "输入：JSON 对象或其文件，日期和时长写作 ISO 文本；未给出的为 null",
            "Inputs: a JSON object or a file of one, dates and durations as ISO texts; "
            "those left out are null",
        ),
    ),
]


def evaluate(
    file: ModelFile,
    decision: DecisionOption = None,
    given: InputOption = "{}",
    as_json: JsonOption = False,
    language: LanguageOption = "zh",
) -> None:
    """Print what is found in a model, then what it holds or what a decision gives.

    With `--decision` findings go to stderr and forbid nothing: the standard has null for them.
    """
    # Imported here: the language takes longer to load than the help to print.
    from huizhi.dmn import Engine, check_model

    model, others = _read(file, language)
    problems = check_model(model, others)
    engine = Engine(model, others, dt.datetime.now().astimezone())
    if decision is not None:
        for problem in problems:
            note(_told(file, problem, language))
        result = _ask(engine, model, decision, given, language)
        _show_result(decision, result, language, as_json=as_json)
        return
    _show_model(file, model, engine, problems, language, as_json=as_json)
    if any(problem.is_error for problem in problems):
        raise typer.Exit(FINDINGS)


def _read(file: Path, language: Language) -> tuple[Model, list[Model]]:
    """Return the model of a file and, where it imports any, those beside it."""
    from huizhi.dmn import DmnError, read_model

    try:
        model = read_model(file.read_bytes())
    except DmnError as error:
        fail(f"{file}: {error.code} {error.message(language)}", FINDINGS)
    others = []
    for path in sorted(file.parent.glob("*.dmn")) if model.imports else ():
        if path.samefile(file):
            continue
        try:
            others.append(read_model(path.read_bytes()))
        except DmnError as error:
            note(f"{path}: {error.code} {error.message(language)}")
    return model, others


# --- asking ---------------------------------------------------------------------------------------


def _ask(engine: Engine, model: Model, name: str, given: str, language: Language) -> Result:
    from huizhi.dmn import DmnError

    try:
        kinds = engine.inputs(name)
    except DmnError as error:
        known = ("、" if language == "zh" else ", ").join(_askable(model))
        there = Words(f"可用：{known}", f"There are: {known}")
        fail(f"{error.message(language)} {there.get(language)}", USAGE)
    return engine.ask(name, _inputs(_data(given, language), kinds, language))


def _askable(model: Model) -> list[str]:
    from huizhi.dmn.model import InputData

    return [one.name for one in model.elements if not isinstance(one, InputData)]


def _data(given: str, language: Language) -> Mapping[str, Any]:
    """Return the object that `--input` gives, as it stands or in a file."""
    if given.lstrip().startswith("{"):
        return parsed_object(given, "--input", language)
    return read_object(Path(given), language)


def _inputs(
    data: Mapping[str, Any], kinds: Mapping[str, Any], language: Language
) -> dict[str, Value]:
    from huizhi.dmn import DmnError
    from huizhi.dmn.values import from_json

    values = {}
    for name, raw in data.items():
        try:
            if name not in kinds:
                known = ("、" if language == "zh" else ", ").join(kinds)
                raise DmnError("unknown-input", name=name, known=known)
            values[name] = from_json(raw, kinds[name])
        except DmnError as error:
            fail(f"--input: {name}: {error.code} {error.message(language)}", FINDINGS)
    return values


def _show_result(name: str, result: Result, language: Language, *, as_json: bool) -> None:
    from huizhi.dmn.values import to_json
    from huizhi.feel import to_feel_literal

    if not as_json:
        for cause in result.causes:
            note(f"{cause.code} {cause.message(language)}")
        typer.echo(to_feel_literal(result.value))
        return
    data = {
        "decision": name,
        "value": to_json(result.value),
        "feel": to_feel_literal(result.value),
        "causes": [
            {"code": cause.code, "message": cause.message(language)} for cause in result.causes
        ],
    }
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


# --- listing --------------------------------------------------------------------------------------


def _show_model(
    file: Path,
    model: Model,
    engine: Engine,
    problems: Sequence[Problem],
    language: Language,
    *,
    as_json: bool,
) -> None:
    elements = [_as_data(element, engine) for element in model.elements]
    if as_json:
        data = {
            "name": model.name,
            "namespace": model.namespace,
            "elements": elements,
            "findings": [_finding(problem, language) for problem in problems],
        }
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        typer.echo(_told(file, problem, language))
    for kind, words in _KINDS.items():
        of_kind = [element for element in elements if element["kind"] == kind]
        if of_kind:
            typer.echo(words.get(language))
        for element in of_kind:
            typer.echo(f"  {_signature(element)}")


def _as_data(element: Element, engine: Engine) -> dict[str, Any]:
    kind = type(element).__name__
    data = {"kind": kind, "name": element.name, "type": element.variable.type_ref or "Any"}
    if kind == "InputData":
        return {**data, "feel": str(engine.kind(element.name))}
    # Of what bears the name of an input, the input is found; the findings tell of it.
    askable = engine.is_askable(element.name)
    inputs = engine.inputs(element.name) if askable else {}
    return {**data, "inputs": {name: str(of) for name, of in inputs.items()}}


def _signature(element: Mapping[str, Any]) -> str:
    """Return an element on a line: an input with its type in full, all else with its inputs."""
    stated = f": {element['type']}"
    if "inputs" in element:
        return f"{element['name']}({', '.join(element['inputs'])}){stated}"
    full = element["feel"]
    return f"{element['name']}{stated}" + ("" if full == element["type"] else f" = {full}")


def _told(file: Path, problem: Problem, language: Language) -> str:
    from huizhi.feel import Diagnostic

    if isinstance(problem.found, Diagnostic) and problem.text:
        return f"{file}: {problem.place}: {underlined(problem.text, problem.found, language)}"
    return f"{file}: {problem.place}: {problem.code} {problem.message(language)}"


def _finding(problem: Problem, language: Language) -> dict[str, Any]:
    from huizhi.feel import Diagnostic

    data: dict[str, Any] = {
        "place": problem.place,
        "code": problem.code,
        "severity": "error" if problem.is_error else "warning",
        "message": problem.message(language),
    }
    if isinstance(problem.found, Diagnostic) and problem.text:
        line, column = problem.found.span.line_column(problem.text)
        data |= {"text": problem.text, "line": line, "column": column}
    return data


_KINDS = {
    "InputData": Words("输入", "Inputs"),
    "Decision": Words("决策", "Decisions"),
    "DecisionService": Words("决策服务", "Decision services"),
    "KnowledgeModel": Words("业务知识模型", "Knowledge models"),
}
