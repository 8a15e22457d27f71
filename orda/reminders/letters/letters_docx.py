"""Claim letters as a Word document, so that a librarian may add a line before it is printed."""

import io
import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from orda.network import word
from orda.reminders.letters.models import ClaimLetter
from orda.reminders.letters.paper import LetterPaper, letter_papers

FONT = "Times New Roman"
_WIDTHS = (8, 36, 56, 26, 22, 18)  # mm
# XML takes no other control characters than these.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def letters_docx(letters: Sequence[ClaimLetter]) -> bytes:
    """Each letter on a page of its own, A4."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(26), Mm(18)
    section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    papers = letter_papers(letters)
    for place, one in enumerate(papers):
        _write(document, one, new_page=place > 0)
    if papers:
        word.describe(document, papers[0].words.title, papers[0].sender, papers[0].language)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _write(document: Any, one: LetterPaper, *, new_page: bool) -> None:
    head = _line(document, one.sender, WD_ALIGN_PARAGRAPH.CENTER)
    head.paragraph_format.page_break_before = new_page
    _line(document, f"{one.number}\t{one.day}").paragraph_format.tab_stops.add_tab_stop(Mm(145))
    to = _line(document, one.words.to)
    to.paragraph_format.left_indent = Mm(85)
    title = _line(document, one.words.title, WD_ALIGN_PARAGRAPH.CENTER)
    title.runs[0].bold, title.runs[0].font.size = True, Pt(14)
    _line(document, one.words.begins)
    _table(document, one)
    for part in one.words.ends:
        _line(document, part)
    _line(document, f"\n{one.words.signature}\t____________________").paragraph_format.tab_stops.add_tab_stop(
        Mm(100)
    )


def _line(document: Any, text: str, alignment: Any = None) -> Any:
    paragraph = document.add_paragraph(_clean(text))
    paragraph.alignment = alignment
    return paragraph


def _table(document: Any, one: LetterPaper) -> None:
    table = document.add_table(rows=0, cols=len(one.words.heads))
    table.style = "Table Grid"
    for place, row in enumerate((one.words.heads, *one.rows)):
        made = table.add_row()
        for cell, text, width in zip(made.cells, row, _WIDTHS, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(_clean(text))
            run.bold, run.font.size = place == 0, Pt(10)
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.add_paragraph()


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
