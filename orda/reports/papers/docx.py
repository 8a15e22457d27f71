"""A paper as DOCX: real headings, contents whose pages Word and LibreOffice fill in, heads repeated over pages."""

import io
import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from orda.network import word
from orda.reports.papers.fit import PAGE, Layout, layout
from orda.reports.papers.paper import (
    Block,
    Bullets,
    Chart,
    Heading,
    Paper,
    Row,
    Signatures,
    Table,
    Text,
    in_words,
    shown,
)
from orda.reports.papers.pdf import to_picture

FONT = "Times New Roman"
# XML takes no other control characters than these.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHADE = "EEEEEE"
_LINE = "_" * 28
WIDTH = PAGE
KEPT = 3  # rows of a table's foot that no page's end parts


def to_docx(paper: Paper) -> bytes:
    """The paper as a Word document of A4 pages lying on their side."""
    document = Document()
    _set_up(document, paper)
    (_cover if paper.cover else _head)(document, paper)
    headings = 0
    for place, one in enumerate(paper.blocks):
        if isinstance(one, Heading):
            headings += 1
            heading = document.add_heading(_clean(one.text), one.level)
            heading.paragraph_format.page_break_before = paper.cover and place == 0  # after the contents
            _name(heading, headings)
        else:
            _write(document, one, paper)
        if place + 1 < len(paper.blocks) and isinstance(paper.blocks[place + 1], Signatures):
            _keep_with_next(document)  # nobody signs an empty page
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(16)
    section.different_first_page_header_footer = paper.cover
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(footer, "PAGE", "2")
    for name, size in (("Normal", 11), ("Heading 1", 15), ("Heading 2", 12.5), ("Title", 24)):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    word.describe(document, _clean(paper.title), _clean(paper.organisation), paper.language)
    update = OxmlElement("w:updateFields")
    update.set(qn("w:val"), "true")
    document.settings.element.append(update)


def _cover(document: Any, paper: Paper) -> None:
    for line in paper.approval:
        stamp = document.add_paragraph(_clean(line))
        stamp.paragraph_format.left_indent = Mm(166)
        stamp.paragraph_format.space_after = Pt(2)
    for text, size, before in (
        (paper.organisation, 13, 90),
        (paper.title, 24, 24),
        (paper.as_of, 12, 6),
        (paper.place_and_year, 11, 120),
    ):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_before = Pt(before)
        run = line.add_run(_clean(text))
        run.font.size, run.bold = Pt(size), size == 24
    contents = document.add_paragraph()
    contents.paragraph_format.page_break_before = True
    run = contents.add_run(_clean(paper.contents_title))
    run.bold, run.font.size = True, Pt(15)
    _contents(document, [one for one in paper.blocks if isinstance(one, Heading)])


def _contents(document: Any, headings: Sequence[Heading]) -> None:
    """The headings with the numbers of their pages: fields that Word works out when it opens the paper, and so does
    LibreOffice, which would leave Word's own table of contents empty."""
    for number, one in enumerate(headings, 1):
        line = document.add_paragraph(_clean(one.text) + "\t")
        line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), 1
        line.paragraph_format.left_indent = Mm(6 * (one.level - 1))
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        _field(line, f"PAGEREF {_bookmark(number)} \\h", "…")


def _bookmark(number: int) -> str:
    return f"_Toc{number:08}"


def _head(document: Any, paper: Paper) -> None:
    """The title at the head of the first page."""
    for line in paper.approval:
        stamp = document.add_paragraph(_clean(line))
        stamp.paragraph_format.left_indent, stamp.paragraph_format.space_after = Mm(166), Pt(2)
    for text, size in (
        (paper.title, 16),
        (paper.as_of, 11),
        (paper.organisation, 11),
        (paper.place_and_year, 11),
    ):
        if text:
            line = document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.space_after = Pt(2)
            run = line.add_run(_clean(text))
            run.font.size, run.bold = Pt(size), size == 16


def _write(document: Any, one: Block, paper: Paper) -> None:
    if isinstance(one, Text):
        document.add_paragraph().add_run(_clean(one.text)).bold = one.bold
    elif isinstance(one, Bullets):
        for item in one.items:
            document.add_paragraph(_clean(item), style="List Bullet")
    elif isinstance(one, Table):
        _table(document, one, paper.language)
    elif isinstance(one, Chart):
        _chart(document, one, paper.language)
    elif isinstance(one, Signatures):
        _signatures(document, one)


