"""Measures one decision: all twelve benefits of bench/pack for one person, here and elsewhere.

    python bench/decision.py [--people 200] [--runs 9] [--peers PYTHON]

Draws people from a fixed seed and decides about each: without a trace, with the full trace, and
with every reason written out as JSON. With `--peers`, a Python that has what bench/peers.txt
lists, zen-engine and OpenFisca decide about the same people in the same run. Prints a table in
Markdown: medians and spread over the people. See bench/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from entitle import ABSENT, PACKS, machine, people_of_the_bench_pack

from huizhi.rules.evaluation.evaluator import Evaluator
from huizhi.rules.facts.catalogue import load_catalogue
from huizhi.rules.facts.population import Population
from huizhi.rules.packs.loading import load_pack
from huizhi.rules.subjects import SubjectKind, SubjectRef

HERE = Path(__file__).resolve().parent
FORMS = {"zen-engine": "zen_form.py", "OpenFisca": "openfisca_form.py"}
Person = dict[str, Any]


def draw(count: int) -> list[Person]:
    """Return people with English names; None is known to be absent, nothing is unknown."""
    _, as_of = PACKS["bench"]
    columns = people_of_the_bench_pack(count, as_of)
    del columns["id"]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    values = {ABSENT: None, "是": True, "否": False}
    return [
        {name: values.get(value, value) for name, value in person.items()}
        | {
            "employed_since": None
            if person["employer_class"] == "无单位"
            else person["employed_since"]
        }
        for person in rows
    ]


class Here:
    """Huizhi's decisions about some people."""

    def __init__(self, people: Sequence[Person]) -> None:
        folder, as_of = PACKS["bench"]
        pack = load_pack(folder)
        facts = pack.catalogue(load_catalogue()).kinds[SubjectKind.PERSON]
        named = {
            str(place): {facts.find(name).name: _stated(value) for name, value in person.items()}
            for place, person in enumerate(people)
        }
        self.evaluator = Evaluator(pack, load_catalogue(), as_of)
        self.population = Population({SubjectKind.PERSON: named})
        self.subjects = list(self.population.subjects(SubjectKind.PERSON))

    def plain(self, subject: SubjectRef) -> list[int]:
        """Return what every benefit comes to, in yuan."""
        results = self.evaluator.evaluate(self.population, subject)
        return [result.amount.fen // 100 for result in results]

    def traced(self, subject: SubjectRef) -> object:
        """Return the results with the trace of every text that was run for them."""
        return self.evaluator.explained(self.population, subject)

    def written(self, subject: SubjectRef) -> str:
        """Return the reasons of all results as JSON."""
        explained = self.evaluator.explained(self.population, subject)
        reasons = [explained.reason(result.benefit_id).to_json() for result in explained.results]
        return json.dumps(reasons, ensure_ascii=False)


def _stated(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


def timed(
    decide: Callable[[SubjectRef], object], subjects: Sequence[SubjectRef], runs: int
) -> list[float]:
    """Return for each subject the median over the runs, in seconds of processor time."""
    found = []
    for subject in subjects:
        decide(subject)
        times = []
        for _ in range(runs):
            begun = time.process_time()
            decide(subject)
            times.append(time.process_time() - begun)
        found.append(statistics.median(times))
    return found


def elsewhere(python: str, form: str, people: Sequence[Person], runs: int) -> dict[str, Any] | str:
    """Let another engine decide; a text where that cannot be done."""
    asked = json.dumps({"people": people, "runs": runs}, default=dt.date.isoformat)
    done = subprocess.run(
        [python, str(HERE / "peers" / form)],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def line(name: str, times: Sequence[float]) -> str:
    """Return a line of the table, in microseconds."""
    cuts = statistics.quantiles(times, n=20)
    figures = (statistics.median(times), cuts[0], cuts[-1])
    return f"| {name} | " + " | ".join(f"{figure * 1e6:,.0f}" for figure in figures) + " |"


def lines(people: Sequence[Person], runs: int, python: str | None) -> Iterator[str]:
    """Yield the lines of the table as they are measured."""
    here = Here(people)
    yield "| decision | median (µs) | 5 % below | 5 % above |"
    yield "|---|---:|---:|---:|"
    yield line("Huizhi", timed(here.plain, here.subjects, runs))
    yield line("Huizhi, full trace", timed(here.traced, here.subjects, runs))
    yield line("Huizhi, reasons as JSON", timed(here.written, here.subjects[:50], runs))
    notes = [] if python else ["Without --peers no other engine was measured."]
    amounts = [here.plain(subject) for subject in here.subjects]
    for name, form in FORMS.items() if python else ():
        answer = elsewhere(python, form, people, runs)
        if isinstance(answer, str):
            notes.append(f"{name} was not measured: {answer}")
            continue
        yield line(name, answer["plain"])
        yield line(f"{name}, trace", answer["traced"])
        differ = sum(map(list.__ne__, amounts, answer["amounts"]))
        notes.append(f"{name} comes to other amounts for {differ} of {len(people)} people.")
    yield f"\nLoad average {os.getloadavg()[0]:.1f} at the end."
    yield from notes


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument(
        "--peers", metavar="PYTHON", help="a Python with what bench/peers.txt lists"
    )
    chosen = parser.parse_args()
    print(f"{machine()}\n", flush=True)
    for text in lines(draw(chosen.people), chosen.runs, chosen.peers):
        print(text, flush=True)


if __name__ == "__main__":
    main()
