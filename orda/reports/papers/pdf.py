"""A paper as PDF, set by typst. Data travels as JSON beside a fixed template: a text is never markup."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from orda.reports.papers.fit import layout
from orda.reports.papers.paper import (
    Block,
    Bullets,
    Chart,
    Heading,
    Paper,
    Signatures,
    Table,
    Text,
    Value,
    in_words,
    number,
    shown,
)

TEMPLATE = Path(__file__).with_name("paper.typ")
MOST_ENDING = 7  # blocks after the last table that are kept with its foot


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
        "as_of": paper.as_of,
        "blocks": _blocks(paper.blocks, paper.language),
    }
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    # Only typst's own fonts: the same pages on every machine.
    return typst.compile(
        TEMPLATE, sys_inputs=inputs, format=form, ppi=ppi, ignore_system_fonts=True, font_paths=[]
    )


def _blocks(blocks: Sequence[Block], language: str) -> list[dict[str, Any]]:
    """The blocks; what follows the last table to the end (a note, the signatures) stands on one page with its foot."""
    tables = [place for place, one in enumerate(blocks) if isinstance(one, Table)]
    last = tables[-1] if tables else len(blocks)
    ending = (
        blocks[last + 1 :] if isinstance(blocks[-1], Signatures) and len(blocks) - last < MOST_ENDING else ()
    )
    found = [_block(one, language) for one in blocks[: len(blocks) - len(ending)]]
    if ending:
        found[-1]["ending"] = [_block(one, language) for one in ending]
    return found


def _block(one: Block, language: str) -> dict[str, Any]:
    if isinstance(one, Heading):
        return {"kind": "heading", "level": one.level, "text": one.text}
    if isinstance(one, Text):
        return {"kind": "text", "text": one.text, "bold": one.bold}
    if isinstance(one, Bullets):
        return {"kind": "bullets", "items": list(one.items)}
    if isinstance(one, Chart):
        return _chart(one, language)
    if isinstance(one, Signatures):
        return {
            "kind": "signatures",
            "signed": [list(who) for who in one.signed],
            "day": one.day,
            "seal": one.seal,
        }
    return _table(one, language)


def _chart(one: Chart, language: str) -> dict[str, Any]:
    series = [
        {"name": name, "values": list(values), "labels": [number(round(value), language) for value in values]}
        for name, values in one.series
    ]
    return {"kind": "chart", "title": one.title, "categories": list(one.categories), "series": series}


def _table(one: Table, language: str) -> dict[str, Any]:
    fitted = layout(one, language)
    heads = [
        [{"text": head.text, "columns": head.columns, "rows": head.rows} for head in row] for row in one.heads
    ]
    rows = [
        {
            "cells": [_cell(cell, language, one.digits(place)) for place, cell in enumerate(row.cells)],
            "bold": row.bold,
            "inside": row.inside,
        }
        for row in one.rows
    ]
    return {
        "kind": "table",
        "title": one.title,
        "heads": heads,
        "rows": rows,
        "widths": list(fitted.widths),
        "size": fitted.size,
        "columns": one.columns,
        "note": one.note,
        "own_page": one.own_page,
        "short": one.short,
    }


def _cell(value: Value, language: str, digits: int | None) -> dict[str, str]:
    return {"kind": "text" if in_words(value) else "number", "text": shown(value, language, digits)}
