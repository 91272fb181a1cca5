"""The tests that come with a pack: people made up, and what the pack must say of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Result
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.model import Catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.facts.stating import StatedValueError, stated_value
from huizhi.rules.findings import Finding
from huizhi.rules.packs.checking import PackError
from huizhi.rules.packs.loading import load_pack_from_files
from huizhi.rules.packs.model import Pack
from huizhi.rules.packs.reading import TESTS_FOLDER, read_folder
from huizhi.rules.packs.schema import check_shape
from huizhi.rules.subjects import SubjectKind, SubjectRef
from huizhi.rules.words import Language, Words
from huizhi.rules.yaml_text import Path, YamlFile, read_yaml

SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected: of which benefit, what, and the two values as text."""

    benefit_id: str
    what: str
    expected: str
    got: str

    def message(self, language: Language = "zh") -> str:
        """Return the difference in a sentence."""
        words = Words(
            f"{self.benefit_id}：{self.what} 应为 {self.expected}，实为 {self.got}",
            f"{self.benefit_id}: {self.what} should be {self.expected} and is {self.got}",
        )
        return words.get(language)


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """A case of a pack's tests, where it stands, and how it came out."""

    __test__ = False  # not a class of tests, whatever pytest makes of the name

    path: str
    line: int
    name: str
    differences: tuple[Difference, ...]
    results: tuple[Result, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences


def test_pack(path: FilePath | str, catalogue: Catalogue | None = None) -> list[TestOutcome]:
    """Run every case of the tests of a pack in a folder.

    Raises PackError as `run_tests` does, and FileNotFoundError where there is no pack.
    """
    return run_tests(read_folder(path), catalogue)


def run_tests(files: Mapping[str, str], catalogue: Catalogue | None = None) -> list[TestOutcome]:
    """Run every case of the tests among the files of a pack.

    Raises PackError where the pack or a file of tests has errors, facts that do not fit the
    catalogue among them.
    """
    catalogue = catalogue or load_catalogue()
    pack = load_pack_from_files(files, catalogue)
    run = _Run(pack, catalogue)
    outcomes = [
        outcome
        for name, text in files.items()
        if name.startswith(f"{TESTS_FOLDER}/")
        for outcome in run.file(read_yaml(name, text))
    ]
    if run.findings:
        raise PackError(run.findings)
    return outcomes


test_pack.__test__ = False  # type: ignore[attr-defined]


class _Run:
    """The tests of one pack; evaluators are kept by day."""

    def __init__(self, pack: Pack, catalogue: Catalogue) -> None:
        self.pack = pack
        self.catalogue = catalogue
        self.known = pack.catalogue(catalogue)
        self.findings: list[Finding] = []
        self._evaluators: dict[dt.date, Evaluator] = {}

    def file(self, file: YamlFile) -> Iterator[TestOutcome]:
        """Yield the outcomes of one file."""
        wrong = check_shape(file, "testFile")
        self.findings += wrong
        for index, case in enumerate(file.data["cases"] if not wrong else ()):
            yield self._case(file, ("cases", index), case)

    def _case(self, file: YamlFile, path: Path, case: Mapping[str, Any]) -> TestOutcome:
        kind = SubjectKind(case.get("kind", SubjectKind.PERSON))
        line = file.place((*path, "name")).line
        as_of = dt.date.fromisoformat(case["as_of"])
        facts: dict[SubjectKind, dict[str, dict[str, Any]]] = {}
        for related, subjects in case.get("related", {}).items():
            facts[SubjectKind(related)] = {
                id: self._facts(file, (*path, "related", related, id), SubjectKind(related), stated)
                for id, stated in subjects.items()
            }
        own = self._facts(file, (*path, "facts"), kind, case["facts"])
        facts.setdefault(kind, {})[SUBJECT] = own
        results = self._evaluator(as_of).evaluate(Population(facts), SubjectRef(kind, SUBJECT))
        differences = _differences(case["expect"], {r.benefit_id: r for r in results})
        return TestOutcome(file.path, line, case["name"], tuple(differences), tuple(results))

    def _facts(
        self, file: YamlFile, path: Path, kind: SubjectKind, stated: Mapping[str, Any]
    ) -> dict[str, Any]:
        found = {}
        for name, raw in stated.items():
            known = self.known.kinds.get(kind)
            fact = known.facts.get(name) if known else None
            if fact is None:
                self.findings.append(
                    file.finding(
                        (*path, name),
                        "unknown-fact",
                        f"{kind.value} 没有“{name}”这项事实。",
                        f'{kind.value} has no fact "{name}".',
                    )
                )
                continue
            try:
                found[name] = stated_value(fact, raw)
            except StatedValueError as error:
                self.findings.append(
                    file.finding((*path, name), "fact-value", error.words.zh, error.words.en)
                )
        return found

    def _evaluator(self, as_of: dt.date) -> Evaluator:
        if as_of not in self._evaluators:
            self._evaluators[as_of] = Evaluator(self.pack, self.catalogue, as_of)
        return self._evaluators[as_of]


def _differences(
    expected: Mapping[str, Mapping[str, Any]], results: Mapping[str, Result]
) -> Iterable[Difference]:
    for benefit_id, wanted in expected.items():
        result = results.get(benefit_id)
        if result is None:
            yield Difference(benefit_id, "benefit", "in force", "not there")
            continue
        got: dict[str, Any] = {
            "result": result.outcome.value,
            "amount": None if result.amount is None else result.amount.yuan,
            "gross": None if result.gross is None else result.gross.yuan,
            "potential": None if result.potential is None else result.potential.yuan,
            "quantity": result.quantity,
            "period": result.period,
            "reason": result.reason_code.value,
            "missing": set(result.missing),
        }
        for what, value in wanted.items():
            right = _EXPECTED.get(what, _as_is)(value)
            if right != got[what]:
                yield Difference(benefit_id, what, _text(right), _text(got[what]))


def _as_is(value: Any) -> Any:
    return value


# YAML reads the period 2021 as a number, and the order of missing facts means nothing.
_EXPECTED: dict[str, Callable[[Any], Any]] = {"missing": set, "period": str}


def _text(value: Any) -> str:
    if isinstance(value, set):
        return "、".join(sorted(value)) or "-"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
