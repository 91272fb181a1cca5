"""The made-up cooperation of the demo: marked, unpublished, seeded once, evidence of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizhi.demo.registry import seed_registry
from huizhi.demo.series import seed_series
from huizhi.kernel.models import AuditEntry
from huizhi.kernel.users import system_user
from huizhi.organisations.models import Organisation
from huizhi.partners import queries
from huizhi.partners.models import Agreement, Base, Project, Series, Visit

FOLDER = Path(__file__).parents[2] / "packs" / "datong" / "demo"

pytestmark = pytest.mark.django_db


def test_made_up_cooperation_says_so_and_stands_on_no_public_page():
    actor = system_user()
    seed_registry(actor=actor, folder=FOLDER)
    public = queries.public_agreements().count(), queries.public_bases().count()
    seed_series(actor=actor, folder=FOLDER)
    entries = AuditEntry.objects.count()
    seed_series(actor=actor, folder=FOLDER)
    assert AuditEntry.objects.count() == entries
    assert (queries.public_agreements().count(), queries.public_bases().count()) == public
    for model in (Agreement, Base, Project, Visit):
        rows = model.objects.filter(reference__startswith="demo-")
        assert rows.count() >= 10
        assert not rows.filter(synthetic=False).exists()
        assert not rows.exclude(statement="").exists()
        assert all("（演示）" in name for name in rows.values_list("name", flat=True))
    made_up = Organisation.objects.filter(name__startswith="演示高校")
    assert made_up.count() == 12
    assert not made_up.filter(synthetic=False).exists()
    placed = Series.objects.filter(indicator__code="interns-placed")
    assert placed.count() == 3
    for series in placed:
        assert series.synthetic
        assert series.base.reference.startswith("demo-bases-")
        assert not series.base.published
        assert "虚构" in series.source
        assert series.points.count() >= 3
        assert all(target.assumed for target in series.targets.all())
    internship = placed.get(base__reference="demo-bases-01")
    assert internship.so_far == internship.base.interns_this_year == 35
