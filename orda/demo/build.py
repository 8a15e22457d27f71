"""Build the demo's library: network, plan, staff, catalogue, stock, a year that reached the printed actuals and
the plan's own year up to today."""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from orda.catalog import changes
from orda.circulation.services import detach_history
from orda.demo.catalogue import catalogue_of_year, import_sample
from orda.demo.cataloguer import DOUBLES, doubles_stand, keep_the_catalogue
from orda.demo.classes import classes
from orda.demo.desk import bring_home, leave_notes, open_points, set_rules
from orda.demo.exchange import exchange
from orda.demo.goals import YearPlan, year_plans
from orda.demo.living import Life
from orda.demo.machines import set_up_machines
from orda.demo.manual import enter_the_rest
from orda.demo.overdue import remind_and_settle
from orda.demo.plan import approve, count_what_orda_does_not, show_evidence, submit_what_is_owed
from orda.demo.staff import make_generator, make_staff
from orda.demo.stock import Shelves, came_in_2024, opening_and_2023
from orda.diary.services import close_days_before
from orda.events.services import load_planned_events
from orda.network import clock, house_settings
from orda.network.calendar.models import OpeningHours
from orda.network.models import Unit
from orda.network.queries import libraries
from orda.network.tree_files import load_tree
from orda.planning.services import load_plan
from orda.planning.year.working_year import working_year
from orda.readers.services import raise_grades
from orda.search.services import index_anew

BEFORE, YEAR = 2023, 2024
# The plan prints 16,196 readers in groups and 101 with a disability beside them: together its 16,297 readers.
GROUPS = (
    (("0-10", False), 5438),
    (("0-10", True), 39),
    (("11-15", False), 7980),
    (("11-15", True), 62),
    (("leaders-of-reading", False), 2508),
    (("other", False), 270),
)
SUPPLIES = ("budget", "state_order", "gift", "subscription")
WITHDRAWN_2024 = 7_181  # the plan's withdrawal table
REASONS = (("WORN", 0.72), ("OUTDATED", 0.2), ("LOST_BY_READER", 0.08))
Say = Callable[[str], None]
Bar = Callable[[str, int], Callable[[int], object]]  # (what, how many) -> advance


@dataclass(frozen=True)
class Scale:
    """How much of the work is acted out: `acted` of readers, loans and visits; the rest are lines by hand.

    `stock` is a part of the plan's copies, `titles` how many records they are of.
    """

    name: str
    acted: float
    stock: float
    titles: int


SCALES = {
    "small": Scale("small", acted=0.05, stock=1.0, titles=12_000),
    "full": Scale("full", acted=1.0, stock=1.0, titles=36_000),
}


@dataclass(frozen=True)
class Built:
    """What stands afterwards."""

    records: int
    copies: int
    acts: int
    lines_by_hand: int


