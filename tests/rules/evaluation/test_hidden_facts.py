"""What is settled while facts are hidden is what comes out when they are all known.

People are drawn for the pack of twelve benefits in `bench/pack` (tiers, stacking, a lifetime
limit). Some of their facts are hidden. A yes or no must then be the yes or no of the full facts,
with the same amount; an unknown must name a hidden fact, and its potential must not be too low.
"""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.evaluation.results import Outcome
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

AS_OF = dt.date(2025, 6, 30)
PACK = Path(__file__).parents[3] / "bench" / "pack"


@pytest.fixture(scope="module")
def evaluator():
    return Evaluator(load_pack(PACK), load_catalogue(), AS_OF)


def some(*values):
    return st.sampled_from(values)


def days(oldest, youngest):
    return st.integers(oldest, youngest).map(lambda days: AS_OF + dt.timedelta(days))


PEOPLE = st.fixed_dictionaries(
    {
        "出生日期": days(-60 * 365, -20 * 365),
        "学位": some("博士", "博士", "硕士", "学士", None),
        "院校类别": some("九八五", "二一一", "双一流", "其他", None),
        "职称级别": some("无", "中级", "副高级", "正高级"),
        "荣誉档次": some(None, None, "市级", "省级", "国家级", "院士"),
        "单位类别": some("机关", "事业", "企业", "无单位"),
        "入职日期": st.one_of(st.none(), days(-7 * 365, 60)),
        "柔性工作": st.booleans(),
        "连续社保月数": st.one_of(st.none(), st.integers(0, 24)),
        "家庭有房": some(False, False, True, None),
        "区域序号": st.integers(1, 10),
        "此前累计": some(None, 0, 30_000, 140_000, 390_000),
    }
)


def results(evaluator, facts):
    population = Population({SubjectKind.PERSON: {"x": facts}})
    return evaluator.evaluate(population, SubjectRef(SubjectKind.PERSON, "x"))


@settings(max_examples=300, deadline=None)
@given(facts=PEOPLE, hidden=st.sets(st.integers(0, 11), min_size=1, max_size=4))
def test_hiding_facts_never_makes_a_wrong_yes_or_no(evaluator, facts, hidden):
    names = {list(facts)[index] for index in hidden}
    partly = {name: value for name, value in facts.items() if name not in names}
    for full, result in zip(results(evaluator, facts), results(evaluator, partly), strict=True):
        assert full.outcome is not Outcome.UNKNOWN
        if result.outcome is Outcome.UNKNOWN:
            assert result.missing
            assert set(result.missing) <= names
            assert result.potential is None or full.amount <= result.potential
        else:
            assert (result.outcome, result.amount) == (full.outcome, full.amount)


@settings(max_examples=100, deadline=None)
@given(facts=PEOPLE, hidden=st.sets(st.integers(0, 11), min_size=1, max_size=4))
def test_learning_the_named_facts_settles_the_answer(evaluator, facts, hidden):
    """Naming may take rounds, since a fact can open a question; each round names something."""
    partly = {name: v for index, (name, v) in enumerate(facts.items()) if index not in hidden}
    for _ in range(len(hidden)):
        named = {name for result in results(evaluator, partly) for name in result.missing}
        partly |= {name: facts[name] for name in named}
    assert [r.outcome for r in results(evaluator, partly)] == [
        r.outcome for r in results(evaluator, facts)
    ]
