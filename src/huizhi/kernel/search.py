"""Search in Chinese by an index of tokens, the same on SQLite and PostgreSQL.

A text is cut into pairs of characters (北京大学: 北京, 京大, 大学), so that every word of two is
found, into the initials of its pinyin from each character on (bjdx, jdx, dx), and into Latin words
and numbers. Characters are looked up as they are, initials and words by their beginning.

Services call `index` when a name is entered or changed; lists filter by `matching`. All parts of a
query must match. Nothing is ranked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huizhi.kernel.models import SearchToken

LONGEST_TOKEN = 20
LONGEST_QUERY = 100
TOKENS_AT_A_TIME = 2000
_ROW = ("pk", "subject_id", "token")

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(f"[{_HAN}]+")
_WORDS = re.compile(f"[^\\W_{_HAN}]+")
_NOT_WORD = re.compile(r"[\W_]+")
_LAST = "\U0010ffff"


def index(*, kind: str, subject_id: int, texts: Iterable[str]) -> None:
    """Replace what a record is found by. Without texts, it is found no more."""
    index_many(kind=kind, texts={subject_id: texts})


def index_many(*, kind: str, texts: Mapping[int, Iterable[str]]) -> None:
    """Replace what several records of a kind are found by.

    What stays the same is not written again: most changes of a record leave its names alone.
    """
    wanted = {(number, token) for number, some in texts.items() for token in tokens_of(some)}
    with transaction.atomic():
        rows = SearchToken.objects.filter(kind=kind, subject_id__in=list(texts))
        held = {(number, token): pk for pk, number, token in rows.values_list(*_ROW)}
        gone = [pk for key, pk in held.items() if key not in wanted]
        if gone:
            SearchToken.objects.filter(pk__in=gone).delete()
        SearchToken.objects.bulk_create(
            [
                SearchToken(kind=kind, subject_id=number, token=token)
                for number, token in sorted(wanted - held.keys())
            ],
            batch_size=TOKENS_AT_A_TIME,
        )


def matching(*, kind: str, text: str) -> QuerySet[SearchToken, Any]:
    """Return the ids of the records that match, for `filter(pk__in=…)`; an id may come twice.

    A text without a letter, a digit or a character matches nothing.
    """
    parts = sorted(_query_parts(text), key=_rarest_first)
    rows = SearchToken.objects.filter(kind=kind)
    if not parts:
        return rows.none().values_list("subject_id")
    found = rows.filter(_holds(*parts[0]))
    for token, is_beginning in parts[1:]:
        same = rows.filter(_holds(token, is_beginning))
        if is_beginning:
            # A beginning is a range of the index: read once, not once for each record.
            found = found.filter(subject_id__in=same.values("subject_id"))
        else:
            found = found.filter(Exists(same.filter(subject_id=OuterRef("subject_id"))))
    return found.values_list("subject_id")


def tokens_of(texts: Iterable[str]) -> set[str]:
    """Return the tokens by which any of the texts is found.

    Blanks and punctuation inside Chinese do not count: 大同（晋北）机电 is found by 北机.
    """
    found: set[str] = set()
    for text in texts:
        words, runs = _words_and_runs(_plain(text))
        found.update(word[:LONGEST_TOKEN] for word in words)
        for run in runs:
            # The last character alone, because no pair begins with it.
            found.update(_pairs(run), run[-1:])
            found.update(_beginnings(_initials(run)))
    return found


def _query_parts(text: str) -> set[tuple[str, bool]]:
    """Return (token, whether it is a beginning) for each part of a query."""
    parts: set[tuple[str, bool]] = set()
    for part in _plain(text[:LONGEST_QUERY]).split():
        words, runs = _words_and_runs(part)
        parts.update((word[:LONGEST_TOKEN], True) for word in words)
        parts.update((run, True) for run in runs if len(run) == 1)
        parts.update((pair, False) for run in runs for pair in _pairs(run))
    return parts


def _rarest_first(part: tuple[str, bool]) -> tuple[bool, int, str]:
    """Put whole tokens before beginnings, and long beginnings before short ones."""
    token, is_beginning = part
    return (is_beginning, -len(token), token)


def _holds(token: str, is_beginning: bool) -> Q:
    if not is_beginning:
        return Q(token=token)
    return Q(token__gte=token, token__lt=token + _LAST)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words_and_runs(plain: str) -> tuple[list[str], list[str]]:
    """Return the Latin words and numbers, and the runs of characters, joined over punctuation."""
    return _WORDS.findall(plain), _RUNS.findall(_NOT_WORD.sub("", plain))


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def _beginnings(initials: str) -> Iterator[str]:
    """Yield the initials from each character on, so that a name is found from its middle too."""
    last = max(len(initials) - 1, 1)
    return (initials[at : at + LONGEST_TOKEN] for at in range(last))


def _initials(run: str) -> str:
    # Imported here: its dictionary takes a third of a second, which most commands do without.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(run, style=Style.FIRST_LETTER, errors="ignore"))
