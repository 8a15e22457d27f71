"""A printed table of the plan as a page shows it: heads over heads, and the figures in its cells."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from orda.planning.document import services as documents
from orda.planning.document.models import Plan, Table


@dataclass(frozen=True)
class Head:
    """A cell of a grid's head."""

    text: str
    columns: int
    rows: int


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of heads, and rows of a heading and cells (numbers, words or None)."""

    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    deep: int


def grid_of(table: Table, found: Plan, figures: dict[Any, Any]) -> Grid | None:
    if table.grid is None:
        return None
    language = 1 if get_language() == "ru" else 0

    def word(label: Any) -> str:
        text = label[language] or label[0] if label else ""
        return documents.in_year(text, found.year)

    paths = [[word(label) for label in column] for column in table.grid["columns"]]
    rows = tuple(
        (
            word(row["heading"]),
            tuple(
                None
                if cell is None
                else word(cell["text"])
                if isinstance(cell, dict)
                else figures.get(tuple(cell))
                for cell in row["cells"]
            ),
        )
        for row in table.grid["rows"]
    )
    return Grid(heads_of(paths), rows, max(map(len, paths)))


def heads_of(paths: list[list[str]]) -> tuple[tuple[Head, ...], ...]:
    """Column paths from the top down -> rows of heads: neighbours alike from the top are one wide cell."""
    deep = max(map(len, paths))
    rows: list[tuple[Head, ...]] = []
    for level in range(deep):
        heads: list[Head] = []
        place = 0
        while place < len(paths):
            path = paths[place]
            if level >= len(path):
                place += 1
                continue
            wide = 1
            last = level == len(path) - 1
            while (
                not last
                and place + wide < len(paths)
                and paths[place + wide][: level + 1] == path[: level + 1]
                and len(paths[place + wide]) > level + 1
            ):
                wide += 1
            heads.append(Head(path[level], wide, deep - level if last else 1))
            place += wide
        rows.append(tuple(heads))
    return tuple(rows)
