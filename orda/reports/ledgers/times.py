"""The times that a ledger is written for, and the rows that a time has in it."""

import datetime
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ROMAN = ("", "I", "II", "III", "IV")
DAY = datetime.timedelta(days=1)


class Kind(TextChoices):
    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    QUARTER = "quarter", gettext_lazy("quarter")
    YEAR = "year", gettext_lazy("year")


MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


@dataclass(frozen=True)
class Time:
    """A day, month, quarter or year."""

    kind: Kind
    first: datetime.date
    last: datetime.date

    @property
    def title(self) -> str:
        if self.kind == Kind.DAY:
            return date_format(self.first, "DATE_FORMAT")
        told = {"year": self.first.year, "month": date_format(self.first, "F").lower()}
        if self.kind == Kind.MONTH:
            return _("%(month)s %(year)s") % told
        if self.kind == Kind.QUARTER:
            return _("quarter %(number)s of %(year)s") % {
                **told,
                "number": ROMAN[(self.first.month + 2) // 3],
            }
        return _("year %(year)s") % told

    @property
    def before(self) -> "Time":
        return time_of(self.kind, self.first - DAY)

    @property
    def after(self) -> "Time":
        return time_of(self.kind, self.last + DAY)


def time_of(kind: Kind, day: datetime.date) -> Time:
    """The time of this kind in which a day lies."""
    if kind == Kind.DAY:
        return Time(kind, day, day)
    months = MONTHS[kind]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Time(kind, first, _month_end(first.replace(month=first.month + months - 1)))


@dataclass(frozen=True)
class Span:
    """A row of a ledger: a stretch of days, or (`sum_of`: places of other rows) the sum of some."""

    label: str
    first: datetime.date
    last: datetime.date
    sum_of: tuple[int, ...] = ()


def spans(time: Time, until: datetime.date) -> list[Span]:
    """The rows of a time up to and with a day: what the year brings along, the time's own parts, their sums.

    The last row is always "since the start of the year", as in the paper diary.
    """
    last, new_year = min(time.last, until), time.first.replace(month=1, day=1)
    since = _("Since the start of the year")
    if time.kind == Kind.YEAR:
        return _quarters_of_year(time.first, last, since)
    rows = []
    if time.first > new_year:
        month = time.first.replace(day=1)
        if month > new_year:
            rows.append(Span(_("Brought over from earlier months"), new_year, month - DAY))
        if time.first > month:
            rows.append(Span(_("Earlier in the month"), month, time.first - DAY))
    brought = tuple(range(len(rows)))
    own = _days(time.first, last) if time.kind in (Kind.DAY, Kind.MONTH) else _months(time.first, last)
    rows += own
    mine = tuple(range(len(brought), len(rows)))
    if time.kind == Kind.DAY:
        in_month = tuple(n for n in range(len(rows)) if rows[n].first.month == time.first.month)
        rows.append(Span(_("Since the start of the month"), time.first.replace(day=1), last, in_month))
        return [*rows, Span(since, new_year, last, (*brought, *mine))]
    label = _("In the month") if time.kind == Kind.MONTH else _("In the quarter")
    rows.append(Span(label, time.first, last, mine))
    return [*rows, Span(since, new_year, last, (*brought, len(rows) - 1))]


def _quarters_of_year(first: datetime.date, last: datetime.date, since: str) -> list[Span]:
    rows: list[Span] = []
    quarters = []
    for number in range(1, 5):
        start = first.replace(month=number * 3 - 2)
        if start > last:
            break
        mine = _months(start, min(last, _month_end(start.replace(month=number * 3))))
        places = tuple(range(len(rows), len(rows) + len(mine)))
        quarters.append(places[-1] + 1)
        label = _("Quarter %(number)s") % {"number": ROMAN[number]}
        rows += [*mine, Span(label, start, mine[-1].last, places)]
    return [*rows, Span(since, first, last, tuple(quarters))]


def _days(first: datetime.date, last: datetime.date) -> list[Span]:
    return [
        Span(f"{day:%d.%m}", day, day) for day in (first + n * DAY for n in range((last - first).days + 1))
    ]


def _months(first: datetime.date, last: datetime.date) -> list[Span]:
    found = []
    while first <= last:
        found.append(Span(date_format(first, "F").capitalize(), first, min(last, _month_end(first))))
        first = _month_end(first) + DAY
    return found


def _month_end(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - DAY
