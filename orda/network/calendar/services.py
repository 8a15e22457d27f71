"""What may be done to the calendar. Each change moves what stands on it, in the same transaction (`moves`)."""

import datetime
from collections.abc import Mapping
from typing import TypeVar

from django.db import transaction

from orda.network import clock
from orda.network.asked import one_line
from orda.network.calendar import refusals
from orda.network.calendar.days import Hours
from orda.network.calendar.models import (
    Asked,
    CalendarYear,
    Closing,
    Holiday,
    OpeningHours,
    Timetable,
    YearlyHoliday,
)
from orda.network.calendar.moves import Change, Effect, moving
from orda.network.models import Unit

State = Asked.State
LONGEST_CLOSING = 366  # days
FROM_THE_BEGINNING = datetime.date(2000, 1, 1)
MONDAY_TO_SATURDAY: dict[int, Hours] = {weekday: Hours() for weekday in range(1, 7)}
A = TypeVar("A", Closing, Timetable)


# Closings.


def propose_closing(
    unit: Unit,
    first: datetime.date,
    last: datetime.date,
    kind: str,
    note: str = "",
    *,
    by_id: int | None = None,
) -> Closing:
    """A library asks to be shut; nothing is shut until somebody accepts it.

    Raises DaysInDisorder, ClosingTooLong and ClosingOverAlready.
    """
    if last < first:
        raise refusals.DaysInDisorder
    if (last - first).days >= LONGEST_CLOSING:
        raise refusals.ClosingTooLong
    if last < clock.today():
        raise refusals.ClosingOverAlready
    told = {"unit": unit, "first": first, "last": last, "kind": kind, "note": one_line(note, 200)}
    return Closing.objects.create(state=State.PROPOSED, made_at=clock.now(), made_by_id=by_id, **told)


@transaction.atomic
def close(
    unit: Unit,
    first: datetime.date,
    last: datetime.date,
    kind: str,
    note: str = "",
    *,
    by_id: int | None = None,
) -> list[Effect]:
    """Shuts a unit and all under it on these days. Raises what `propose_closing` raises."""
    return accept_closing(propose_closing(unit, first, last, kind, note, by_id=by_id).pk, by_id=by_id)


def accept_closing(closing_id: int, *, by_id: int | None = None) -> list[Effect]:
    """What was proposed is in force. Raises AlreadySettled, and ClosingOverAlready where its days went by."""
    asked = Closing.objects.select_related("unit").get(pk=closing_id)
    with moving(Change(asked.unit, asked.first)) as effects:
        closing = _step(Closing, closing_id, State.IN_FORCE, by_id)
        if closing.last < clock.today():
            raise refusals.ClosingOverAlready
    return effects


def take_back_closing(closing_id: int, *, by_id: int | None = None) -> list[Effect]:
    """The library is open on these days after all; what the closing moved comes back. Raises AlreadySettled.

    Also of a proposal, by whoever made it. Of a closing that has begun the days that went by stay: the doors were
    shut. One that is over is taken back whole: it was entered by mistake.
    """
    asked = Closing.objects.select_related("unit").get(pk=closing_id)
    today = clock.today()
    with moving(Change(asked.unit, asked.first)) as effects:
        held = Closing.objects.select_for_update(of=("self",)).get(pk=closing_id)
        if held.state == State.IN_FORCE and held.first < today <= held.last:
            held.last = today - datetime.timedelta(days=1)
            held.settled_at, held.settled_by_id = clock.now(), by_id
            held.save(update_fields=["last", "settled_at", "settled_by"])
        else:
            _step(Closing, closing_id, State.TAKEN_BACK, by_id)
    return effects


@transaction.atomic
def refuse_closing(closing_id: int, *, by_id: int | None = None) -> None:
    """What was proposed is not done. Raises AlreadySettled."""
    _step(Closing, closing_id, State.REFUSED, by_id)


# Hours of the week.


