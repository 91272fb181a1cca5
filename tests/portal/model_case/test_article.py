"""Reading the article: tokens, figures, and the data's own consistency."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from huizhi.portal.model_case.article import ArticleError, Figure, Mention, load_article

PACKS = Path(__file__).parents[3] / "packs"
ARTICLE = PACKS / "datong" / "demo" / "article.yaml"


def write(folder, paragraph, **changes):
    words = {"zh": "甲", "en": "A"}
    figure = {
        "statement": "S1",
        "claimed": words,
        "relation": "≥",
        "value": 95,
        "unit": words,
        "counter": "base_kinds",
        **changes,
    }
    content = {
        "date": "2021-07-26",
        **dict.fromkeys(("title", "kicker", "lead", "about", "source"), words),
        "keywords": {"zh": ["甲"], "en": ["a"]},
        "figures": {"some": {key: value for key, value in figure.items() if value is not None}},
        "sections": [{"heading": words, "paragraphs": [{"zh": paragraph, "en": paragraph}]}],
    }
    path = folder / "article.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_text_figures_and_mentions_are_told_apart(tmp_path):
    article = load_article(write(tmp_path, "前[[some]]中[[base:base-a|基地甲]]后"))
    parts = article.sections["zh"][0].paragraphs[0]
    assert parts[0] == "前"
    assert isinstance(parts[1], Figure)
    assert parts[1].value == Decimal(95)
    assert parts[2:] == ("中", Mention("base", "base-a", "基地甲"), "后")


@pytest.mark.parametrize("paragraph", ["[[other]]", "[[person:x|某人]]", "前[[some 后"])
def test_a_token_that_leads_nowhere_is_refused(tmp_path, paragraph):
    with pytest.raises(ArticleError):
        load_article(write(tmp_path, paragraph))


@pytest.mark.parametrize(
    "changes",
    [
        {"relation": "~"},
        {"counter": None},
        {"not_yet": {"zh": "甲", "en": "A"}},
    ],
)
def test_a_figure_is_countable_or_says_why_not(tmp_path, changes):
    with pytest.raises(ArticleError):
        load_article(write(tmp_path, "[[some]]", **changes))


def test_both_languages_state_the_same_figures_and_mention_the_same_records():
    article = load_article(ARTICLE)

    def said(language):
        parts = [
            part
            for section in article.sections[language]
            for paragraph in section.paragraphs
            for part in paragraph
        ]
        figures = sorted(part.id for part in parts if isinstance(part, Figure))
        mentions = sorted((part.kind, part.key) for part in parts if isinstance(part, Mention))
        return figures, mentions

    assert said("zh") == said("en")
    assert set(said("zh")[0]) == set(article.figures)


def test_words_of_a_bound_are_never_an_equality():
    for figure in load_article(ARTICLE).figures.values():
        if any(word in figure.claimed.zh for word in "余近约多"):
            assert figure.relation != "=", figure.id


def test_a_figure_is_found_in_its_sentence(tmp_path):
    article = load_article(
        write(tmp_path, "先有一句。然后[[base:b|基地]]来了[[some]]个人；还有别的。")
    )
    assert article.sentence("some", "zh") == ("然后基地来了", "甲", "个人")
    assert article.sentence("other", "zh") == ("", "", "")


def test_every_figure_of_the_article_stands_in_a_sentence_of_both_languages():
    article = load_article(ARTICLE)
    for figure in article.figures:
        for language in ("zh", "en"):
            before, claimed, after = article.sentence(figure, language)
            assert claimed, figure
            assert "[[" not in before + after
