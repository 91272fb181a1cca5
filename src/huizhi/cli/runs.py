"""Every result of many subjects, over two processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from huizhi.rules.evaluation.evaluator import Evaluator
    from huizhi.rules.evaluation.results import Result
    from huizhi.rules.facts.population import Population
    from huizhi.rules.subjects import SubjectRef

Out = TypeVar("Out")

_WORKERS = 2
_CHUNK = 500
# Below this many subjects one process is done before the second has begun.
_ALONE_UP_TO = 4_000

# What the second process inherits when it forks: nothing of it is sent.
_inherited: tuple[Evaluator, Population, Callable[[Result], object]] | None = None


def evaluate_all(
    evaluator: Evaluator,
    population: Population,
    subjects: Sequence[SubjectRef],
    form: Callable[[Result], Out],
    done: Callable[[int], None],
) -> Iterator[Out]:
    """Yield `form(result)` for every result of every subject, in the order of the subjects.

    `done` hears how many subjects were just finished. `form` runs where the result is made.
    """
    global _inherited  # noqa: PLW0603 - a fork inherits module state and nothing else unpickled
    chunks = [subjects[start : start + _CHUNK] for start in range(0, len(subjects), _CHUNK)]
    _inherited = (evaluator, population, form)
    try:
        if len(subjects) <= _ALONE_UP_TO or not _can_fork():
            for chunk in chunks:
                yield from _evaluate(chunk)
                done(len(chunk))
            return
        with multiprocessing.get_context("fork").Pool(_WORKERS) as pool:
            for chunk, formed in zip(chunks, pool.imap(_evaluate, chunks), strict=True):
                yield from formed
                done(len(chunk))
    finally:
        _inherited = None


def _evaluate(chunk: Sequence[SubjectRef]) -> list[Any]:
    assert _inherited is not None
    evaluator, population, form = _inherited
    return [form(result) for one in chunk for result in evaluator.evaluate(population, one)]


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods() and (os.cpu_count() or 1) > 1
