"""What may be asked about events: the plan's lines with how often each was held, and what was held."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from orda.events.models import HeldEvent, PlannedEvent
from orda.network.calendar.days import Calendar
from orda.network.calendar.queries import calendar_of
from orda.network.models import Unit

ALL, HELD, MISSING, SHUT = "", "held", "missing", "shut"  # what of the plan is asked for


@dataclass(frozen=True)
class Performer:
    """A library that is to hold a planned event, and how many times it has. `shut`: it has not, and is shut on all
    days of the event's term that are left."""

    library: Unit
    held: int
    shut: bool = False


@dataclass(frozen=True)
class PlanLine:
    """A planned event, its performers, and how often it was held (by anyone, planned for it or not)."""

    event: PlannedEvent
    performers: tuple[Performer, ...]
    held: int

    @property
    def missing(self) -> tuple[Unit, ...]:
        """The libraries that have not held it yet."""
        return tuple(one.library for one in self.performers if not one.held)

    @property
    def shut(self) -> bool:
        """Whether some library has no open day left for it."""
        return any(one.shut for one in self.performers)


@dataclass(frozen=True)
class PlanState:
    """A plan's lines, and how many library-events they stand for and how many of those were held."""

    lines: tuple[PlanLine, ...]
    due: int
    done: int


class _Shut:
    """Asked of an event and a library: whether it is shut on all days of the event's term, from a day on. False where
    no day of it is left, where the plan names none, and without a day to ask from. Each calendar is asked for once."""

    def __init__(self, first: datetime.date | None) -> None:
        self.first = first
        self.calendars: dict[int, Calendar] = {}

    def __call__(self, event: PlannedEvent, library: Unit) -> bool:
        first, last = event.first_day, event.last_day
        if self.first is None or first is None or last is None or last < self.first:
            return False
        if library.pk not in self.calendars:
            self.calendars[library.pk] = calendar_of(library)
        start = max(first, self.first)
        days = (start + datetime.timedelta(days=n) for n in range((last - start).days + 1))
        return not any(map(self.calendars[library.pk].is_open, days))


def plan_of(
    year: int,
    *,
    unit: Unit | None = None,
    quarter: int = 0,
    direction: str = "",
    state: str = ALL,
    shut_from: datetime.date | None = None,
) -> PlanState:
    """The planned events of a year with how many times each library held them; four queries, however many lines.

    `unit` keeps the lines that a library under it performs, and its libraries alone in them; `quarter` 1-4,
    0 for all; `direction` a code; `state` "held", "missing" or "shut" (no open day left
    for it from the day `shut_from` on, without which nothing is said of that).
    """
    found = PlannedEvent.objects.filter(year=year).select_related("direction", "form")
    if direction:
        found = found.filter(direction__code=direction)
    if quarter:
        found = found.filter(quarters__contains=str(quarter))
    found = found.prefetch_related("performers").order_by("direction_id", "number")
    times, shut = _times_held(year), _Shut(shut_from)
    lines = []
    for event in found:
        line = _line(event, times, shut, unit)
        if unit is not None and not line.performers and not line.held:
            continue
        if state == ALL or (line.shut if state == SHUT else (state == MISSING) == bool(line.missing)):
            lines.append(line)
    due = sum(len(line.performers) for line in lines)
    return PlanState(tuple(lines), due, due - sum(len(line.missing) for line in lines))


def _line(event: PlannedEvent, times: Counter[tuple[int, int]], shut: _Shut, unit: Unit | None) -> PlanLine:
    performers = tuple(
        Performer(library, held, not held and shut(event, library))
        for library in event.performers.all()
        if unit is None or library.path.startswith(unit.path)
        for held in [times[event.pk, library.pk]]
    )
    if unit is None:
        return PlanLine(event, performers, times[event.pk, 0])
    return PlanLine(event, performers, sum(one.held for one in performers))


def _times_held(year: int) -> Counter[tuple[int, int]]:
    """(planned event, library) -> times held; library 0 stands for all of them together."""
    counted = (
        HeldEvent.objects.filter(planned__year=year, cancelled=False)
        .order_by()
        .values_list("planned_id", "library_id")
        .annotate(n=Count("pk"))
    )
    times: Counter[tuple[int, int]] = Counter()
    for planned_id, library_id, n in counted:
        times[planned_id, library_id] += n
        times[planned_id, 0] += n
    return times


def held_events(
    first: datetime.date, last: datetime.date, *, unit: Unit | None = None, channel: str = ""
) -> QuerySet[HeldEvent]:
    """Events held in a period at a library (a unit stands for its subtree), newest first, cancelled ones too."""
    found = HeldEvent.objects.filter(day__range=(first, last)).select_related(
        "library", "form", "direction", "planned"
    )
    if unit is not None:
        found = found.filter(library__path__startswith=unit.path)
    if channel:
        found = found.filter(channel=channel)
    return found.order_by("-day", "-pk")


def planned_years() -> list[int]:
    """Years for which a plan of events is loaded, newest first."""
    return list(PlannedEvent.objects.order_by("-year").values_list("year", flat=True).distinct())


def on_shut_days(unit: Unit, first: datetime.date) -> list[tuple[PlannedEvent, Unit]]:
    """Events of the plan that were not held yet at libraries of a subtree, and have no open day left there of those
    that the plan names: a single shut day, or what is left of a term from `first` on. The nearest first."""
    events = PlannedEvent.objects.filter(last_day__gte=first, performers__path__startswith=unit.path)
    found = list(events.distinct().order_by("first_day", "number").prefetch_related("performers"))
    if not found:
        return []
    held = set(HeldEvent.objects.filter(planned__in=found, cancelled=False).values_list("planned", "library"))
    shut = _Shut(first)
    return [
        (event, library)
        for event in found
        for library in event.performers.all()
        if library.path.startswith(unit.path) and (event.pk, library.pk) not in held and shut(event, library)
    ]


def like_it(
    library: Unit, day: datetime.date, title: str, planned: PlannedEvent | None = None
) -> list[HeldEvent]:
    """Events of a library that may be the same one: of the same line of the plan, or of the day with the same title."""
    standing = HeldEvent.objects.filter(library=library, cancelled=False).order_by("day", "pk")
    of_plan = list(standing.filter(planned=planned)) if planned is not None else []
    # Titles are compared here: SQLite folds Latin letters alone.
    said = _as_compared(title)
    of_day = [event for event in standing.filter(day=day) if _as_compared(event.title) == said]
    return of_plan + [event for event in of_day if event not in of_plan]


def _as_compared(title: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in title.casefold()).split())
