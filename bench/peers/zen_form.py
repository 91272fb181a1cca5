"""bench/pack for zen-engine (GoRules): expressions, the tables of the pack, expressions again."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import zen
from timing import measure

from rules import BENEFITS, Table, tables

MONTH, DAY = 2025 * 12 + 6, 30


def months(day: str) -> str:
    """Return the whole months from a day to 30 June 2025."""
    return f"{MONTH} - (d({day}).year() * 12 + d({day}).month()) - (d({day}).day() > {DAY} ? 1 : 0)"


BEFORE = {
    "age": f"floor(({months('birth_date')}) / 12)",
    "months_employed": f"employed_since == null ? -1 : {months('employed_since')}",
    "recent": "employed_since == null ? false : d(employed_since).isAfter(d('2022-12-31'))",
    "top_university": "university_class in ['九八五', '二一一', '双一流']",
    "insured": "insurance_months ?? -1",
    "in_scope": "(employer_class != '无单位' or works_flexibly) and $.insured >= 6",
    "no_home": "household_owns_home == false",
    "works": "employer_class in ['事业', '企业']",
    "graduate": "degree in ['学士', '硕士', '博士']",
}
AFTER = {
    "c_settling_in": "in_scope and no_home and works and recognised_tier != null"
    " ? settling_rate : 0",
    "g_living": "in_scope and months_employed >= 0 ? living_rate : 0",
    "g_rent": "in_scope and no_home and recognised_tier != null ? rent_base * rent_rate / 100 : 0",
    "c_doctors": "degree == '博士' and employer_class in ['机关', '事业'] and months_employed >= 0"
    " and recent and age <= 45 and insured >= 3 ? (university_class == '九八五' ? 150000 : 100000)"
    " : 0",
    "c_selected": "employer_class == '机关' and top_university and months_employed >= 0"
    " and months_employed < 36 ? selected_rate : 0",
    "g_jobs": "employer_class == '企业' and age <= 30 and months_employed >= 6"
    " and months_employed <= 36 and insured >= 6 ? job_rate : 0",
    "g_startup": "works_flexibly and employer_class == '无单位' and age <= 40 and graduate"
    " and insured >= 6 ? (area_number >= 7 ? 15000 : 10000) : 0",
    "g_internship": "employer_class == '无单位' and not works_flexibly and age <= 26"
    " ? internship_rate : 0",
    "g_research": "in_scope ? research_rate : 0",
    "g_school": "in_scope ? school_rate : 0",
    "g_medical": "in_scope ? medical_rate : 0",
    "c_title": "employer_class == '企业' and insured >= 12 ? title_rate : 0",
    "g_settling_in": "$.c_settling_in >= $.c_doctors and $.c_settling_in >= $.c_selected"
    " ? $.c_settling_in : 0",
    "g_doctors": "$.c_doctors > $.c_settling_in and $.c_doctors >= $.c_selected ? $.c_doctors : 0",
    "g_selected": "$.c_selected > $.c_settling_in and $.c_selected > $.c_doctors"
    " ? $.c_selected : 0",
    "g_title": "$.g_jobs > 0 ? 0 : $.c_title",
    "room_0": "max([0, lifetime_limit - (paid_before ?? 0)])",
}


def capped() -> dict[str, str]:
    """Return each benefit with what it leaves of the limit for the next."""
    found: dict[str, str] = {}
    for place, benefit in enumerate(BENEFITS):
        room = "room_0" if place == 0 else f"$.room_{place}"
        found[benefit] = f"min([g_{benefit}, {room}])"
        found[f"room_{place + 1}"] = f"{room} - $.{benefit}"
    return found


def node(id: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a node of the graph."""
    return {"id": id, "type": kind, "name": id, "position": {"x": 0, "y": 0}, "content": content}


def expressions(id: str, pairs: dict[str, str], *, keeps: bool) -> dict[str, Any]:
    """Return a node that works out expressions one after another."""
    listed = [{"id": f"{id}-{key}", "key": key, "value": text} for key, text in pairs.items()]
    return node(id, "expressionNode", {"expressions": listed, "passThrough": keeps})


def table_node(table: Table) -> dict[str, Any]:
    """Return a table as a node; the default is a last rule for everything."""
    default = "null" if table.default is None else str(table.default)
    rules = [*table.rules, (("",) * len(table.inputs), default)]
    return node(
        table.name,
        "decisionTableNode",
        {
            "hitPolicy": "first",
            "passThrough": True,
            "inputs": [{"id": name, "name": name, "field": name} for name in table.inputs],
            "outputs": [{"id": "out", "name": table.name, "field": table.name}],
            "rules": [
                {"_id": str(place), "out": str(then), **dict(zip(table.inputs, when, strict=True))}
                for place, (when, then) in enumerate(rules)
            ],
        },
    )


def graph() -> str:
    """Return the whole as a JSON decision model."""
    nodes = [
        node("in", "inputNode", {}),
        expressions("before", BEFORE, keeps=True),
        *map(table_node, tables()),
        expressions("after", AFTER, keeps=True),
        expressions("capped", capped(), keeps=False),
        node("out", "outputNode", {}),
    ]
    edges = [
        {"id": f"e{place}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for place, (one, other) in enumerate(pairwise(nodes))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def main() -> None:
    """Measure."""
    decision = zen.ZenEngine().create_decision(graph())

    def plain(person: dict[str, Any]) -> list[int]:
        result = decision.evaluate(person)["result"]
        return [int(result[benefit]) for benefit in BENEFITS]

    measure(lambda person: person, plain, lambda one: decision.evaluate(one, {"trace": True}))


if __name__ == "__main__":
    main()
