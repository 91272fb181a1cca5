"""bench/pack for OpenFisca-core: one entity, a variable for each name, formulas on arrays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from timing import measure

from rules import BENEFITS, Table, tables

PERIOD = "2025-06"
NEVER = dt.date(2999, 1, 1)
Formula = Callable[[Any, Any], Any]
PERSON = build_entity(key="person", plural="persons", label="person", is_person=True)
SYSTEM = TaxBenefitSystem([PERSON])
# Texts are their place in here, 0 for none: whole numbers are the quickest there is.
TEXTS = ["", *"ABCDEF"]


def code(text: str) -> int:
    """Return the number that stands for a text."""
    if text not in TEXTS:
        TEXTS.append(text)
    return TEXTS.index(text)


def variable(name: str, kind: type, formula: Formula | None = None, **more: Any) -> None:
    """Add a variable."""
    found = {"value_type": kind, "entity": PERSON, "definition_period": MONTH, "label": name}
    if formula is not None:
        found["formula"] = formula
    SYSTEM.add_variable(type(name, (Variable,), {**found, **more}))


def whole_months(days: Any) -> Any:
    """Return the whole months from days to 30 June 2025."""
    month = days.astype("M8[M]")
    day = (days.astype("M8[D]") - month.astype("M8[D]")).astype(int) + 1
    return 2025 * 12 + 5 - (month.astype(int) + 1970 * 12) - (day > 30)


def test(cell: str) -> Callable[[Any], Any]:
    """Return a cell of a table as a test of an array."""
    if cell.startswith('"'):
        codes = [code(text) for text in re.findall(r'"([^"]*)"', cell)]
        return lambda values: np.isin(values, codes) if codes[1:] else values == codes[0]
    if cell == "true":
        return lambda values: values
    if cell[0] in "<>":
        sign, limit = cell.split()
        compare = {"<=": np.less_equal, ">": np.greater}[sign]
        return lambda values: compare(values, int(limit))
    low, high = map(int, cell[1:-1].split(".."))
    above = np.greater_equal if cell[0] == "[" else np.greater
    below = np.less_equal if cell[-1] == "]" else np.less
    return lambda values: above(values, low) & below(values, high)


def add_table(table: Table) -> None:
    """Add a table as a variable: the first rule whose cells all hold."""
    texts = isinstance(table.rules[0][1], str)
    rules = [
        [(name, test(cell)) for name, cell in zip(table.inputs, when, strict=True) if cell]
        for when, _ in table.rules
    ]
    outputs = [code(then.strip('"')) if texts else then for _, then in table.rules]

    def formula(person: Any, period: Any) -> Any:
        values = {name: person(name, period) for name in table.inputs}
        held = [
            np.logical_and.reduce([holds(values[name]) for name, holds in cells]) for cells in rules
        ]
        return np.select(held, outputs, table.default or 0)

    variable(table.name, int, formula)


def add_variables() -> None:
    """Add the facts, the definitions, the tables, the benefits and the limit."""
    for name in (
        "degree",
        "university_class",
        "title_rank",
        "honour_rank",
        "employer_class",
        "area_number",
        "paid_before",
    ):
        variable(name, int)
    variable("insurance_months", int, default_value=-1)
    variable("birth_date", dt.date)
    variable("employed_since", dt.date, default_value=NEVER)
    variable("works_flexibly", bool)
    variable("no_home", bool)
    variable("age", int, lambda p, t: whole_months(p("birth_date", t)) // 12)
    # Who was never employed has a day far ahead, and so a number below zero.
    variable("months_employed", int, lambda p, t: whole_months(p("employed_since", t)))
    top = [code(text) for text in ("九八五", "二一一", "双一流")]
    variable("top_university", bool, lambda p, t: np.isin(p("university_class", t), top))
    none = code("无单位")
    variable(
        "in_scope",
        bool,
        lambda p, t: (
            ((p("employer_class", t) != none) | p("works_flexibly", t))
            & (p("insurance_months", t) >= 6)
        ),
    )
    for table in tables():
        add_table(table)
    for name, formula in conditions().items():
        variable(f"c_{name}", int, formula)
    add_stacking()


def conditions() -> dict[str, Formula]:
    """Return each benefit by itself."""
    doctor, graduate = code("博士"), [code(text) for text in ("学士", "硕士", "博士")]
    office, public, company, none = (code(t) for t in ("机关", "事业", "企业", "无单位"))
    first = code("九八五")

    def where(condition: Formula, amount: Formula) -> Formula:
        return lambda p, t: np.where(condition(p, t), amount(p, t), 0)

    def rate(name: str) -> Formula:
        return lambda p, t: p(name, t)

    def at(p: Any, t: Any, *employers: int) -> Any:
        return np.isin(p("employer_class", t), employers)

    def in_scope(p: Any, t: Any) -> Any:
        return p("in_scope", t)

    def housed(p: Any, t: Any) -> Any:
        return p("in_scope", t) & p("no_home", t) & (p("recognised_tier", t) > 0)

    return {
        "settling_in": where(
            lambda p, t: housed(p, t) & at(p, t, public, company), rate("settling_rate")
        ),
        "living": where(
            lambda p, t: p("in_scope", t) & (p("months_employed", t) >= 0), rate("living_rate")
        ),
        "rent": where(housed, lambda p, t: p("rent_base", t) * p("rent_rate", t) // 100),
        "doctors": where(
            lambda p, t: (
                (p("degree", t) == doctor)
                & at(p, t, office, public)
                & (p("months_employed", t) >= 0)
                & (p("employed_since", t) >= np.datetime64("2023-01-01"))
                & (p("age", t) <= 45)
                & (p("insurance_months", t) >= 3)
            ),
            lambda p, t: np.where(p("university_class", t) == first, 150_000, 100_000),
        ),
        "selected": where(
            lambda p, t: (
                at(p, t, office)
                & p("top_university", t)
                & (p("months_employed", t) >= 0)
                & (p("months_employed", t) < 36)
            ),
            rate("selected_rate"),
        ),
        "jobs": where(
            lambda p, t: (
                at(p, t, company)
                & (p("age", t) <= 30)
                & (p("months_employed", t) >= 6)
                & (p("months_employed", t) <= 36)
                & (p("insurance_months", t) >= 6)
            ),
            rate("job_rate"),
        ),
        "startup": where(
            lambda p, t: (
                p("works_flexibly", t)
                & at(p, t, none)
                & (p("age", t) <= 40)
                & np.isin(p("degree", t), graduate)
                & (p("insurance_months", t) >= 6)
            ),
            lambda p, t: np.where(p("area_number", t) >= 7, 15_000, 10_000),
        ),
        "internship": where(
            lambda p, t: at(p, t, none) & ~p("works_flexibly", t) & (p("age", t) <= 26),
            rate("internship_rate"),
        ),
        "research": where(in_scope, rate("research_rate")),
        "school": where(in_scope, rate("school_rate")),
        "medical": where(in_scope, rate("medical_rate")),
        "title": where(
            lambda p, t: at(p, t, company) & (p("insurance_months", t) >= 12), rate("title_rate")
        ),
    }


def add_stacking() -> None:
    """Add what is left of each benefit after the groups and the limit."""
    highest = ("settling_in", "doctors", "selected")

    def best(p: Any, t: Any) -> Any:
        return np.maximum.reduce([p(f"c_{name}", t) for name in highest])

    def prevails(name: str) -> Formula:
        before = highest[: highest.index(name)]

        def formula(p: Any, t: Any) -> Any:
            most, own = p("best", t), p(f"c_{name}", t)
            earlier = np.any([p(f"c_{other}", t) == most for other in before], axis=0)
            return np.where((own == most) & ~earlier, own, 0)

        return formula

    variable("best", int, best)
    for name in BENEFITS:
        formula = _same(f"c_{name}")
        if name in highest:
            formula = prevails(name)
        elif name == "title":
            formula = lambda p, t: np.where(p("c_jobs", t) > 0, 0, p("c_title", t))  # noqa: E731
        variable(f"g_{name}", int, formula)
    variable(
        "room_0",
        int,
        lambda p, t: np.maximum(0, p("lifetime_limit", t) - p("paid_before", t)),
    )
    for place, name in enumerate(BENEFITS):
        room, left = f"room_{place}", f"room_{place + 1}"
        variable(name, int, _least(f"g_{name}", room))
        variable(left, int, _difference(room, name))


def _same(one: str) -> Formula:
    return lambda p, t: p(one, t)


def _least(one: str, other: str) -> Formula:
    return lambda p, t: np.minimum(p(one, t), p(other, t))


def _difference(one: str, other: str) -> Formula:
    return lambda p, t: p(one, t) - p(other, t)


def arrays(person: dict[str, Any]) -> dict[str, Any]:
    """Return a person as the engine takes it: arrays of one, without what is absent."""
    found: dict[str, Any] = {"no_home": np.array([person["household_owns_home"] is False])}
    for name, value in person.items():
        if value is None or name == "household_owns_home":
            continue
        if name in ("birth_date", "employed_since"):
            found[name] = np.array([value], "M8[D]")
        else:
            found[name] = np.array([code(value) if isinstance(value, str) else value])
    return found


def decide(person: dict[str, Any], *, trace: bool = False) -> list[int]:
    """Build a simulation of one person and compute every benefit."""
    simulation = SimulationBuilder().build_default_simulation(SYSTEM, 1)
    simulation.trace = trace
    for name, value in person.items():
        simulation.set_input(name, PERIOD, value)
    return [int(simulation.calculate(name, PERIOD)[0]) for name in BENEFITS]


if __name__ == "__main__":
    add_variables()
    measure(arrays, decide, lambda person: decide(person, trace=True))
