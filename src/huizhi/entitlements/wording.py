"""Answers in the words of the screen."""

from __future__ import annotations

from huizhi.kernel.fact_wording import path_words
from huizhi.kernel.languages import screen_language
from huizhi.rules.evaluation.results import Result as Answer
from huizhi.rules.facts.model import Catalogue


def missing_words(answer: Answer, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """Return the facts that decide an unknown answer, by their names on the screen."""
    return tuple(path_words(name, answer.subject.kind, catalogue) for name in answer.missing)


def answer_words(answer: Answer, catalogue: Catalogue | None = None) -> str:
    """Return an answer and its reason in a sentence of the screen's language.

    `catalogue` has the facts of the pack; without it those of a pack alone keep their Chinese name.
    """
    return answer._replace(missing=missing_words(answer, catalogue)).summary(screen_language())
