"""The catalogue of the demo: records for the whole stock, and what the plan says is catalogued in a year."""

import datetime
import io
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.conf import settings

from orda.catalog.models import Record
from orda.catalog.services import import_records
from orda.demo.records import sample_records
from orda.demo.shares import shares
from orda.network import clock
from orda.network.models import Unit
from orda.planning.models import Figure
from orda.planning.year.working_year import month_end

Cell = tuple[str, str]  # subject field, report language
_ROW = "catalogue_records"
YEARLY_NUMBERS_FROM = 10_000_000  # control numbers of the year's own records begin there


def import_sample(titles: int, stock: Mapping[Cell, int], seed: int, library: Unit, by_id: int) -> int:
    """Imports `titles` records in the proportions of the stock; at least one for every kind of copy."""
    cells = sorted(cell for cell, copies in stock.items() if copies)
    parts = shares(max(titles - len(cells), 0), [stock[cell] for cell in cells])
    mix = {cell: part + 1 for cell, part in zip(cells, parts, strict=True)}
    return _import(mix, seed, 1, library, by_id)


def catalogue_of_year(year: int, last: datetime.date, seed: int, library: Unit, by_id: int) -> int:
    """What the year adds to the catalogue: the printed actual, or the plan's quarters as far as they are over."""
    done = 0
    for month, many in _by_month(year, last).items():
        day = min(month_end(year, month) - datetime.timedelta(days=2), last)
        first = YEARLY_NUMBERS_FROM + year * 10_000 + month * 500
        noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
        with clock.stopped_at(noon):
            done += _import({("fiction_philology", "kk"): many}, seed, first, library, by_id)
    return done


def _by_month(year: int, last: datetime.date) -> dict[int, int]:
    actual = Figure.objects.filter(year=year, kind=Figure.PRINTED_ACTUAL, indicator=_ROW, quarter=0).first()
    if actual is not None:
        return dict(enumerate(shares(int(actual.value), [1.0] * 12), start=1))
    planned = Figure.objects.filter(year=year, kind=Figure.TARGET, indicator=_ROW, quarter__gt=0)
    months = {}
    for figure in planned.order_by("quarter"):
        for place, many in enumerate(shares(int(figure.value), [1.0] * 3)):
            month = figure.quarter * 3 - 2 + place
            if datetime.date(year, month, 1) <= last:
                months[month] = many
    return months


def _import(mix: Mapping[Cell, int], seed: int, first: int, library: Unit, by_id: int) -> int:
    file = io.BytesIO(b"".join(sample.marc for sample in sample_records(mix, seed, first)))
    counts = import_records(
        file, family="marc21", database=Record.Database.BOOKS, library=library, charset="utf-8", by_id=by_id
    )
    assert not counts.rejected, counts
    return counts.new
