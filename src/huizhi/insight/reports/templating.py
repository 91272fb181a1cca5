"""The texts of a report: placeholders in braces, optional passages in double brackets.

`{新签协议}` stands for a value. `[[…]]` goes away when any placeholder in it is empty, so that a
report never says "0 agreements: ". A line that begins with `## ` is a heading. There is nothing
else: a text is filled, never run.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huizhi.insight.errors import TemplateWrong
from huizhi.insight.reports.placeholders import Value, names

LONGEST_TEXT = 20_000
HEADING = "## "
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a filled text, or a heading within it."""

    text: str
    heading: bool = False


def check_text(text: str) -> None:
    """Refuse a text that cannot be filled. Errors: `TemplateWrong`, with line and column."""
    if not text.strip():
        raise TemplateWrong(_("The text is empty. Write at least one sentence, or reset it."))
    if len(text) > LONGEST_TEXT:
        raise TemplateWrong(
            _("The text has {length} characters; {most} are allowed.").format(
                length=len(text), most=LONGEST_TEXT
            )
        )
    for match in _PLACEHOLDER.finditer(text):
        if match[1].strip() not in names():
            raise TemplateWrong(_unknown(text, match))
    _check_brackets(text)


def fill(text: str, values: Mapping[str, Value]) -> list[Paragraph]:
    """Return the paragraphs of a text with its placeholders replaced."""
    kept = _OPTIONAL.sub(lambda match: "" if _is_empty(match[1], values) else match[1], text)
    filled = _PLACEHOLDER.sub(lambda match: _value(match[1], values).text, kept)
    lines = (line.strip() for line in filled.splitlines())
    return [
        Paragraph(line.removeprefix(HEADING), line.startswith(HEADING)) for line in lines if line
    ]


def _value(name: str, values: Mapping[str, Value]) -> Value:
    return values[names()[name.strip()]]


def _is_empty(passage: str, values: Mapping[str, Value]) -> bool:
    return any(_value(name, values).empty for name in _PLACEHOLDER.findall(passage))


def _unknown(text: str, match: re.Match[str]) -> str:
    name = match[1].strip()
    near = difflib.get_close_matches(name, names(), n=1, cutoff=0.4)
    line, column = _place(text, match.start())
    if near:
        return _(
            "Line {line}, column {column}: there is no “{{{name}}}”. Did you mean “{{{near}}}”?"
        ).format(line=line, column=column, name=name, near=near[0])
    return _(
        "Line {line}, column {column}: there is no “{{{name}}}”. The list beside the text has all "
        "placeholders."
    ).format(line=line, column=column, name=name)


def _check_brackets(text: str) -> None:
    bare = _PLACEHOLDER.sub(lambda match: " " * len(match[0]), text)
    stray = re.search(r"[{}]", bare)
    if stray:
        line, column = _place(text, stray.start())
        raise TemplateWrong(
            _(
                "Line {line}, column {column}: the brace stands alone. A placeholder is written "
                "like “{{month}}”, on one line."
            ).format(line=line, column=column)
        )
    rest = _OPTIONAL.sub(lambda match: " " * len(match[0]), bare)
    lone = re.search(r"\[\[|\]\]", rest)
    nested = next((match for match in _OPTIONAL.finditer(bare) if "[[" in match[1]), None)
    place = nested or lone
    if place:
        line, column = _place(text, place.start())
        raise TemplateWrong(
            _(
                "Line {line}, column {column}: an optional passage begins with [[ and ends with "
                "]]; one does not stand within another."
            ).format(line=line, column=column)
        )


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
