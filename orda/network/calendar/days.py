"""A library's days, worked out from what is known of them: plain data and plain rules, no question to the database."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ONE = datetime.timedelta(days=1)
LAST_WEEK = 5
# No library is shut for longer without being closed for good; a search for an open day ends here.
FARTHEST = 3 * 366

CLOSING, HOLIDAY, SANITARY, WEEKLY = "closing", "holiday", "sanitary", "weekly"


@dataclass(frozen=True)
class Hours:
    """From when to when the doors are open; all None: open, at hours that nobody has entered."""

    opens: datetime.time | None = None
    closes: datetime.time | None = None
    break_from: datetime.time | None = None
    break_to: datetime.time | None = None


@dataclass(frozen=True)
class Week:
    """A timetable as it is kept. `hours`: Monday first, None for a day that is shut."""

    since: datetime.date
    until: datetime.date | None
    season: tuple[int, int] | None
    hours: tuple[Hours | None, ...]
    sanitary: tuple[int, int] | None = None  # (week of the month, 5 the last; weekday, 1 Monday)

    def holds_on(self, day: datetime.date) -> bool:
        if day < self.since or (self.until is not None and day > self.until):
            return False
        if self.season is None:
            return True
        (first, last), at = self.season, day.month * 100 + day.day
        return first <= at <= last if first <= last else at >= first or at <= last

    def is_sanitary(self, day: datetime.date) -> bool:
        if self.sanitary is None or day.isoweekday() != self.sanitary[1]:
            return False
        if self.sanitary[0] == LAST_WEEK:
            return (day + 7 * ONE).month != day.month
        return (day.day + 6) // 7 == self.sanitary[0]


@dataclass(frozen=True)
class Single:
    """A single day of a year: shut, or worked at the week's hours or at hours of its own."""

    name: str
    works: bool = False
    hours: Hours | None = None


@dataclass(frozen=True)
class Yearly:
    """A repeating holiday, in the years from `since` to `until`."""

    name: str
    since: int
    until: int | None


@dataclass(frozen=True)
class Shutting:
    """A closing in force, its first and last day counted."""

    pk: int
    first: datetime.date
    last: datetime.date
    kind: str
    note: str


@dataclass(frozen=True)
class Shut:
    """Why a day is shut. `name`: of the holiday; `closing`: where one shuts it."""

    why: str
    name: str = ""
    closing: Shutting | None = None


@dataclass(frozen=True)
class Calendar:
    """A unit's days. `weeks`: the one that decides first at the top; `singles`: the nearest unit's word on each day."""

    weeks: Sequence[Week] = ()
    singles: dict[datetime.date, Single] = field(default_factory=dict)
    yearly: dict[tuple[int, int], tuple[Yearly, ...]] = field(default_factory=dict)
    closings: Sequence[Shutting] = ()
    _open: dict[datetime.date, bool] = field(default_factory=dict, compare=False)

    def shut(self, day: datetime.date) -> Shut | None:
        """Why the doors are shut on a day, None where they are open."""
        closing = self.closing_on(day)
        if closing is not None:
            return Shut(CLOSING, closing=closing)
        single = self.singles.get(day)
        if single is not None:
            return None if single.works else Shut(HOLIDAY, single.name)
        for one in self.yearly.get((day.month, day.day), ()):
            if one.since <= day.year and (one.until is None or day.year <= one.until):
                return Shut(HOLIDAY, one.name)
        week = self.week_on(day)
        if week is None:
            return None
        if week.hours[day.weekday()] is None:
            return Shut(WEEKLY)
        return Shut(SANITARY) if week.is_sanitary(day) else None

    def is_open(self, day: datetime.date) -> bool:
        known = self._open.get(day)
        if known is None:
            known = self._open[day] = self.shut(day) is None
        return known

    def hours(self, day: datetime.date) -> Hours | None:
        """The hours of a day, None where it is shut."""
        if not self.is_open(day):
            return None
        single, week = self.singles.get(day), self.week_on(day)
        if single is not None and single.hours is not None:
            return single.hours
        return (week.hours[day.weekday()] if week else None) or Hours()

    def week_on(self, day: datetime.date) -> Week | None:
        """The timetable that holds on a day."""
        return next((week for week in self.weeks if week.holds_on(day)), None)

    def closing_on(self, day: datetime.date) -> Shutting | None:
        return next((one for one in self.closings if one.first <= day <= one.last), None)

    def closings_from(self, first: datetime.date, last: datetime.date) -> Iterator[Shutting]:
        """Closings of which some day lies between first and last."""
        return (one for one in self.closings if one.first <= last and one.last >= first)

    def open_from(self, day: datetime.date) -> datetime.date:
        """The first open day from `day` on, itself too; where none comes within years, the day itself."""
        last = min(day, datetime.date.max - FARTHEST * ONE) + FARTHEST * ONE
        found = day
        while not self.is_open(found):
            if found >= last:
                return day
            found += ONE
        return found

    def open_after(self, day: datetime.date, number: int) -> datetime.date:
        """The `number`-th open day after `day`."""
        for _time in range(number):
            day = self.open_from(day + ONE)
        return day

    def open_between(self, first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
        """The open days from first to last, both counted."""
        days = (first + n * ONE for n in range((last - first).days + 1))
        return tuple(day for day in days if self.is_open(day))