@transaction.atomic
def propose_hours(
    unit: Unit,
    hours: Mapping[int, Hours],
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    season: tuple[int, int] | None = None,
    sanitary: tuple[int, int] | None = None,
    by_id: int | None = None,
) -> Timetable:
    """A library asks for these hours from a day on; weekdays (1 Monday) that are not named are shut.

    `season`: (month * 100 + day) from and to, each year. Raises NeverOpen, HoursInDisorder, BeginsInThePast,
    NoSuchDay and DaysInDisorder.
    """
    if since < clock.today():
        raise refusals.BeginsInThePast
    return _keep_hours(unit, hours, since, until, season, sanitary, State.PROPOSED, by_id)


@transaction.atomic
def set_hours(
    unit: Unit,
    hours: Mapping[int, Hours],
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    season: tuple[int, int] | None = None,
    sanitary: tuple[int, int] | None = None,
    by_id: int | None = None,
) -> list[Effect]:
    """`propose_hours`, accepted at once."""
    asked = propose_hours(
        unit, hours, since=since, until=until, season=season, sanitary=sanitary, by_id=by_id
    )
    return accept_hours(asked.pk, by_id=by_id)


def accept_hours(timetable_id: int, *, by_id: int | None = None) -> list[Effect]:
    """The hours that were proposed are in force; days before today stay as they were. Raises AlreadySettled."""
    asked = Timetable.objects.select_related("unit").get(pk=timetable_id)
    since = max(asked.since, clock.today())
    with moving(Change(asked.unit, since)) as effects:
        accepted = _step(Timetable, timetable_id, State.IN_FORCE, by_id)
        if accepted.until is not None and accepted.until < since:
            raise refusals.ClosingOverAlready
        Timetable.objects.filter(pk=timetable_id).update(since=since)
    return effects


def end_hours(timetable_id: int, *, by_id: int | None = None) -> list[Effect]:
    """Hours in force hold no more from today on; what was open stays as it was. Raises AlreadySettled."""
    asked = Timetable.objects.select_related("unit").get(pk=timetable_id)
    today = clock.today()
    with moving(Change(asked.unit, max(asked.since, today))) as effects:
        held = Timetable.objects.select_for_update(of=("self",)).get(pk=timetable_id)
        if (
            held.state == State.IN_FORCE
            and held.since < today
            and (held.until is None or held.until >= today)
        ):
            held.until = today - datetime.timedelta(days=1)
            held.settled_at, held.settled_by_id = clock.now(), by_id
            held.save(update_fields=["until", "settled_at", "settled_by"])
        else:
            _step(Timetable, timetable_id, State.TAKEN_BACK, by_id)
    return effects


@transaction.atomic
def refuse_hours(timetable_id: int, *, by_id: int | None = None) -> None:
    """What was proposed is not done. Raises AlreadySettled."""
    _step(Timetable, timetable_id, State.REFUSED, by_id)


def give_first_week(top: Unit) -> None:
    """A tree begins with doors open from Monday to Saturday, at hours that nobody has said yet."""
    if not Timetable.objects.filter(unit=top).exists():
        _keep_hours(top, MONDAY_TO_SATURDAY, FROM_THE_BEGINNING, None, None, None, State.IN_FORCE, None)


def _keep_hours(
    unit: Unit,
    hours: Mapping[int, Hours],
    since: datetime.date,
    until: datetime.date | None,
    season: tuple[int, int] | None,
    sanitary: tuple[int, int] | None,
    state: str,
    by_id: int | None,
) -> Timetable:
    if not hours:
        raise refusals.NeverOpen
    if not all(_in_order(one) for one in hours.values()):
        raise refusals.HoursInDisorder
    if until is not None and until < since:
        raise refusals.DaysInDisorder
    for end in season or ():
        _day_of_year(*divmod(end, 100))
    first, last = season or (None, None)
    week, weekday = sanitary or (None, None)
    kept = Timetable.objects.create(
        unit=unit,
        state=state,
        since=since,
        until=until,
        season_first=first,
        season_last=last,
        sanitary_week=week,
        sanitary_weekday=weekday,
        made_at=clock.now(),
        made_by_id=by_id,
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(
            timetable=kept,
            weekday=weekday,
            opens=one.opens,
            closes=one.closes,
            break_from=one.break_from,
            break_to=one.break_to,
        )
        for weekday, one in sorted(hours.items())
    )
    return kept


