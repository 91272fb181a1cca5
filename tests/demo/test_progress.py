"""The demo's milestones, results and series: what the report says, and nothing made up as real."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizhi.demo.registry import seed_registry
from huizhi.kernel.users import system_user
from huizhi.partners.models import Milestone, Point, Result, Series

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parents[2] / "packs" / "datong" / "demo"


@pytest.fixture
def seeded(db):
    seed_registry(actor=system_user(), folder=FOLDER)


def test_results_are_those_of_the_report(seeded):
    found = {
        (row.project.statement, row.kind): (row.count, row.bound, row.synthetic)
        for row in Result.objects.select_related("project")
    }
    assert found == {
        ("S8", "students"): (13, "exact", False),
        ("S10", "students"): (800, "at_least", False),
        ("S12", "brands"): (1, "exact", False),
    }


def test_series_are_marked_as_made_up_and_their_targets_as_assumptions(seeded):
    standing = dict(Series.objects.values_list("indicator__code", "standing"))
    assert standing == {"solar-output": "on_target", "caves-digitised": "behind"}
    for series in Series.objects.all():
        assert series.synthetic
        assert "虚构" in series.source
        periods = [str(period)[:7] for period in series.points.values_list("period", flat=True)]
        assert periods == [f"2021-0{month}" for month in range(2, 8)]
        assert all(target.assumed for target in series.targets.all())
    assert all("虚构" in point.source for point in Point.objects.all())


def test_milestones_that_are_made_up_say_so(seeded):
    for milestone in Milestone.objects.all():
        assert milestone.synthetic is ("演示" in milestone.title)
        assert milestone.synthetic is ("虚构" in milestone.source)


def test_a_second_seeding_changes_nothing(seeded):
    counts = [model.objects.count() for model in (Milestone, Result, Series, Point)]
    seed_registry(actor=system_user(), folder=FOLDER)
    assert [model.objects.count() for model in (Milestone, Result, Series, Point)] == counts
