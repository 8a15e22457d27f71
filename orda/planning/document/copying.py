"""Next year's plan: last year's, its dates moved, its targets proposed from what was reached.

A target is proposed as last year's actual and half of what it grew by since the year before (a whole year's growth
is seldom repeated; of a fall, half of its share); where nothing is counted by Orda, the target stays. It is split
over quarters as last year's actual was; what is rounded is rounded so that quarters add up to the year.

A plan is drafted before its last year is over: of a year that runs, an indicator is taken as the forecast expects it
at the year's end; other lines, which have no forecast, keep their target until then.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from orda.events.services import copy_planned_events
from orda.network import clock
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.document.models import Line, Passage, Plan, Section, Table
from orda.planning.document.queries import lines_of
from orda.planning.year.forecast import forecast
from orda.planning.year.models import Figure
from orda.planning.year.status import PlanYear, another_year, limited_to, plan_year

GROWTH = Decimal("0.5")


class PlanThere(Refusal):
    code = "plan_there"
    message = _("There is a plan of %(year)s already.")


@dataclass(frozen=True)
class Proposal:
    """A line's target as proposed, and from what: actuals of the last two years, the target before, quarters.

    `expected`: `last` is what the forecast expects of a year that still runs.
    """

    line: Line
    before: Decimal | None
    last: Decimal | None
    target_then: Decimal | None
    target: Decimal | None
    quarters: tuple[int, ...] = ()
    expected: bool = False

    @property
    def growth(self) -> Decimal | None:
        """What the actual grew by in the last year."""
        return self.last - self.before if self.last is not None and self.before is not None else None


def proposals(plan: Plan) -> list[Proposal]:
    """What next year's targets would be, line by line, from the years up to this plan's."""
    day = limited_to(plan.year, clock.today())
    this = plan_year(plan.year, day)
    before = another_year(this, plan.year - 1, datetime.date(plan.year - 1, 12, 31))
    years = {cohort: _amounts(this, before, cohort) for cohort in ("", *Unit.Cohort.values)}
    begun, over = plan.year <= clock.today().year, day == this.calendar.last
    found = []
    for status in lines_of(plan, day):
        line, key = status.line, status.line.source.get("key")
        if begun and key in this.rows.counted:
            quarters, earlier = years[line.cohort][key]
            last, grown_from = Decimal(sum(quarters)), Decimal(earlier) if earlier else None
            target = _proposed(last, grown_from)
            split = shared(int(target), quarters)
            found.append(Proposal(line, grown_from, last, status.target, target, split, expected=not over))
        elif (
            over
            and line.automatic
            and line.source["kind"] == "diary"
            and status.actual
            and status.target is not None
        ):
            last = Decimal(status.actual)
            found.append(Proposal(line, None, last, status.target, _proposed(last, None)))
        else:
            actual = None if status.actual is None else Decimal(status.actual)
            found.append(Proposal(line, None, actual, status.target, status.target))
    return found


def _amounts(this: PlanYear, before: PlanYear, cohort: str) -> Mapping[str, tuple[tuple[int, ...], int]]:
    """Counted row -> (its four quarters this year, the whole of the year before if that is to be compared)."""
    ids = [one.pk for one in this.in_cohort(cohort)]
    found = {}
    for key in this.rows.counted:
        earlier = before.counts.months(key, ids) if this.rows.counted_alike(key, before.rows) else ()
        found[key] = (_quarters(this, before, key, cohort, ids), sum(earlier))
    return found


def _quarters(
    this: PlanYear, before: PlanYear, key: str, cohort: str, ids: Collection[int]
) -> tuple[int, ...]:
    """A row's quarters: what was reached, and of the months to come (the running one too) what is expected."""
    reached = list(accumulate(this.counts.months(key, ids)))
    ahead = forecast(this, before, key, cohort, ids)
    for one in ahead.line if ahead else ():
        reached[one.day.month - 1] = int(one.value)
    ends = [0, *reached[2::3]]
    return tuple(end - start for start, end in pairwise(ends))


