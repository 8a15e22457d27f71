"""The demo's plan as people have worked on it: approved, counted by hand, its quarters submitted."""

import datetime
import random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from orda.network import clock
from orda.network.models import Staff, Unit
from orda.planning.models import Figure, Line, Plan
from orda.planning.services.by_hand import count_by_hand
from orda.planning.services.documents import take_step
from orda.reports.periods import Kind, periods_of
from orda.reports.services import submit

NOTE = "Демо: жұмыс дәптерінен"


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


def submit_what_is_owed(year: int, today: datetime.date) -> int:
    """Every report whose term has come, on the day before it. How many."""
    by = Staff.objects.get(username="methodologist")
    made = 0
    for period in periods_of(year):
        day = period.due - datetime.timedelta(days=1)
        if period.kind != Kind.YEAR and period.over(day) and day <= today:
            with clock.stopped_at(_noon(day)):
                submit(period.kind.value, year, period.number, by)
            made += 1
    return made


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
