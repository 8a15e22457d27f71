"""A table whose cells lead on: to the diary's very lines, or to the document before."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from orda.network.models import Unit
from orda.reports.papers.paper import Row, Table, in_words


@dataclass(frozen=True)
class Traced:
    """A paper's table and, for each of its cells, the address where its number comes from ("": a word, a nought)."""

    table: Table
    addresses: tuple[tuple[str, ...], ...]

    @property
    def rows(self) -> list[tuple[Row, list[tuple[object, str]]]]:
        return [
            (row, list(zip(row.cells, addresses, strict=True)))
            for row, addresses in zip(self.table.rows, self.addresses, strict=True)
        ]

    @property
    def words(self) -> frozenset[int]:
        """Columns of words, whose heads stand over their beginning; none under heads of several rows."""
        if len(self.table.heads) != 1 or not self.table.rows:
            return frozenset()
        columns = zip(*(row.cells for row in self.table.rows), strict=True)
        return frozenset(
            n
            for n, cells in enumerate(columns)
            if any(in_words(one) for one in cells) and all(one is None or in_words(one) for one in cells)
        )


def lines_address(
    library: Unit,
    first: datetime.date,
    last: datetime.date,
    measures: Collection[str],
    where: Mapping[str, Collection[str]] | None = None,
    act: tuple[str, int | None] | None = None,
) -> str:
    """The page of the diary's lines that a cell adds up."""
    asked: list[tuple[str, object]] = [
        ("from", first.isoformat()),
        ("to", last.isoformat()),
        ("library", library.code),
        ("measure", ",".join(measures)),
    ]
    asked += [(name, value) for name, values in (where or {}).items() for value in values]
    if act:
        asked += [("act", act[0]), *([("act_id", act[1])] if act[1] is not None else [])]
    return f"{reverse('diary_lines')}?{urlencode(asked)}"