def _proposed(last: Decimal, before: Decimal | None) -> Decimal:
    """Last year and half its growth, rounded to a number that people would write. Of a fall half of its share is
    taken: so much as a year lost may be more than what is left."""
    grown = last
    if before:
        grown += (last - before) * GROWTH * (1 if last >= before else last / before)
    step = Decimal(1) if grown < 200 else Decimal(5) if grown < 1000 else Decimal(10)
    return (grown / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def shared(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A total over quarters in proportion to what they had (evenly where they had nothing); adds up exactly."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        weights, whole = (1, 1, 1, 1), 4
    parts = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(parts)), key=lambda n: -(total * weights[n] % whole))
    for n in remainders[: total - sum(parts)]:
        parts[n] += 1
    return tuple(parts)


@transaction.atomic
def copy_plan(plan: Plan, year: int) -> Plan:
    """The plan of `year` as a draft: words and tables of `plan`, dates moved, targets proposed. Raises PlanThere."""
    if Plan.objects.filter(year=year).exists():
        raise PlanThere(year=year)
    proposed = proposals(plan)
    made = Plan.objects.create(
        year=year,
        title_kk=_moved(plan.title_kk, plan.year, year),
        title_ru=_moved(plan.title_ru, plan.year, year),
        organisation_kk=plan.organisation_kk,
        organisation_ru=plan.organisation_ru,
        place_kk=plan.place_kk,
        place_ru=plan.place_ru,
        copied_from=plan,
    )
    copy_planned_events(plan.year, year)
    for section in plan.sections.prefetch_related("passages", "tables__lines"):
        passages, tables = list(section.passages.all()), list(section.tables.all())
        copied = _copy(section, Section, plan=made, **_titles(section, plan.year, year))
        copied.save()
        Passage.objects.bulk_create(_copy(one, Passage, section=copied) for one in passages)
        for table in tables:
            new_table = _copy(table, Table, section=copied, **_titles(table, plan.year, year))
            lines = list(table.lines.all())
            new_table.save()
            Line.objects.bulk_create(
                _copy(
                    line,
                    Line,
                    plan=made,
                    table=new_table,
                    day=_moved_day(line.day, year) if line.day else None,
                    **_PRINTED,
                )
                for line in lines
            )
    _keep_targets(proposed, year)
    return made


# What was printed in that year's source alone: its terms that nobody can read, its slips and contradictions.
_PRINTED = {"term_text": "", "note_kk": "", "note_ru": "", "note_en": ""}


def _keep_targets(proposed: Sequence[Proposal], year: int) -> None:
    kept = []
    for one in proposed:
        numbers = dict(enumerate(one.quarters, 1)) if one.quarters else {}
        for quarter, value in {0: one.target, **numbers}.items():
            if value is not None:
                kept.append(
                    Figure(
                        year=year,
                        kind=Figure.TARGET,
                        indicator=one.line.key,
                        cohort=one.line.cohort,
                        quarter=quarter,
                        value=value,
                    )
                )
    Figure.objects.filter(year=year, kind=Figure.TARGET).delete()
    Figure.objects.bulk_create(kept)


def _titles(thing: Section | Table, before: int, year: int) -> dict[str, str]:
    return {name: _moved(getattr(thing, name), before, year) for name in ("title_kk", "title_ru")}


def _moved(text: str, before: int, year: int) -> str:
    return text.replace(str(before), str(year))


def _moved_day(day: datetime.date, year: int) -> datetime.date:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _copy(thing, model, **changes):  # type: ignore[no-untyped-def]
    """The same row again, without its id."""
    values = {
        one.attname: getattr(thing, one.attname) for one in model._meta.concrete_fields if not one.primary_key
    }
    copied = model(**values)
    for name, value in changes.items():
        setattr(copied, name, value)
    return copied
