"""The packs that come along: they check clean, their cases hold, their amounts say whence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.money import Money
from huizhi.rules.packs import testing
from huizhi.rules.packs.checking import check_pack
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.packs.model import Definition, Document, Pack
from huizhi.rules.subjects import SubjectKind, SubjectRef
from huizhi.rules.yaml_text import read_yaml

FOLDER = Path(__file__).parents[2] / "packs"
PACKS = ("datong", "taiyuan")

# The benefits of which a part is left to people, and nothing else may be remarked.
LEFT_TO_PEOPLE = {"datong": ["sanjin-allowance"], "taiyuan": []}

# The figures that the public sources of a document carry, in yuan or as a rate, as printed there.
SOURCED = {
    "rencai": "5000 3000 200000 100000 1200 30000",
    "zhaoshang-2018": "10000000 2000000 1000000 1 0.5 5000000 3000000",
    "zhaocai-2018": "5000000 10000000 1000000 500000",
    "sanjin": "",
    "cuoshi-2021": "",
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Pack:
    return load_pack(FOLDER / request.param)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_checks_clean(name: str) -> None:
    findings = check_pack(FOLDER / name)

    assert [(found.severity, found.code) for found in findings] == [
        ("notice", "not-evaluated") for _ in LEFT_TO_PEOPLE[name]
    ]
    for found, benefit in zip(findings, LEFT_TO_PEOPLE[name], strict=True):
        assert f'"{benefit}"' in found.message("en")


@pytest.mark.parametrize("name", PACKS)
def test_the_cases_of_a_pack_hold(name: str) -> None:
    outcomes = testing.test_pack(FOLDER / name)

    assert outcomes
    assert [str(outcome) for outcome in outcomes if not outcome.passed] == []


def test_every_benefit_has_a_yes_a_no_and_an_unknown(pack: Pack) -> None:
    answers: dict[str, set[str]] = {}
    for file in (FOLDER / pack.id / "tests").glob("*.yaml"):
        for case in read_yaml(file.name, file.read_text("utf-8")).data["cases"]:
            for benefit, expected in case["expect"].items():
                answers.setdefault(benefit, set()).add(expected["result"])

    benefits = {benefit.id for document in pack.documents for benefit in document.benefits}
    assert answers == {benefit: {"yes", "no", "unknown"} for benefit in benefits}


def test_an_amount_is_sourced_or_says_that_it_is_assumed(pack: Pack) -> None:
    for document in pack.documents:
        sourced = {Decimal(figure) for figure in SOURCED[document.id].split()}
        used: set[Decimal] = set()
        for owner, assumed, figure in figures(document):
            used.add(figure)
            assert figure in sourced or assumed, f"{document.id}: {owner} gives {figure}"
        assert sourced <= used, f"{document.id} no longer gives {sourced - used}"


def figures(document: Document) -> Iterator[tuple[str, bool, Decimal]]:
    """Yield who gives a figure, whether it carries an assumption, and the figure."""
    for source in (*document.definitions, *document.tables):
        if isinstance(source, Definition):
            texts = [source.feel.text] if source.type == "number" else []
        else:
            texts = [cell.text for rule in source.rules for cell in rule.then]
        for text in texts:
            for found in NUMBER.findall(text):
                yield source.name, source.assumption is not None, Decimal(found)
    for benefit in document.benefits:
        for found in NUMBER.findall(benefit.amount.text):
            yield benefit.id, benefit.assumption is not None, Decimal(found)


def test_a_document_says_where_it_comes_from_and_what_is_assumed(pack: Pack) -> None:
    for document in pack.documents:
        assert document.source is not None and document.source.url
        assert document.assumption is not None


def test_the_assumed_sanjin_sums_fit_the_published_total() -> None:
    classes = {"高端领军": 28, "拔尖骨干": 132, "青年优秀": 397}
    people = {
        f"{name}-{number}": {
            "三晋英才类别": name,
            "三晋英才入选日期": dt.date(2020, 10, 1),
            "年度考核": ["合格", "合格", "合格"],
            "近五年成果": True,
            "在岗": True,
        }
        for name, count in classes.items()
        for number in range(count)
    }
    evaluator = Evaluator(load_pack(FOLDER / "datong"), load_catalogue(), dt.date(2021, 7, 26))
    population = Population({SubjectKind.PERSON: people})

    total = Money(0)
    for id in people:
        result = next(
            found
            for found in evaluator.evaluate(population, SubjectRef(SubjectKind.PERSON, id))
            if found.benefit_id == "sanjin-allowance"
        )
        assert result.outcome is Outcome.YES and result.amount is not None
        total += result.amount

    assert len(people) == 557
    assert total == Money(961_200_000)  # 9.612 million yuan: "more than 9.6 million"
