"""What every form for another engine does with the people: decide, compare, time."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

Person = dict[str, Any]


def measure(
    prepare: Callable[[Person], Any],
    plain: Callable[[Any], list[int]],
    traced: Callable[[Any], object],
) -> None:
    """Read people from stdin; write amounts in yuan and times in seconds of processor to stdout.

    `prepare` turns a person into what the engine takes and is not timed.
    """
    asked = json.load(sys.stdin)
    people = [prepare(person) for person in asked["people"]]
    answer = {
        "amounts": [plain(person) for person in people],
        "plain": [_time(plain, person, asked["runs"]) for person in people],
        "traced": [_time(traced, person, asked["runs"]) for person in people],
    }
    json.dump(answer, sys.stdout)


def _time(decide: Callable[[Any], object], person: Any, runs: int) -> float:
    decide(person)
    times = []
    for _ in range(runs):
        begun = time.process_time()
        decide(person)
        times.append(time.process_time() - begun)
    return statistics.median(times)
