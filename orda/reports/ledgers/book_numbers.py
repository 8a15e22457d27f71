"""The numbers of a stock book apart from its words: counted anew, or read from the seal of a closed quarter."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orda.diary import queries as diary
from orda.diary.models import BEGINNING
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.reports.ledgers.stock_cells import IN, OUT
from orda.reports.ledgers.times import DAY, Time
from orda.stock.summary_book import Amount, BookLine, SummaryBook, summary_book

KOPECK = Decimal("0.01")
ELECTRONIC = ("electronic_intake", "electronic_withdrawal")


@dataclass(frozen=True)
class BookNumbers:
    """The book's lines, and the diary's word beside them: what stood, what moved by month and by library."""

    book: SummaryBook
    standing: int
    moved: Mapping[tuple[datetime.date, str], int]  # first day of a month, measure
    libraries: Mapping[str, tuple[int, int, int]]  # code -> stood, came in, went out
    networked: tuple[int, int, int]


def counted_now(time: Time, library: Unit) -> BookNumbers:
    last, ids = min(time.last, clock.today()), diary.library_ids_under(library)
    months = diary.totals(time.first, last, measures=(IN, OUT), library_ids=ids, by=("month",))
    before, now = (
        diary.totals(first, end, measures=ELECTRONIC, library_ids=ids)
        for first, end in ((BEGINNING, time.first - DAY), (time.first, last))
    )
    moved = [sum(one.quantity for one in now if one.measure == name) for name in ELECTRONIC]
    stood = sum(one.quantity * (1 if one.measure == ELECTRONIC[0] else -1) for one in before)
    return BookNumbers(
        summary_book(time.first, last, ids),
        diary.level("stock", time.first - DAY, ids),
        {(one.month, one.measure): one.quantity for one in months if one.month},
        {} if library.kind == Unit.Kind.LIBRARY else _by_library(time, library, last),
        (stood, moved[0], moved[1]),
    )


def _by_library(time: Time, library: Unit, last: datetime.date) -> dict[str, tuple[int, int, int]]:
    before = diary.level_by_library("stock", time.first - DAY)
    moved = {
        (one.library_id, one.measure): one.quantity
        for one in diary.totals(time.first, last, measures=(IN, OUT), by=("library",))
    }
    return {
        one.code: (before.get(one.pk, 0), moved.get((one.pk, IN), 0), moved.get((one.pk, OUT), 0))
        for one in network.subtree(library).filter(kind=Unit.Kind.LIBRARY)
    }


def as_data(numbers: BookNumbers) -> dict[str, Any]:
    """What a seal can be made of."""
    book = numbers.book
    return {
        "opening": _amount(book.opening),
        "intake": [_line(one) for one in book.intake],
        "withdrawal": [_line(one) for one in book.withdrawal],
        "closing": _amount(book.closing),
        "standing": numbers.standing,
        "moved": [[day.isoformat(), name, n] for (day, name), n in sorted(numbers.moved.items())],
        # A list: a database may put the names of an object in an order of its own.
        "libraries": [[code, *flow] for code, flow in numbers.libraries.items()],
        "networked": list(numbers.networked),
    }


def from_data(data: Mapping[str, Any]) -> BookNumbers:
    codes = {line["library"] for part in ("intake", "withdrawal") for line in data[part]}
    units = {one.code: one for one in Unit.objects.filter(code__in=codes)}
    return BookNumbers(
        SummaryBook(
            _amount_of(data["opening"]),
            tuple(_line_of(one, units) for one in data["intake"]),
            tuple(_line_of(one, units) for one in data["withdrawal"]),
            _amount_of(data["closing"]),
        ),
        data["standing"],
        {(datetime.date.fromisoformat(day), name): n for day, name, n in data["moved"]},
        {code: (stood, came, went) for code, stood, came, went in data["libraries"]},
        (data["networked"][0], data["networked"][1], data["networked"][2]),
    )


def _amount(one: Amount) -> dict[str, Any]:
    by = sorted([name, value, n] for (name, value), n in one.by.items() if n)
    return {"copies": one.copies, "titles": one.titles, "price": str(one.price.quantize(KOPECK)), "by": by}


def _amount_of(data: Mapping[str, Any]) -> Amount:
    by = Counter({(name, value): n for name, value, n in data["by"]})
    return Amount(data["copies"], data["titles"], Decimal(data["price"]), by)


def _line(one: BookLine) -> dict[str, Any]:
    return {
        "number": one.number,
        "pk": one.pk,
        "day": one.day.isoformat(),
        "library": one.library.code,
        "document": one.document,
        "why": one.why,
        "amount": _amount(one.amount),
    }


def _line_of(data: Mapping[str, Any], units: Mapping[str, Unit]) -> BookLine:
    return BookLine(
        data["number"],
        data["pk"],
        datetime.date.fromisoformat(data["day"]),
        units[data["library"]],
        data["document"],
        data["why"],
        _amount_of(data["amount"]),
    )
