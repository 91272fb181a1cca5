"""Synthetic people and employers of a demo city, drawn from its plan. Nobody among them is real.

The plan (`packs/<city>/demo/population.yaml`) says how many of each category there are. The draw
starts from its seed, so that two installations show the same city. ID numbers carry a right check
digit and the sequence 998 or 999, kept for people of a hundred years or more (inferred), so that
they belong to no one of the ages drawn here.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from huizhi.rules.fact_tables.identity_numbers import check_digit

LEAST_PEOPLE = 3000
NO_DEGREE = "无"
AGE_AT_GRADUATION = {"博士": 29, "硕士": 26, "学士": 23, NO_DEGREE: 21}
EDUCATION = {
    "博士": ("博士研究生",),
    "硕士": ("硕士研究生",),
    "学士": ("大学本科",),
    NO_DEGREE: ("大学专科", "中等职业", "高中"),
}
Identity = tuple[str, dt.date, str, str]
SEQUENCES = {"男": "999", "女": "998"}


@dataclass(frozen=True)
class Plan:
    """What a demo city is drawn from; the fields are the keys of the YAML file."""

    as_of: dt.date
    seed: int
    source: str
    surnames: str
    given: str
    counties: dict[str, int]
    degrees: dict[str, int]
    titles: dict[str, int]
    universities: list[tuple[str, bool, int | None]]
    employers: dict[str, Any]
    honours: dict[str, int]
    sanjin: dict[str, int]
    tiers: dict[str, str]
    residents: int
    graduates: int
    not_for_publication: int
    unknown: dict[str, float]


@dataclass(frozen=True)
class Employer:
    """A synthetic employer. `nature` is a code of the organisations room."""

    name: str
    nature: str
    county: str
    facts: dict[str, Any]


@dataclass
class SyntheticPerson:
    """A synthetic person; `employer` is an index into the list of employers, None for none."""

    name: str
    id_number: str
    county: str
    employer: int | None
    facts: dict[str, Any] = field(default_factory=dict)
    not_for_publication: bool = False


def load_plan(path: Path) -> Plan:
    """Return the plan of a file. Errors: `TypeError` for a key too many or too few."""
    return Plan(**yaml.safe_load(path.read_text(encoding="utf-8")))


def draw_employers(plan: Plan, county_names: dict[str, str]) -> list[Employer]:
    """Return the employers; `county_names` maps county codes to names."""
    draw = random.Random(plan.seed)
    natures = plan.employers["natures"]
    made: list[Employer] = []
    given: Counter[str] = Counter()
    for _ in range(plan.employers["count"]):
        nature = _weighted(draw, {key: weight for key, (weight, _) in natures.items()})
        county = _weighted(draw, plan.counties)
        brand = draw.choice(plan.employers["brands"]) if nature == "enterprise" else ""
        stem = f"{county_names[county]}{brand}{draw.choice(natures[nature][1])}"
        given[stem] += 1
        number = f"{given[stem]}号" if given[stem] > 1 else ""
        name = f"{stem}{number}（演示）"
        made.append(Employer(name, nature, county, _business(plan, draw, nature)))
    return made


def draw_people(plan: Plan, count: int, employers: list[Employer]) -> list[SyntheticPerson]:
    """Return `count` people whose categories meet the plan.

    Errors: `ValueError` for fewer than `LEAST_PEOPLE`, who could not hold all categories.
    """
    if count < LEAST_PEOPLE:
        raise ValueError(f"The categories need at least {LEAST_PEOPLE} people, not {count}")
    draw = random.Random(plan.seed + 1)
    identities = _identities(plan, draw)
    people = [_person(plan, draw, next(identities), employers) for _ in range(count)]
    selected = _select_sanjin(plan, draw, people)
    _award_honours(plan, draw, people)
    _recognise(plan, people)
    graduates = _employ_graduates(plan, draw, people)
    for person in draw.sample(people, plan.residents):
        person.facts["入住人才社区"] = True
    _forget(plan, draw, people, kept=[*selected, *graduates])
    for person in draw.sample(people, plan.not_for_publication):
        person.not_for_publication = True
    return people


def _business(plan: Plan, draw: random.Random, nature: str) -> dict[str, Any]:
    """Return what is on record of an employer: nothing for some, much for enterprises."""
    honoured = draw.random() < plan.employers["honoured"]
    if nature != "enterprise":
        return {"能源转型表彰": honoured}
    size = _weighted(draw, plan.employers["sizes"])
    spent = draw.choice((None, None, 30_000, 80_000, 120_000, 400_000))
    facts = {
        "企业规模": size,
        "失信被执行": draw.random() < 0.03,
        "采购科技服务金额": None if spent is None else Decimal(spent),
        "能源转型表彰": honoured,
        "上市板块": None,
        "国家级扶持奖励金额": None,
        "省级扶持奖励金额": Decimal(200_000) if draw.random() < 0.05 else None,
        "扶持奖励日期": plan.as_of.replace(month=3, day=1),
    }
    if draw.random() < plan.employers["size_unknown"]:
        del facts["企业规模"]
    return facts


def _weighted(draw: random.Random, weights: dict[str, int]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def _identities(plan: Plan, draw: random.Random) -> Iterator[Identity]:
    """Yield (county, birth date, gender, ID number), no ID number twice."""
    given: set[str] = set()
    while True:
        county = _weighted(draw, plan.counties)
        born = plan.as_of - dt.timedelta(days=draw.randint(22 * 365, 62 * 365))
        gender = draw.choice(list(SEQUENCES))
        body = f"{county}{born:%Y%m%d}{SEQUENCES[gender]}"
        if body not in given:
            given.add(body)
            yield county, born, gender, body + check_digit(body)


def _person(
    plan: Plan,
    draw: random.Random,
    identity: Identity,
    employers: list[Employer],
) -> SyntheticPerson:
    county, born, gender, number = identity
    name = draw.choice(plan.surnames) + "".join(draw.sample(plan.given, draw.choice((1, 2, 2))))
    degree = _weighted(draw, plan.degrees)
    if degree == "博士" and (plan.as_of - born).days < 29 * 366:
        degree = "硕士"
    graduated = min(plan.as_of.replace(day=1), dt.date(born.year + AGE_AT_GRADUATION[degree], 7, 1))
    employer = draw.randrange(len(employers)) if draw.random() < 0.93 else None
    facts = _schooling(plan, draw, degree, graduated)
    facts |= {
        "姓名": name,
        "性别": gender,
        "出生日期": born,
        "职称级别": _weighted(draw, plan.titles),
        "荣誉": [],
        "三晋英才类别": None,
        "三晋英才入选日期": None,
        "年度考核": [draw.choice(("优秀", "合格", "合格")) for _ in range(3)],
        "近五年成果": draw.random() < 0.6,
        "在岗": employer is not None,
        "工作状态": "待业" if employer is None else "在职",
        "名下住房套数": draw.choice((0, 0, 1, 1, 1, 2)),
        "落地项目": None,
        "进站平台": None,
        "入住人才社区": False,
    }
    if employer is not None:
        facts |= _employment(plan, draw, graduated)
    return SyntheticPerson(name, number, county, employer, facts)


def _schooling(plan: Plan, draw: random.Random, degree: str, graduated: dt.date) -> dict[str, Any]:
    university, first_class, rank = draw.choice(plan.universities)
    schooled = degree != NO_DEGREE
    return {
        "学历": draw.choice(EDUCATION[degree]),
        "学位": degree if schooled else None,
        "学习形式": "全日制" if draw.random() < 0.86 else "非全日制",
        "毕业日期": graduated,
        "毕业院校": university if schooled else None,
        "毕业院校双一流": first_class if schooled else None,
        "毕业院校世界排名": rank if schooled else None,
    }


def _employment(plan: Plan, draw: random.Random, graduated: dt.date) -> dict[str, Any]:
    """Return a job taken up three years or more after graduation; graduates are chosen later."""
    earliest = graduated + dt.timedelta(days=3 * 366)
    days = (plan.as_of - earliest).days
    started = earliest + dt.timedelta(days=draw.randrange(days)) if days > 0 else graduated
    facts = {
        "入职日期": started,
        "引进方式": "柔性" if draw.random() < 0.06 else "全职",
        "合同年限": draw.choice((3, 5, 5, 8)),
        "连续社保月数": min(120, (plan.as_of - started).days // 30),
    }
    # A job on the day of graduation would make one of the graduates that the plan counts.
    return facts if days > 0 else {**facts, "学习形式": "非全日制"}


def _select_sanjin(
    plan: Plan, draw: random.Random, people: list[SyntheticPerson]
) -> list[SyntheticPerson]:
    """Select people in post, with all on record that the allowance asks for; return them."""
    fit = [one for one in people if one.employer is not None and one.facts["学位"] is not None]
    chosen = draw.sample(fit, sum(plan.sanjin.values()))
    kinds = [kind for kind, many in plan.sanjin.items() for _ in range(many)]
    for person, kind in zip(chosen, kinds, strict=True):
        person.facts["三晋英才类别"] = kind
        person.facts["三晋英才入选日期"] = dt.date(draw.choice((2018, 2019, 2020)), 11, 1)
        person.facts["近五年成果"] = True
    return chosen


def _award_honours(plan: Plan, draw: random.Random, people: list[SyntheticPerson]) -> None:
    senior = [one for one in people if one.facts["职称级别"] in ("副高级", "正高级")]
    for honour, many in plan.honours.items():
        for person in draw.sample(senior, many):
            person.facts["荣誉"].append(honour)


def _recognise(plan: Plan, people: list[SyntheticPerson]) -> None:
    """Give each the highest tier that their honours and their class come to, if any."""
    for person in people:
        marks = [*person.facts["荣誉"], person.facts["三晋英才类别"]]
        tiers = [plan.tiers[mark] for mark in marks if mark in plan.tiers]
        person.facts["人才层次"] = min(tiers, default=None)


def _employ_graduates(
    plan: Plan, draw: random.Random, people: list[SyntheticPerson]
) -> list[SyntheticPerson]:
    """Make full-time graduates who took up work within two years; return them."""
    fit = [
        one
        for one in people
        if one.employer is not None and one.facts["三晋英才类别"] is None and not one.facts["荣誉"]
    ]
    chosen = draw.sample(fit, plan.graduates)
    for person in chosen:
        facts = person.facts
        facts["毕业日期"] = dt.date(draw.choice((2018, 2019, 2020, 2021)), 7, 1)
        later = facts["毕业日期"] + dt.timedelta(days=draw.randint(0, 700))
        facts["入职日期"] = min(plan.as_of, later)
        facts["连续社保月数"] = (plan.as_of - facts["入职日期"]).days // 30
        facts["学习形式"] = "全日制"
        if facts["学历"] in ("中等职业", "高中"):
            facts["学历"] = "大学专科"
    return chosen


def _forget(
    plan: Plan, draw: random.Random, people: list[SyntheticPerson], *, kept: list[SyntheticPerson]
) -> None:
    """Leave some facts unknown, as real lists do, but none of those whose figures are counted."""
    complete = {id(person) for person in kept}
    for person in people:
        for name, chance in plan.unknown.items():
            if draw.random() < chance and id(person) not in complete:
                person.facts.pop(name, None)