def build(scale: Scale, seed: int, bar: Bar) -> Built:
    """Builds the whole library into an empty database. Same scale, seed and day: same data."""
    with changes.untold():
        built = _build(scale, seed, bar)
    advance = bar("search index", built.records)
    index_anew(advance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return built


def _build(scale: Scale, seed: int, bar: Bar) -> Built:
    today = clock.today()
    load_tree()
    say_hours()
    load_plan()
    load_planned_events()
    make_staff()
    by_id = make_generator().pk
    everywhere = sorted(
        libraries(), key=lambda library: library.pk
    )  # as the table lists them, the central first
    opening_day = datetime.date(BEFORE - 1, 12, 31)
    advance = bar("catalogue", scale.titles)
    with clock.stopped_at(_noon(opening_day)):
        records = import_sample(scale.titles - DOUBLES, opening_and_2023()[0], seed, everywhere[0], by_id)
        doubles = doubles_stand(everywhere[0], by_id)
        records += len(doubles)
    advance(records)
    shelves = Shelves(everywhere, seed, by_id)
    copies = _open_stock(shelves, scale, opening_day, bar)
    set_rules(everywhere)
    open_points(everywhere)
    set_up_machines(by_id)
    life = Life(shelves, seed, by_id)
    by_hand = 0
    for year in (BEFORE, YEAR):
        last = min(datetime.date(year, 12, 31), today)
        records += catalogue_of_year(year, last, seed, everywhere[0], by_id)
        came, lines = _a_year(life, year, last, everywhere, scale, seed, by_id, bar)
        copies, by_hand = copies + came, by_hand + lines
        if year == YEAR:
            open_days = working_year(year, everywhere[0]).open_days
            copies -= _withdrawals(
                shelves, max((day for day in open_days if day <= last), default=last), scale
            )
    keep_the_catalogue(YEAR, min(datetime.date(YEAR, 12, 31), today), everywhere[0], doubles, by_id)
    classes(everywhere, min(datetime.date(YEAR, 9, 10), today), seed, by_id)
    leave_notes(everywhere, by_id)
    bring_home(everywhere, today, by_id)
    by_hand += exchange(everywhere, today, seed, by_id)
    copies += remind_and_settle(everywhere, today, by_id)
    approve(YEAR)
    count_what_orda_does_not(YEAR, today, seed)
    close_days_before(today)
    show_evidence(YEAR, seed, by_id)
    by_hand += submit_what_is_owed(YEAR, today, by_id)
    detach_history(today - datetime.timedelta(days=house_settings.number("KEEP_LOAN_HISTORY_DAYS")))
    return Built(records, copies, life.acts, by_hand)


def _a_year(
    life: Life,
    year: int,
    last: datetime.date,
    everywhere: Sequence[Unit],
    scale: Scale,
    seed: int,
    by_id: int,
    bar: Bar,
) -> tuple[int, int]:
    """(copies taken in, lines by hand)."""
    plans = year_plans(year, last, everywhere, seed)
    groups = _groups(plans, seed, year)
    acted, rest = [], []
    for plan in plans:
        goals = {row: _part(row, number, scale.acted) for row, number in plan.goals.items()}
        acted.append(replace(plan, goals=goals))
        rest.append({row: number - goals[row] for row, number in plan.goals.items()})
    now = {plan.library.pk: groups[plan.library.pk][: plan.goals["readers"]] for plan in acted}
    advance = bar(str(year), len(plans[0].days))
    came, lines, supplies, school_began = 0, 0, _supplies(year), False
    for day in life.year(acted, now):
        # Only from now on can they be lent.
        while supplies and supplies[0][0] <= day:
            _day, quarter, supply = supplies.pop(0)
            came += _intake(life.shelves, quarter, supply, day, scale)
        if day >= datetime.date(day.year, 9, 1) and not school_began:
            life.write()
            school_began = True
            with clock.stopped_at(_noon(day)):
                raise_grades(day)
        advance(1)
    for plan, left in zip(plans, rest, strict=True):
        if any(left.values()):
            waiting = groups[plan.library.pk][plan.goals["readers"] - left["readers"] :]
            rng = random.Random(f"{seed}:{year}:{plan.library.code}:by hand")
            with transaction.atomic(), clock.stopped_at(_noon(last)):
                lines += enter_the_rest(plan, left, Counter(waiting), rng, by_id)
    return came, lines


def _part(row: str, number: int, share: float) -> int:
    """What is acted out of a goal. Events always are; electronic loans need readers who use such things."""
    if share == 1 or row.startswith(("events", "attendance", "views")):
        return number
    return max(round(number * share), min(number, 1))


def _groups(plans: Sequence[YearPlan], seed: int, year: int) -> dict[int, list[tuple[str, bool]]]:
    """Library -> the reader group of each of its readers of the year; the network's groups add up exactly."""
    total = sum(plan.goals["readers"] for plan in plans)
    printed = [group for group, number in GROUPS for _ in range(number)]
    rng = random.Random(f"{seed}:{year}:groups")
    rng.shuffle(printed)
    dealt = (printed * (total // len(printed) + 1))[:total]
    found, start = {}, 0
    for plan in plans:
        found[plan.library.pk] = dealt[start : start + plan.goals["readers"]]
        start += plan.goals["readers"]
    return found


def _open_stock(shelves: Shelves, scale: Scale, day: datetime.date, bar: Bar) -> int:
    cells, _came = opening_and_2023()
    cells = {cell: round(copies * scale.stock) for cell, copies in cells.items()}
    advance, taken = bar("stock", sum(cells.values())), 0
    with clock.stopped_at(_noon(day)), transaction.atomic():
        for many in shelves.open(cells, day):
            advance(many)
            taken += many
    return taken


def _supplies(year: int) -> list[tuple[datetime.date, int, str]]:
    """(day from which on, quarter counted from 0, source of supply): in the second month of each quarter."""
    return [
        (datetime.date(year, quarter * 3 + 2, 14), quarter, supply) for quarter, supply in enumerate(SUPPLIES)
    ]


def _intake(shelves: Shelves, quarter: int, supply: str, day: datetime.date, scale: Scale) -> int:
    """A quarter of the year's new books."""
    by_cohort = opening_and_2023()[1] if day.year == BEFORE else came_in_2024()
    taken = 0
    with clock.stopped_at(_noon(day)), transaction.atomic():
        for cohort, cells in by_cohort.items():
            year = {cell: round(copies * scale.stock) for cell, copies in cells.items()}
            part = {cell: copies // 4 + (quarter < copies % 4) for cell, copies in year.items()}
            taken += shelves.take_in(part, cohort, day, supply)
    return taken


def _withdrawals(shelves: Shelves, last: datetime.date, scale: Scale) -> int:
    """Written off on the last open day, by reasons, from the shelves of every library."""
    gone = 0
    share = WITHDRAWN_2024 * scale.stock * last.timetuple().tm_yday / 366
    with clock.stopped_at(_noon(last)), transaction.atomic():
        for library in shelves.libraries:
            for reason, part in REASONS:
                gone += shelves.withdraw(library, int(share * part / len(shelves.libraries)), reason, last)
    return gone


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))


def say_hours() -> None:
    """Hours of the demo's libraries: an example, for the plan says none. The days stay as they are."""
    ten, seven, five = datetime.time(10), datetime.time(19), datetime.time(17)
    OpeningHours.objects.update(opens=ten, closes=seven)
    OpeningHours.objects.filter(weekday=6).update(closes=five)