def _in_order(one: Hours) -> bool:
    said = [one.opens, one.break_from, one.break_to, one.closes]
    if one.break_from is None and one.break_to is None:
        said = [one.opens, one.closes]
    if not any(said):
        return True
    times = [time for time in said if time is not None]
    return len(times) == len(said) and all(a < b for a, b in zip(times, times[1:], strict=False))


# Single days and holidays that repeat.


def keep_single_day(
    unit: Unit,
    day: datetime.date,
    name: str,
    *,
    works: bool = False,
    hours: Hours | None = None,
) -> list[Effect]:
    """A day of one year is shut (Kurban Ait, a moved day off), or worked though it would be shut, or at hours of its
    own. Again changes what was said of the day. Raises HoursInDisorder."""
    if hours is not None and (not works or not _in_order(hours)):
        raise refusals.HoursInDisorder
    told = {"name": name, "works": works, "opens": hours and hours.opens, "closes": hours and hours.closes}
    with moving(Change(unit, day)) as effects:
        Holiday.objects.update_or_create(unit=unit, day=day, defaults=told)
    return effects


def forget_single_day(holiday_id: int) -> list[Effect]:
    """The day is like any other of its kind."""
    holiday = Holiday.objects.select_related("unit").get(pk=holiday_id)
    with moving(Change(holiday.unit, holiday.day)) as effects:
        Holiday.objects.filter(pk=holiday_id).delete()
    return effects


def keep_yearly_holiday(
    unit: Unit, month: int, day: int, name: str, *, since: int, until: int | None = None
) -> list[Effect]:
    """A holiday that repeats each year, from a year on; again renames it or says when it ended.

    Raises NoSuchDay and DaysInDisorder.
    """
    _day_of_year(month, day)
    if until is not None and until < since:
        raise refusals.DaysInDisorder
    with moving(Change(unit, clock.today())) as effects:
        YearlyHoliday.objects.update_or_create(
            unit=unit, month=month, day=day, since=since, defaults={"name": name, "until": until}
        )
    return effects


def end_yearly_holiday(holiday_id: int, until: int) -> list[Effect]:
    """A law ends a holiday: `until` is its last year. Raises DaysInDisorder."""
    holiday = YearlyHoliday.objects.select_related("unit").get(pk=holiday_id)
    return keep_yearly_holiday(
        holiday.unit, holiday.month, holiday.day, holiday.name, since=holiday.since, until=until
    )


@transaction.atomic
def year_looked_over(unit: Unit, year: int, *, by_id: int | None = None) -> None:
    """Somebody has compared a year's single days with the government's order. Raises AlreadyInForce."""
    if not keep_year_looked_over(unit, year, by_id=by_id):
        raise refusals.AlreadyInForce


def keep_year_looked_over(unit: Unit, year: int, *, by_id: int | None = None) -> bool:
    """True where it was not known yet."""
    told = {"at": clock.now(), "by_id": by_id}
    return CalendarYear.objects.get_or_create(unit=unit, year=year, defaults=told)[1]


def _day_of_year(month: int, day: int) -> None:
    try:
        datetime.date(2024, month, day)
    except ValueError:
        raise refusals.NoSuchDay from None


def _step(model: type[A], pk: int, to: str, by_id: int | None) -> A:
    """Takes one step, so that of two who settle it at once one is refused. Raises AlreadySettled."""
    held = model.objects.select_for_update(of=("self",)).get(pk=pk)
    if to not in model.TRANSITIONS.get(held.state, ()):
        raise refusals.AlreadySettled(state=held.get_state_display())
    held.state, held.settled_at, held.settled_by_id = to, clock.now(), by_id
    held.save(update_fields=["state", "settled_at", "settled_by"])
    return held
