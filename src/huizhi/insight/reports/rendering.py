"""A report as text: its sections filled from the figures and the wording that it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huizhi.insight.models import Report
from huizhi.insight.reports.placeholders import values_of
from huizhi.insight.reports.problems import KINDS, Found
from huizhi.insight.reports.sections import PROBLEMS, SECTIONS
from huizhi.insight.reports.templating import Paragraph, fill
from huizhi.kernel.languages import screen_language

LEAST_SHARE = 3  # problems are at least one third of the text
MORE_NAMES = (8, 20, 60)
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Section:
    """A section with its number and title, such as 一、总体情况, and its paragraphs."""

    key: str
    title: str
    paragraphs: list[Paragraph]

    @property
    def characters(self) -> int:
        """How many characters its paragraphs have, without spaces."""
        return sum(len("".join(paragraph.text.split())) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Proposal:
    """What else the problems could list: a further kind, or more names in each list."""

    label: str
    count: int
    kind: str = ""
    names: int = 0


@dataclass(frozen=True)
class Text:
    """A report's text."""

    title: str
    sections: list[Section]

    @property
    def share(self) -> int:
        """How much of the text the problems are, in hundredths."""
        whole = sum(section.characters for section in self.sections)
        problems = sum(s.characters for s in self.sections if s.key == PROBLEMS)
        return problems * 100 // whole if whole else 0

    @property
    def enough_problems(self) -> bool:
        """Whether the problems are at least a third of it."""
        whole = sum(section.characters for section in self.sections)
        problems = sum(s.characters for s in self.sections if s.key == PROBLEMS)
        return problems * LEAST_SHARE >= whole


def render(report: Report) -> Text:
    """Return the text of a report in the language of the screen."""
    values = values_of(report.figures, listed=report.listed, further=report.further)
    language = screen_language()
    sections: list[Section] = []
    for key, title in SECTIONS.items():
        paragraphs = fill(report.texts[key][language], values)
        if not paragraphs:
            paragraphs = [Paragraph(_("Nothing to report."))]
        sections.append(
            Section(key, _numbered(len(sections), str(title), False), _number_headings(paragraphs))
        )
    heading = _("Report on the cooperation with universities and on talents, {month} ({area})")
    return Text(heading.format(month=values["month"].text, area=values["area"].text), sections)


def proposals(report: Report) -> list[Proposal]:
    """Return what else the problems of a report could list, from what was counted for it."""
    found = {key: Found.from_json(kept) for key, kept in report.figures["problems"].items()}
    further = [
        Proposal(str(kind.label), found[kind.key].count, kind=kind.key)
        for kind in KINDS
        if kind.further
        and kind.key not in report.further
        and kind.key in found
        and found[kind.key].count
    ]
    left = sum(
        max(0, len(found[kind.key].items) - report.listed)
        for kind in KINDS
        if kind.key in found and (not kind.further or kind.key in report.further)
    )
    names = next((number for number in MORE_NAMES if number > report.listed), 0)
    if left and names:
        label = _("Up to {names} names in each list").format(names=names)
        further.append(Proposal(label, left, names=names))
    return further


def _number_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    numbered, count = [], 0
    for paragraph in paragraphs:
        if paragraph.heading:
            text = _numbered(count, paragraph.text, True)
            count += 1
            numbered.append(Paragraph(text, heading=True))
        else:
            numbered.append(paragraph)
    return numbered


def _numbered(index: int, text: str, inner: bool) -> str:
    """Return a heading with its number as GB/T 9704 has it: 一、 and （一）."""
    if screen_language() == "zh":
        numeral = _NUMERALS[index] if index < len(_NUMERALS) else str(index + 1)
        return f"（{numeral}）{text}" if inner else f"{numeral}、{text}"
    return f"({index + 1}) {text}" if inner else f"{index + 1}. {text}"