def _signatures(document: Any, one: Signatures) -> None:
    """Post, a line to sign on, name; then the day and the place of the stamp. All on one page."""
    for post, name in one.signed:
        line = document.add_paragraph(_clean(f"{post}\t{_LINE}\t{name}"))
        line.paragraph_format.space_before = Pt(12)
        for stop in (80, 146):
            line.paragraph_format.tab_stops.add_tab_stop(Mm(stop))
        line.paragraph_format.keep_with_next = bool(one.day or one.seal)
    for text in (one.day, one.seal):
        if text:
            document.add_paragraph(_clean(text)).paragraph_format.keep_with_next = text is one.day and bool(
                one.seal
            )


def _keep_with_next(document: Any) -> None:
    """What was written last stays on the page of what follows."""
    last = document.element.body.sectPr.getprevious()
    for paragraph in [last] if last.tag == qn("w:p") else last.findall(".//" + qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if paragraph.getparent() is document.element.body or _row_from_end(paragraph) < KEPT:
            properties.get_or_add_keepNext()


def _row_from_end(paragraph: Any) -> int:
    row = next(one for one in paragraph.iterancestors() if one.tag == qn("w:tr"))
    return len(list(row.itersiblings(qn("w:tr"))))


def _chart(document: Any, one: Chart, language: str) -> None:
    """The same drawing as on the PDF's page, without the page."""
    picture = document.add_picture(io.BytesIO(to_picture(one, language)), width=Mm(WIDTH))
    picture._inline.docPr.set("descr", _clean(one.title))


def _table(document: Any, one: Table, language: str) -> None:
    """Cells have narrower margins than Word's own, so that what fits on the PDF's page fits here."""
    title = document.add_paragraph()
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.page_break_before = one.own_page
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(8), Pt(3)
    title.add_run(_clean(one.title)).bold = True
    table = document.add_table(rows=len(one.heads) + len(one.rows), cols=one.columns)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _narrow_margins(table)
    fitted = layout(one, language)
    size = Pt(round(fitted.size * 2) / 2)  # Word knows halves of a point
    rows = [list(row.cells) for row in table.rows]  # python-docx looks each cell up anew otherwise
    _widen(table, rows, fitted)  # before heads are merged: a wide cell is as wide as those it takes in
    _heads(one, table, rows, size)
    for place, row in enumerate(one.rows, len(one.heads)):
        _row(one, row, rows[place], size, language)
        _keep_whole(table.rows[place])
    # A short table stays whole, of a long one its head with the first row and its last rows among themselves.
    foot = rows[max(len(one.heads), len(rows) - KEPT) : -1]
    for cells in rows[:-1] if one.short else [*rows[: len(one.heads)], *foot]:
        for cell in cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    if one.note:
        run = document.add_paragraph().add_run(_clean(one.note))
        run.italic, run.font.size = True, Pt(8.5)


def _widen(table: Any, rows: list[list[Any]], fitted: Layout) -> None:
    """Word reads the width of each cell, LibreOffice that of the table's columns."""
    shares = [Mm(width) for width in fitted.widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for cells in rows:
        for cell, share in zip(cells, shares, strict=True):
            cell.width = share


def _narrow_margins(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "68")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def _heads(one: Table, table: Any, rows: list[list[Any]], size: Any) -> None:
    taken: set[tuple[int, int]] = set()
    for level, heads in enumerate(one.heads):
        column = 0
        for head in heads:
            while (level, column) in taken:
                column += 1
            for down in range(head.rows):
                taken |= {(level + down, column + right) for right in range(head.columns)}
            cell = rows[level][column]
            if head.rows > 1 or head.columns > 1:
                cell = cell.merge(rows[level + head.rows - 1][column + head.columns - 1])
            _fill(cell, head.text, size, bold=True, centred=True)
            _shade(cell)
            column += head.columns
        _repeat(table.rows[level])


def _row(table: Table, row: Row, cells: list[Any], size: Any, language: str) -> None:
    for place, (value, cell) in enumerate(zip(row.cells, cells, strict=True)):
        _fill(cell, shown(value, language, table.digits(place)), size, bold=row.bold)
        paragraph = cell.paragraphs[0]
        if not in_words(value):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif place == 0 and row.inside:
            paragraph.paragraph_format.left_indent = Mm(3)


def _fill(cell: Any, text: str, size: Any, *, bold: bool = False, centred: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold = size, bold
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _name(heading: Any, number: int) -> None:
    """A bookmark about a heading, for the contents to point at."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _bookmark(number))
    heading.runs[0]._r.addprevious(start)
    heading._p.append(end)


def _field(paragraph: Any, instruction: str, meanwhile: str) -> None:
    """A field that is worked out where the paper is opened: the page's number, or a heading's."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", meanwhile), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif not kind:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
            run._r.append(element)
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
