"""A paper as PDF, set by typst. Data travels as JSON beside a fixed template: a text is never markup."""

import json
import re
from pathlib import Path
from typing import Any, Literal

import typst

from orda.reports.papers.paper import (
    Block,
    Bullets,
    Chart,
    Head,
    Heading,
    Paper,
    Table,
    Text,
    Value,
    number,
    shown,
)

TEMPLATE = Path(__file__).with_name("paper.typ")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_VOWELS = "аәеёиоөуұүыіэюя"
_CONSONANTS = "бвгғджзйкқлмнңпрстфхһцчшщ"
# Before a consonant with its vowel, two letters at least on either side.
_SYLLABLE = re.compile(
    rf"(?<=\w\w)(?<=[{_VOWELS}{_CONSONANTS}])(?=[{_CONSONANTS}][{_VOWELS}])", re.IGNORECASE
)


def to_pdf(paper: Paper) -> bytes:
    """The paper as a PDF with contents, page numbers and heads repeated over pages."""
    return _compiled(paper, "pdf")


def to_picture(chart: Chart, language: str, ppi: int = 110) -> bytes:
    """A chart alone, as large as it is (PNG)."""
    picture: bytes = _compiled(
        Paper(chart.title, "", language, (chart,), "", cover=False), "png", ppi, alone=True
    )
    return picture


def _compiled(
    paper: Paper, form: Literal["pdf", "png"], ppi: int | None = None, *, alone: bool = False
) -> Any:
    data = {
        "title": paper.title,
        "organisation": paper.organisation,
        "language": paper.language,
        "approval": list(paper.approval),
        "place": paper.place_and_year,
        "contents": paper.contents_title,
        "cover": paper.cover,
        "alone": alone,
        "blocks": [_block(one, paper.language) for one in paper.blocks],
    }
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    # Only typst's own fonts: the same pages on every machine.
    return typst.compile(
        TEMPLATE, sys_inputs=inputs, format=form, ppi=ppi, ignore_system_fonts=True, font_paths=[]
    )


def _block(one: Block, language: str) -> dict[str, Any]:
    if isinstance(one, Heading):
        return {"kind": "heading", "level": one.level, "text": one.text}
    if isinstance(one, Text):
        return {"kind": "text", "text": one.text, "bold": one.bold}
    if isinstance(one, Bullets):
        return {"kind": "bullets", "items": list(one.items)}
    if isinstance(one, Chart):
        return _chart(one, language)
    return _table(one, language)


def _chart(one: Chart, language: str) -> dict[str, Any]:
    series = [
        {"name": name, "values": list(values), "labels": [number(round(value), language) for value in values]}
        for name, values in one.series
    ]
    return {"kind": "chart", "title": one.title, "categories": list(one.categories), "series": series}


def _table(one: Table, language: str) -> dict[str, Any]:
    heads = [
        [{"text": _head(head, language), "columns": head.columns, "rows": head.rows} for head in row]
        for row in one.heads
    ]
    rows = [
        {"cells": [_cell(cell, language) for cell in row.cells], "bold": row.bold, "inside": row.inside}
        for row in one.rows
    ]
    return {
        "kind": "table",
        "title": one.title,
        "heads": heads,
        "rows": rows,
        "widths": list(one.widths) if one.widths else None,
        "columns": one.columns,
        "note": one.note,
        "own_page": one.own_page,
        "short": one.short,
    }


def _head(head: Head, language: str) -> str:
    """Heads stand over narrow columns; typst knows where Russian words part, but not Kazakh ones."""
    return parted(head.text) if language == "kk" else head.text


def parted(text: str) -> str:
    """Kazakh words with soft hyphens between syllables: each syllable has one vowel and at most one sound before it."""
    return _SYLLABLE.sub(SOFT_HYPHEN, text)


def _cell(value: Value, language: str) -> dict[str, str]:
    kind = "text" if isinstance(value, str) else "number"
    return {"kind": kind, "text": shown(value, language)}
