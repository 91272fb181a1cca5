"""Definitions of indicators as they are entered: on the screen, or from a YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).with_name("indicators.yaml")
"""The definitions that come with the system."""
ANY_IN_FILES = "any"


@dataclass(frozen=True, kw_only=True)
class IndicatorDetails:
    """What is entered about an indicator; the fields are those of the model."""

    code: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    value_type: str
    adds_up: str
    source: str
    decimals: int = 0
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    better: str = "more"
    project_kinds: tuple[str, ...] = ()
    base_kinds: tuple[str, ...] = ()
    note: str = ""


def read_definitions(path: Path) -> list[IndicatorDetails]:
    """Return the definitions of a file. Errors: what YAML and a missing key raise."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_details(entry, content["source"]) for entry in content["indicators"]]


def _details(entry: dict[str, Any], source: str) -> IndicatorDetails:
    maximum = entry.get("maximum")
    return IndicatorDetails(
        code=entry["code"],
        name=entry["zh"],
        name_en=entry["en"],
        unit=entry["unit"],
        unit_en=entry["unit_en"],
        value_type=entry["type"],
        decimals=entry.get("decimals", 0),
        maximum=None if maximum is None else Decimal(str(maximum)),
        adds_up=entry["adds_up"],
        better=entry.get("better", "more"),
        project_kinds=_kinds(entry.get("projects", ())),
        base_kinds=_kinds(entry.get("bases", ())),
        note=entry.get("note", ""),
        source=source,
    )


def _kinds(codes: Any) -> tuple[str, ...]:
    return tuple("*" if code == ANY_IN_FILES else str(code) for code in codes)
