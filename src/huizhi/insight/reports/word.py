"""A report as a Word file in the layout of official documents (GB/T 9704).

Page margins 37, 35, 28 and 26 mm; title in 小标宋 of size 二号; body in 仿宋 of size 三号, 28.95
points from line to line, two characters indented; headings in 黑体 and 楷体; page numbers between
dashes, on the right of odd pages and on the left of even ones. Fonts are named, not embedded; the
table of fonts says which to take where one is not there.
"""

from __future__ import annotations

import io
import re
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from huizhi.insight.leaders.figure import Unit, unit_words, wan
from huizhi.insight.models import Report
from huizhi.insight.reports.indicators import INDICATORS
from huizhi.insight.reports.placeholders import day_words
from huizhi.insight.reports.rendering import Text

TITLE, BODY, FIRST, SECOND, NUMBERS = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
STAND_INS = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
}
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
LINE = Pt(28.95)
INDENT = "200"  # two characters, in hundredths
FIRST_LINE = "640"  # the same in twentieths of a point, for readers that know no characters
COLUMNS = (50, 22, 26, 26, 32)  # millimetres of the annex
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}


def write_word(report: Report, text: Text) -> bytes:
    """Return the file of a report, with the table of its indicators as an annex."""
    document = Document()
    _set_page(document)
    _name_fonts(document)
    _add(document, text.title, TITLE, SIZE_2, centred=True)
    _add(document, "", BODY, SIZE_3)
    for section in text.sections:
        _add(document, section.title, FIRST, SIZE_3, indented=True, level=1)
        for paragraph in section.paragraphs:
            font = SECOND if paragraph.heading else BODY
            level = 2 if paragraph.heading else 0
            _add(document, paragraph.text, font, SIZE_3, indented=True, level=level)
    _add(document, "", BODY, SIZE_3)
    _add(document, str(report.made_by), BODY, SIZE_3, right=True)
    _add(document, day_words(report.on), BODY, SIZE_3, right=True)
    _add_annex(document, report)
    document.core_properties.title = text.title
    document.core_properties.author = str(report.made_by)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    section.footer_distance = Mm(28)  # the number stands 7 mm below the text
    document.settings.odd_and_even_pages_header_footer = True
    _add_page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _add_page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _add_page_number(footer: Any, side: Any) -> None:
    """Write – 1 – one character from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = OxmlElement("w:ind")
    edge = "w:rightChars" if side == WD_ALIGN_PARAGRAPH.RIGHT else "w:leftChars"
    indent.set(qn(edge), "100")
    paragraph._p.get_or_add_pPr().append(indent)
    _run(paragraph, "– ", NUMBERS, SIZE_4)
    run = _run(paragraph, "", NUMBERS, SIZE_4)
    for kind, content in (("begin", ""), ("", " PAGE "), ("separate", ""), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = content
        run._r.append(element)
    _run(paragraph, " –", NUMBERS, SIZE_4)


def _name_fonts(document: Any) -> None:
    """Say in the style and in the table of fonts what to use, and what where that is not there."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, SIZE_3
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")  # or a reader may take Japanese or Taiwanese glyphs
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            fonts = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/>'
                '<w:charset w:val="86"/></w:font>'
                for name, other in STAND_INS.items()
            )
            blob = part.blob.decode("utf-8")
            part._blob = re.sub(r"</w:fonts>\s*$", f"{fonts}</w:fonts>", blob).encode("utf-8")


def _add(
    document: Any,
    text: str,
    font: str,
    size: Pt,
    *,
    centred: bool = False,
    right: bool = False,
    indented: bool = False,
    level: int = 0,
) -> Any:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE
    shape.space_before = shape.space_after = Pt(0)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        shape.right_indent = SIZE_3 * 4
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    properties = paragraph._p.get_or_add_pPr()
    if indented:
        indent = properties.get_or_add_ind()
        indent.set(qn("w:firstLineChars"), INDENT)
        indent.set(qn("w:firstLine"), FIRST_LINE)
    if level:
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        properties.append(outline)
        shape.keep_with_next = True
    if text:
        _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: Pt) -> Any:
    run = paragraph.add_run(text)
    run.font.size = size
    run.font.name = LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _add_annex(document: Any, report: Report) -> None:
    document.add_page_break()
    _add(document, _("Annex: indicators compared"), FIRST, SIZE_3)
    headings = [
        _("Indicator"),
        _("Unit"),
        _("This month"),
        _("Last month"),
        _("Same month of last year"),
    ]
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    _fill(table.rows[0].cells, headings, FIRST)
    for indicator in INDICATORS:
        counted = report.figures["indicators"][indicator.key]
        shown = [wan(n) if indicator.unit is Unit.MONEY else f"{n:,}" for n in counted]
        row = [str(indicator.label), unit_words(indicator.unit), *shown]
        _fill(table.add_row().cells, row, BODY)
    for column, width in zip(table.columns, COLUMNS, strict=True):
        for cell in column.cells:
            cell.width = Mm(width)


def _fill(cells: Any, texts: list[str], font: str) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        if place > 1:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, text, font, Pt(12))
