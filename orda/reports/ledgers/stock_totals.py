"""Part 3 of the stock book: opening + intake − withdrawal = closing, by document, by month, by library."""

import datetime
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from orda.diary.measures import REASON, SOURCE_OF_SUPPLY
from orda.network import clock
from orda.network.models import Unit
from orda.reports.ledgers.book_numbers import ELECTRONIC, BookNumbers
from orda.reports.ledgers.stock_cells import (
    BREAKDOWNS,
    IN,
    OUT,
    Address,
    Rows,
    heads,
    links,
    numbers,
    why_label,
)
from orda.reports.ledgers.times import Time, spans
from orda.reports.ledgers.traced import Traced, lines_address
from orda.reports.papers.paper import Row, Value
from orda.stock.summary_book import Amount, BookLine, SummaryBook


def movement(time: Time, library: Unit, book: SummaryBook) -> Iterator[Traced]:
    """Part 3: opening + intake − withdrawal = closing, by source and by reason, in every column."""
    for by, full, name in (
        (("document_kind", "language"), True, _("by document kind and language")),
        (("subject_field",), False, _("by content")),
    ):
        rows = Rows()
        opening = rows.add(
            Row(
                (
                    _("Stood on %(day)s") % {"day": f"{time.first:%d.%m.%Y}"},
                    *numbers(book.opening, by, full=full),
                ),
                True,
            ),
            ["", _before(time, library)],
        )
        came = _of_part(rows, time, library, book.intake, IN, by, full)
        went = _of_part(rows, time, library, book.withdrawal, OUT, by, full)
        last = min(time.last, clock.today())
        label = _("Stands on %(day)s, at the end of the day") % {"day": f"{last:%d.%m.%Y}"}
        rows.add(
            Row((label, *numbers(book.closing, by, full=full)), True, sum_of=(opening, came), less=(went,))
        )
        whole = [[_("Copies")], *([[_("Titles")], [_("Sum, ₸")]] if full else [])]
        paths = [[_("Movement")], *whole, *heads(*by)]
        widths = (9, *([3, 3, 5] if full else [3]), *([3] * (len(paths) - 1 - len(whole))))
        parts = tuple(range(1 + len(whole), 1 + len(whole) + len(BREAKDOWNS[by[0]])))
        yield rows.table("3. " + _("Totals of the movement") + f": {name}", paths, widths, ((1, parts, ()),))


def _of_part(
    rows: Rows,
    time: Time,
    library: Unit,
    lines: Sequence[BookLine],
    measure: str,
    by: Sequence[str],
    full: bool,
) -> int:
    """A row for each source or reason, and their sum, whose place it is."""
    amounts: dict[str, Amount] = {}
    for one in lines:
        amounts.setdefault(one.why, Amount()).__iadd__(one.amount)
    dimension = "supply" if measure == IN else "reason"
    last = min(time.last, clock.today())

    def link(why: str) -> Address:
        def address(name: str, value: str) -> str:
            where = {**({dimension: (why,)} if why else {}), **({name: (value,)} if name else {})}
            return lines_address(library, time.first, last, [measure], where)

        return address

    mine = [
        rows.add(
            Row((why_label(measure, why), *numbers(amounts[why], by, full=full)), inside=True),
            ["", *links(amounts[why], by, link(why), full=full)],
        )
        for why in (SOURCE_OF_SUPPLY if measure == IN else REASON).values or {}
        if why in amounts
    ]
    whole = Amount()
    for amount in amounts.values():
        whole += amount
    label = _("Came in") if measure == IN else _("Went out")
    return rows.add(
        Row((label, *numbers(whole, by, full=full)), True, sum_of=tuple(mine)),
        ["", *links(whole, by, link(""), full=full)],
    )


def _before(time: Time, library: Unit) -> str:
    """Opening is the closing of the time before: its book."""
    asked = {"kind": time.kind.value, "day": time.before.first.isoformat(), "library": library.code}
    return f"{reverse('stock_book')}?{urlencode(asked)}"


def _flow_heads() -> list[list[str]]:
    return [[_("Stood at the start")], [_("Came in")], [_("Went out")], [_("Stands at the end")]]


_FLOW = ((4, (1, 2), (3,)),)  # what stands at the end, worked out of the three before it


def by_time(time: Time, library: Unit, numbers: BookNumbers) -> Traced:
    """The movement month by month."""
    standing = opening = numbers.standing
    rows = Rows()
    months: list[int] = []
    for span in spans(time, clock.today()):
        if span.sum_of or span.first < time.first:
            continue
        came, went = (numbers.moved.get((span.first, name), 0) for name in (IN, OUT))
        cells = (span.label, standing, came, went, standing + came - went)
        months.append(rows.add(Row(cells), _flow_links(library, span.first, span.last, came, went)))
        standing += came - went
    came, went = (sum(_amount(rows.rows[n].cells[at]) for n in months) for at in (2, 3))
    rows.add(
        Row((time.title, opening, came, went, standing), True),
        _flow_links(library, time.first, min(time.last, clock.today()), came, went),
    )
    return rows.table(
        "3. " + _("Totals of the movement: by month"), [[_("Month")], *_flow_heads()], (6, 3, 3, 3, 3), _FLOW
    )


def _flow_links(library: Unit, first: datetime.date, last: datetime.date, came: int, went: int) -> list[str]:
    return [
        *("", ""),
        lines_address(library, first, last, [IN]) if came else "",
        lines_address(library, first, last, [OUT]) if went else "",
    ]


def _amount(cell: Value) -> int:
    return cell if isinstance(cell, int) else 0


def by_library(time: Time, numbers: BookNumbers) -> Traced:
    """The movement of each library; the last row is their sum, the place itself."""
    last = min(time.last, clock.today())
    units = {one.code: one for one in Unit.objects.filter(code__in=numbers.libraries)}
    rows = Rows()
    for code, (opening, came, went) in numbers.libraries.items():
        cells = (units[code].name, opening, came, went, opening + came - went)
        rows.add(Row(cells), _flow_links(units[code], time.first, last, came, went))
    sums = [sum(_amount(row.cells[n]) for row in rows.rows) for n in range(1, 5)]
    rows.add(Row((_("In all"), *sums), True, sum_of=tuple(range(len(rows.rows)))))
    return rows.table(
        "3. " + _("Totals of the movement: by library"),
        [[_("Library")], *_flow_heads()],
        (9, 3, 3, 3, 3),
        _FLOW,
    )


def networked(time: Time, library: Unit, numbers: BookNumbers) -> Traced:
    """Networked documents, which are no part of the physical stock."""
    last = min(time.last, clock.today())
    opening, *now = numbers.networked
    rows = Rows()
    links = [
        lines_address(library, time.first, last, [name]) if n else ""
        for name, n in zip(ELECTRONIC, now, strict=True)
    ]
    rows.add(Row((_("Networked documents"), opening, *now, opening + now[0] - now[1])), ["", "", *links])
    return rows.table(
        _("Networked documents, counted apart"), [[_("Documents")], *_flow_heads()], (9, 3, 3, 3, 3), _FLOW
    )
