"""The demo's plan as people have worked on it: approved, counted by hand, its quarters submitted."""

import datetime
import random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.diary.services import enter_by_hand
from orda.events.models import HeldEvent, PlannedEvent
from orda.events.services import add_links, hold_event
from orda.network import clock
from orda.network.models import Staff, Unit
from orda.planning.document.by_hand import count_by_hand
from orda.planning.document.services import take_step
from orda.planning.models import Figure, Line, Plan
from orda.reports.periods import Kind, Period, periods_of
from orda.reports.services import submit

NOTE = "Демо: жұмыс дәптерінен"
LATE_NOTE = "12б: наурыздағы іс-шара кеш енгізілді · мартовское мероприятие внесено позже, с бумаги"


def approve(year: int) -> None:
    """The year's plan is submitted and approved before the year begins."""
    plan = Plan.objects.get(year=year)
    with clock.stopped_at(_noon(datetime.date(year - 1, 12, 20))):
        take_step(plan, "submit", Staff.objects.get(username="methodologist"))
        take_step(plan, "approve", Staff.objects.get(username="director"))


@transaction.atomic
def count_what_orda_does_not(year: int, today: datetime.date, seed: int) -> int:
    """Counts by hand at the ends of months that have passed, for three lines in four. How many."""
    rng = random.Random(f"{seed}:{year}:by hand")
    people = {unit.pk: unit for unit in Unit.objects.filter(kind=Unit.Kind.LIBRARY)}
    by_code = {unit.code: unit for unit in people.values()}
    by = Staff.objects.get(username="methodologist")
    targets = dict(
        Figure.objects.filter(year=year, kind=Figure.TARGET, quarter=0).values_list("indicator", "value")
    )
    made = 0
    for line in Line.objects.filter(plan__year=year).select_related("plan"):
        if not line.by_hand or rng.random() > 0.75:
            continue
        named = [by_code[code] for code in line.performers.split() if code in by_code]
        library = rng.choice(named) if named else by_code["ОҚК"]
        for day, quantity in _counts(line, float(targets.get(line.key, 0)), today, rng):
            with clock.stopped_at(_noon(day)):
                count_by_hand(line, library, quantity, NOTE, by, day=day)
            made += 1
    return made


def _counts(
    line: Line, target: float, today: datetime.date, rng: random.Random
) -> list[tuple[datetime.date, int]]:
    """(day, number): quarterly parts of the target for sums, the whole for what stands, once for a milestone."""
    year = line.plan.year
    ends = [day for day in (datetime.date(year, month, 28) for month in (3, 6, 9, 11)) if day <= today]
    kind = line.source["kind"]
    if not ends:
        return []
    if kind == "milestone":
        due = [day for day in ends if not line.quarters or (day.month + 2) // 3 >= int(line.quarters[0])]
        return [(rng.choice(due), 1)] if due else []
    if kind == "manual_level":
        return [(ends[-1], round(target))] if target else []
    parts = [(day, round(target / 4 * rng.uniform(0.8, 1.1))) for day in ends]
    return [(day, number) for day, number in parts if number]


def show_evidence(year: int, seed: int, by_id: int) -> None:
    """Two events in three have a post of the day to show, as reports to the city's department ask."""
    rng = random.Random(f"{seed}:{year}:evidence")
    events = HeldEvent.objects.filter(day__year=year, cancelled=False).order_by("pk")
    add_links(
        [
            (event, f"https://example.com/okj/{event.day:%Y/%m/%d}/{event.pk}", _noon(event.day))
            for event in events
            if rng.random() < 2 / 3
        ],
        by_id=by_id,
    )


def submit_what_is_owed(year: int, today: datetime.date, by_id: int) -> int:
    """Every report whose term has come, on the day before it; after the first quarter's something is found late, and
    the next reports carry it. How many lines by hand that makes."""
    by = Staff.objects.get(username="methodologist")
    late = 0
    for period in periods_of(year):
        day = period.due - datetime.timedelta(days=1)
        if period.kind != Kind.YEAR and period.over(day) and day <= today:
            note = LATE_NOTE if late and _carries(period) else ""
            with clock.stopped_at(_noon(day)):
                submit(period.kind.value, year, period.number, by, note)
            if (period.kind, period.number) == (Kind.INDICATORS, 1) and period.due < today:
                late = _found_late(period, by_id)
    return late


def _carries(period: Period) -> bool:
    return (period.kind, period.number) in ((Kind.INDICATORS, 2), (Kind.EVENTS, 4))


def _found_late(quarter: Period, by_id: int) -> int:
    """An event of the quarter's last days that was on paper only, and those who came to it."""
    library, day = Unit.objects.get(code="12б"), quarter.last - datetime.timedelta(days=2)
    like = PlannedEvent.objects.filter(year=quarter.year).order_by("number")[0]
    with clock.stopped_at(_noon(quarter.due)):
        hold_event(
            library=library,
            day=day,
            title=like.title,
            form=like.form,
            direction=like.direction,
            channel="offline",
            attendance=14,
            by_id=by_id,
        )
        enter_by_hand(
            day=day,
            library=library,
            measure="visit",
            quantity=14,
            values={"purpose": "event"},
            reason=LATE_NOTE,
            by_id=by_id,
        )
    return 1


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
