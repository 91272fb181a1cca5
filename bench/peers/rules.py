"""The tables of bench/pack as the forms for other engines take them: straight from the pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

RULES = Path(__file__).resolve().parents[1] / "pack" / "rules.yaml"

# What the texts of the pack call things, in the names of the forms.
NAMES = {
    "荣誉档次": "honour_rank",
    "职称级别": "title_rank",
    "学位": "degree",
    "院校类别": "university_class",
    "年龄": "age",
    "认定层次": "recognised_tier",
    "在职月数": "months_employed",
    "重点院校": "top_university",
    "单位类别": "employer_class",
    "区域序号": "area_number",
}
# In the order in which benefits use up the limit.
BENEFITS = (
    "settling_in",
    "living",
    "rent",
    "doctors",
    "selected",
    "jobs",
    "startup",
    "internship",
    "research",
    "school",
    "medical",
    "title",
)


class Table(NamedTuple):
    """A table: its inputs, its rules (cells, output) with the first that matches first."""

    name: str
    inputs: tuple[str, ...]
    rules: tuple[tuple[tuple[str, ...], Any], ...]
    default: Any


def tables() -> list[Table]:
    """Return the tables in an order in which each finds what it needs."""
    found = yaml.safe_load(RULES.read_text(encoding="utf-8"))["tables"]
    return [
        Table(
            table["english"],
            tuple(NAMES[column["feel"]] for column in table["inputs"]),
            tuple(
                (tuple("" if cell == "-" else cell for cell in rule["when"]), rule["then"][0])
                for rule in table["rules"]
            ),
            table["outputs"][0].get("default"),
        )
        for table in found
    ]
