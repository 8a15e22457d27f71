"""The very lines, and whether a day is closed."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from orda.diary.measures import ACTS, MEASURES, Text, described
from orda.diary.models import ClosedDay, Entry
from orda.diary.queries.places import LibrariesUnder
from orda.diary.queries.quantities import dimension_sets
from orda.network import queries as network
from orda.network.models import Unit


def library_ids_under(unit: Unit | None) -> LibrariesUnder | None:
    """Ids of a unit and everything under it, as `totals` wants them; None for the whole house.

    They know of libraries that were moved on which days each stood here: what was counted stays where it was.
    """
    return None if unit is None else LibrariesUnder(*network.ids_under(unit.pk))


Where = Mapping[str, Collection[str]]  # dimension -> the values that are wanted; "" stands for "not stated"


def sets_where(where: Where) -> list[int]:
    """Ids of the combinations of dimensions that have, of each dimension, one of the wanted values."""
    return [
        pk
        for pk, values in dimension_sets().items()
        if all(values.get(name, "") in wanted for name, wanted in where.items())
    ]


def entries(
    first: datetime.date,
    last: datetime.date,
    *,
    measures: Collection[str] = (),
    library: Unit | None = None,
    where: Where | None = None,
    act: tuple[str, int | None] | None = None,
) -> QuerySet[Entry]:
    """The very lines of a period, newest first, for drill-down. A library stands for its subtree.

    `measures`: none for all; `where`: only lines with these dimension values;
    `act`: only lines of this kind of act, or of the one with this number.
    """
    found = Entry.objects.filter(day__range=(first, last)).annotate(taken_back=Entry.is_reversed())
    found = found.select_related("library", "dimensions", "recorded_by")
    if measures:
        found = found.filter(measure__in=measures)
    if where:
        found = found.filter(dimensions__in=sets_where(where))
    if act:
        found = found.filter(act=act[0], **({} if act[1] is None else {"act_id": act[1]}))
    if library is not None:
        under = LibrariesUnder(*network.ids_under(library.pk))
        here = Q(library__in=under.steady)
        for one, since, last in under.moved:
            here |= Q(library=one, day__range=(max(first, since), last))
        found = found.filter(here)
    return found.order_by("-day", "-id")


def is_closed(library: Unit, day: datetime.date) -> bool:
    """True when the day was closed and nothing has come since."""
    return day_state(library, day).closed


@dataclass(frozen=True)
class Line:
    """An entry as people read it. `standing`: neither reversed nor a reversal."""

    entry: Entry
    measure: Text
    details: str
    act: Text
    manual: bool
    standing: bool


def as_line(entry: Entry) -> Line:
    """An entry (from `entries`) in words."""
    measure = MEASURES.get(entry.measure)
    return Line(
        entry=entry,
        measure=measure.label if measure else entry.measure,
        details=described(entry.dimensions.values),
        act=ACTS.get(entry.act, entry.act),
        manual=entry.act == Entry.MANUAL,
        standing=entry.reverses_id is None and not entry.taken_back,  # type: ignore[attr-defined]  # by `entries`
    )


@dataclass(frozen=True)
class DayState:
    """Whether a library's day is closed. `waiting`: lines that no total holds yet."""

    closing: ClosedDay | None
    waiting: int

    @property
    def closed(self) -> bool:
        return self.closing is not None and not self.waiting


def day_state(library: Unit, day: datetime.date) -> DayState:
    """The closing of a library's day, with who closed it, and what came since."""
    closing = ClosedDay.objects.select_related("closed_by").filter(library=library, day=day).first()
    return DayState(closing, Entry.objects.filter(library=library, day=day, open=True).count())


def lines_like(
    library: Unit, day: datetime.date, measure: str, quantity: int, values: Mapping[str, str]
) -> list[Entry]:
    """Lines by hand of a library's day that say the same number of the same thing, and stand."""
    same = Entry.objects.filter(
        library=library, day=day, measure=measure, quantity=quantity, act=Entry.MANUAL
    )
    same = same.filter(~Entry.is_reversed(), reverses=None).select_related("dimensions", "recorded_by")
    return [line for line in same.order_by("pk") if line.dimensions.values == dict(values)]
