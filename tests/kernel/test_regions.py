"""Regions come in by a file, whole or not at all."""

from __future__ import annotations

import pytest

from huizhi.kernel.models import Region
from huizhi.kernel.regions import RegionsUnreadable, import_regions

pytestmark = pytest.mark.django_db

GOOD = """
city: {code: "140200", name: 大同市, name_en: Datong}
counties:
  - {code: "140213", name: 平城区, name_en: Pingcheng}
withdrawn:
  - {code: "140202", name: 城区, name_en: Chengqu}
"""


def test_regions_are_entered_once(tmp_path, make_user):
    file = tmp_path / "regions.yaml"
    file.write_text(GOOD, encoding="utf-8")
    user = make_user()
    assert import_regions(actor=user, path=file) == 3
    assert import_regions(actor=user, path=file) == 0
    assert Region.objects.get(code="140213").parent_id == "140200"
    assert not Region.objects.get(code="140202").in_use


@pytest.mark.parametrize("text", ["", "[1, 2]", "city: {code: 1}", GOOD.replace("name_en", "en")])
def test_what_is_no_list_of_regions_is_refused_whole(tmp_path, make_user, text):
    file = tmp_path / "regions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegionsUnreadable, match=r"regions\.yaml"):
        import_regions(actor=make_user(), path=file)
    assert not Region.objects.exists()
