"""The drawing of rooms in docs/architecture.md is the contract that import-linter checks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def drawn() -> list[set[str]]:
    """Return the rooms of each row as drawn, the top row first."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawing = re.search(r"```mermaid\nflowchart TB\n(.*?)```", text, re.DOTALL)
    assert drawing
    rows = re.findall(r"subgraph (\w+)\[[^\]]*\]\n(.*?)\n    end", drawing[1], re.DOTALL)
    arrows = re.search(r"^    (\w+ -->.*)$", drawing[1], re.MULTILINE)
    assert arrows
    assert [name for name, _rooms in rows] == arrows[1].split(" --> ")
    return [set(rooms.split()) for _name, rooms in rows]


def test_the_drawing_is_the_contract():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["id"] == "rooms"
    )
    layers = [
        {room.strip().removeprefix("huizhi.") for room in re.split(r"[|:]", layer)}
        for layer in contract["layers"]
    ]
    assert drawn() == layers


def test_every_room_is_drawn_and_described():
    packages = {
        path.parent.name
        for path in (ROOT / "src" / "huizhi").glob("*/__init__.py")
        if not path.parent.name.startswith("_")
    }
    assert set().union(*drawn()) == packages
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert packages == set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
