"""From a cell down: its query in words, the months and libraries behind it, and the diary's very lines."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from orda.diary import queries as diary
from orda.diary.measures import DIMENSIONS, MEASURES
from orda.diary.models import Entry
from orda.network.models import Unit
from orda.reports.forms.computing import Filled, Value, counts, periods_of
from orda.reports.forms.definition import END, START, YEAR, Counted, Place, Term

Weights = Mapping[str, Mapping[tuple[str, int], int]]  # when -> (measure, combination of dimensions) -> times


@dataclass(frozen=True)
class Behind:
    """What a counted cell adds up: by time (months of a year's count, years of a standing amount), by library."""

    times: tuple[tuple[datetime.date, int], ...]
    by_year: bool
    libraries: tuple[tuple[Unit, int], ...]
    total: int


def words_of(source: Counted, filled: Filled) -> list[str]:
    """Each term of a cell in a sentence."""
    return [_term_in_words(term, filled) for term in source.terms]


def _term_in_words(term: Term, filled: Filled) -> str:
    first, last = periods_of(filled.year, filled.as_of)[term.when]
    told = {
        "sign": "+" if term.sign > 0 else "−",
        "measure": MEASURES[term.measure].label,
        "where": "".join(f"; {_wanted(key, values)}" for key, values in term.where.items()),
        "first": f"{first:%d.%m.%Y}",
        "last": f"{last:%d.%m.%Y}",
    }
    if term.when == YEAR:
        return _("%(sign)s %(measure)s%(where)s, from %(first)s to %(last)s") % told
    return _("%(sign)s %(measure)s%(where)s, all up to and with %(last)s") % told


def _wanted(key: str, values: frozenset[str]) -> str:
    dimension = DIMENSIONS[key]
    labels = [str(label) for code, label in (dimension.values or {}).items() if code in values]
    either = _(" or ")
    return f"{dimension.label}: {either.join(labels)}"


def behind(source: Counted, filled: Filled, libraries: Sequence[Unit]) -> Behind:
    """The parts of a counted cell, each adding up to the same total."""
    weights = _weights(source)
    by_year = any(weights[when] for when in (START, END))
    times: dict[datetime.date, int] = defaultdict(int)
    of_library: dict[int, int] = defaultdict(int)
    for when, (first, last) in periods_of(filled.year, filled.as_of).items():
        if not weights[when]:
            continue
        found = diary.totals(
            first,
            last,
            measures={measure for measure, _set in weights[when]},
            library_ids=[one.pk for one in libraries],
            by=("month", "library", "dimensions"),
        )
        ids = _ids_of_sets() if found else {}
        for one in found:
            amount = weights[when].get((one.measure, ids[_frozen(one.values)]), 0) * one.quantity
            month = one.month or first
            times[month.replace(month=1) if by_year else month] += amount
            of_library[one.library_id or 0] += amount
    return Behind(
        times=tuple((at, amount) for at, amount in sorted(times.items()) if amount),
        by_year=by_year,
        libraries=tuple((one, of_library[one.pk]) for one in libraries if of_library.get(one.pk)),
        total=sum(times.values()),
    )


def lines_behind(
    source: Counted, filled: Filled, library_ids: Collection[int], month: datetime.date | None = None
) -> QuerySet[Entry]:
    """The diary's lines that a counted cell adds up, newest first, with reversals; of one month, if asked.

    A line that two terms count and take off again is not among them.
    """
    wanted = Q(pk__in=[])
    for when, (first, last) in periods_of(filled.year, filled.as_of).items():
        for measure, sets in _by_measure(_weights(source)[when]).items():
            wanted |= Q(measure=measure, dimensions__in=sets, day__range=(first, last))
    found = diary.entries(*periods_of(filled.year, filled.as_of)[END]).filter(wanted, library__in=library_ids)
    return found.filter(day__year=month.year, day__month=month.month) if month else found


def _weights(source: Counted) -> Weights:
    """How many times, and with which sign, a cell counts each combination of dimensions."""
    weights: dict[str, dict[tuple[str, int], int]] = {}
    sets = diary.dimension_sets()
    for when in (YEAR, START, END):
        sums: dict[tuple[str, int], int] = defaultdict(int)
        for term in source.terms:
            if term.when == when:
                for pk, values in sets.items():
                    if counts(term, values):
                        sums[term.measure, pk] += term.sign
        weights[when] = {key: times for key, times in sums.items() if times}
    return weights


def _by_measure(weights: Mapping[tuple[str, int], int]) -> Mapping[str, list[int]]:
    sets: dict[str, list[int]] = defaultdict(list)
    for measure, pk in weights:
        sets[measure].append(pk)
    return sets


def _ids_of_sets() -> dict[frozenset[tuple[str, str]], int]:
    return {_frozen(values): pk for pk, values in diary.dimension_sets().items()}


def _frozen(values: Mapping[str, str] | None) -> frozenset[tuple[str, str]]:
    return frozenset((values or {}).items())


def operands_of(filled: Filled, places: Sequence[Place]) -> list[tuple[Place, str, Value]]:
    """Cells that a formula is worked out of: address, label, value."""
    found = []
    for place in places:
        section = filled.form.section(place.section)
        row = section.row(place.row) if section else None
        column = section.column(place.column) if section else None
        found.append(
            (place, f"{row.label if row else ''} · {column.label if column else ''}", filled.values[place])
        )
    return found
