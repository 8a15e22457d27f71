"""How the plan stands: each indicator's plan, actual, what should be reached by a day and what is still needed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit
from orda.network.refusals import Refusal
from orda.planning.indicators.added import Added, added
from orda.planning.indicators.declared import Indicator, Rate, Rows
from orda.planning.year.counts import Counts, Terms, counts, running
from orda.planning.year.levels import Branch, Level, level_below
from orda.planning.year.models import SourceNote
from orda.planning.year.rates import rate_by_month
from orda.planning.year.states import IndicatorStatus, PlanStatus, state_of
from orda.planning.year.targets import Targets, targets
from orda.planning.year.working_year import WorkingYear, month_end, working_year


class UnknownCohort(Refusal):
    code = "unknown_cohort"
    message = _("There is no cohort “%(cohort)s”.")


class LibraryOutsideCohort(Refusal):
    code = "library_outside_cohort"
    message = _("%(library)s is not among the libraries of this cohort.")


@dataclass(frozen=True)
class PlanYear:
    """All that is known of a year at the end of a day, read once; every scope's status is made from it.

    `owner`: the unit whose plan it is. `added`: what people added, in every year. `level`: what was read library by
    library or, where there are more levels, together: the units below the one that is looked at.
    """

    as_of: datetime.date
    owner: Unit | None
    libraries: Sequence[Unit]
    calendar: WorkingYear
    counts: Counts
    targets: Targets
    notes: Mapping[str, Sequence[SourceNote]]
    added: Added
    level: Level

    @property
    def rows(self) -> Rows:
        """The indicators in force in the year."""
        return self.counts.rows

    def status(self, cohort: str = "", library: Unit | None = None, *, lines: bool = True) -> PlanStatus:
        """Raises UnknownCohort and LibraryOutsideCohort. `lines`: the plan's lines too, which plots alone want."""
        if cohort and cohort not in Unit.Cohort.values:
            raise UnknownCohort(cohort=cohort)
        scope = self._scope(cohort, library)
        rows = tuple(_row(self, row, scope, lines=lines) for row in self.rows.indicators.values())
        left = self.calendar.left_after(self.as_of)
        return PlanStatus(self.calendar.year, self.as_of, cohort, library, left, rows)

    def state_of(
        self,
        actual: Decimal | int | None,
        plan: Decimal | int | None,
        due: Decimal | int | None,
        *,
        rate: bool,
    ) -> str:
        """How an amount stands at the year's day. By its first open day, which may still run, nothing is due."""
        begun = self.calendar.between(self.calendar.first, self.as_of) > 1
        over = not self.calendar.left_after(self.as_of)
        return state_of(actual, plan, due if begun else None, rate=rate, over=over)

    def in_cohort(self, cohort: str) -> list[Unit]:
        """Libraries that report: of one cohort, or all that have one."""
        return [one for one in self.libraries if (one.cohort == cohort if cohort else one.cohort)]

    def reporting_in(self, cohort: str) -> Mapping[str, Sequence[int]]:
        """Ids of the same, cohort by cohort."""
        return {one: ids for one, ids in self._reporting.items() if (one == cohort if cohort else one)}

    def cohorts_of(self, libraries: Collection[int]) -> set[str]:
        """The cohorts of some libraries, "" for one that has none."""
        wanted = set(libraries)
        return {one for one, ids in self._reporting.items() if not wanted.isdisjoint(ids)}

    @cached_property
    def _reporting(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.libraries:
            found[one.cohort].append(one.pk)
        return found

    def counted(self, cohort: str = "", library: Unit | None = None) -> list[Unit]:
        """The libraries that a status of this scope counts, in the order of the tree."""
        wanted = self._scope(cohort, library).library_ids
        return [one for one in self.libraries if one.pk in wanted]

    def planned(self, cohort: str = "", library: Unit | None = None) -> bool:
        """Whether the plan sets targets for what a status of this scope counts."""
        return self._scope(cohort, library).planned

    def branches(self, cohort: str = "", library: Unit | None = None) -> list[Branch]:
        """The libraries that a status of this scope counts, each alone or, where there are more levels, as the units
        of the level below hold them; in the order of the tree."""
        return self.level.branches(self.counted(cohort, library))

    def _scope(self, cohort: str, library: Unit | None) -> "Scope":
        asked = (cohort, None if library is None else library.pk)
        if asked not in self._scopes:
            self._scopes[asked] = self._scope_of(cohort, library)
        return self._scopes[asked]

    @cached_property
    def _scopes(self) -> dict[tuple[str, int | None], "Scope"]:
        """Those asked for already: a page asks for one many times, and a republic has thousands of libraries."""
        return {}

    def _scope_of(self, cohort: str, library: Unit | None) -> "Scope":
        reporting = frozenset(one.pk for one in self.in_cohort(cohort))
        if library is None:
            return Scope(cohort, reporting, planned=True)
        above = library.path
        inside = [one for one in self.libraries if one.path.startswith(above)]
        ids = frozenset(one.pk for one in inside)
        if cohort and not ids & reporting:
            raise LibraryOutsideCohort(library=library.name)
        # A unit above all the libraries of the plan is the network itself.
        planned = bool(reporting) and reporting <= ids
        mine = ids & reporting if cohort or planned else ids
        beside = cohort or (inside[0].cohort if inside else "")
        return Scope(
            cohort,
            mine,
            planned and not library.cohort,
            frozenset(one.pk for one in self.in_cohort(beside)),
        )


@dataclass(frozen=True)
class Scope:
    """Which libraries are counted, whether the plan sets their target, and beside whom they are shown."""

    cohort: str
    library_ids: frozenset[int]
    planned: bool
    beside_ids: frozenset[int] = frozenset()


def plan_year(
    year: int, as_of: datetime.date | None = None, under: Unit | None = None, known: Added | None = None
) -> PlanYear:
    """Reads a year up to a day (today, limited to the year) in a handful of questions, whatever its size.

    `under`: the unit that is looked at, None for the whole network. Where the tree has more levels below it, libraries
    are told apart no further than the next one and their cohort.
    `known`: added indicators to go by instead of those that are kept.
    """
    day = limited_to(year, as_of or clock.today())
    libraries = list(network.libraries())
    owner = _owner(libraries)
    return _read(year, day, owner, libraries, known or added(), level_below(under or owner, libraries))


def another_year(of: PlanYear, year: int, as_of: datetime.date) -> PlanYear:
    """Another year of the same libraries, which are not asked for again."""
    same = of.added.of_year(year) == of.added.of_year(of.calendar.year)
    terms = of.counts.terms if same else None
    return _read(year, limited_to(year, as_of), of.owner, of.libraries, of.added, of.level, terms)


def _read(
    year: int,
    day: datetime.date,
    owner: Unit | None,
    libraries: Sequence[Unit],
    known: Added,
    level: Level,
    terms: Terms | None = None,
) -> PlanYear:
    calendar, rows = working_year(year, owner), known.in_force(year)
    notes: dict[str, list[SourceNote]] = defaultdict(list)
    for note in SourceNote.objects.filter(year=year):
        notes[note.indicator].append(note)
    counted, asked = counts(year, day, rows, level.places, terms), targets(year, calendar, rows)
    return PlanYear(day, owner, libraries, calendar, counted, asked, notes, known, level)


def status(
    year: int, *, cohort: str = "", library: Unit | None = None, as_of: datetime.date | None = None
) -> PlanStatus:
    """How the plan of a year stands at the end of `as_of` (today by default, limited to the year).

    The network is all libraries that report in a cohort. A library has no target of its own in the source, so its
    plan is None and its share of the cohort is given. Raises UnknownCohort and LibraryOutsideCohort.
    """
    return plan_year(year, as_of, library).status(cohort, library)


def limited_to(year: int, day: datetime.date) -> datetime.date:
    """The day itself, or the nearest one of the year."""
    return min(max(day, datetime.date(year, 1, 1)), datetime.date(year, 12, 31))


def _owner(libraries: Sequence[Unit]) -> Unit | None:
    """The unit whose plan it is: the lowest one above every library that reports."""
    paths = [one.path.split("/")[1:-1] for one in libraries if one.cohort]
    if not paths:
        return network.root()
    shared = [ids[0] for ids in zip(*paths, strict=False) if len(set(ids)) == 1]
    return Unit.objects.filter(path=f"/{'/'.join(shared)}/").first()


def _row(year: PlanYear, row: Indicator, scope: Scope, *, lines: bool) -> IndicatorStatus:
    months: tuple[int, ...] = ()
    cumulative: tuple[Decimal | int | None, ...]
    if isinstance(row, Rate):
        cumulative = rate_by_month(year.counts, row, scope.library_ids)
    else:
        months = tuple(year.counts.months(row.key, scope.library_ids))
        cumulative = _up_to(year.as_of, running(months))
    actual = cumulative[year.as_of.month - 1]
    plan = _plan(year, row, scope)
    to_date = _plan_by(year, row, scope, year.as_of)
    left = year.calendar.left_after(year.as_of)
    printed = year.targets.printed_actual(row.key, scope.cohort) if scope.planned else None
    return IndicatorStatus(
        key=row.key,
        label=row.label,
        unit=row.unit,
        of_which_of=row.of_which_of,
        plan=plan,
        plan_to_date=to_date,
        actual=actual,
        percent=Decimal(actual) * 100 / plan if plan and actual is not None else None,
        needed_per_working_day=None if isinstance(row, Rate) else needed(plan, actual, left),
        printed_actual=int(printed) if printed is not None and not isinstance(row, Rate) else printed,
        state=year.state_of(actual, plan, to_date, rate=isinstance(row, Rate)),
        months=months,
        cumulative=cumulative,
        plan_line=_plan_line(year, row, scope) if lines else (),
        share=_share(year, row, scope, actual),
        notes=tuple(one for one in year.notes.get(row.key, ()) if _concerns(one, scope)),
        remark=year.targets.remarks.get((row.key, scope.cohort), "") if scope.planned else "",
    )


def _plan(year: PlanYear, row: Indicator, scope: Scope) -> Decimal | int | None:
    plan = year.targets.year_plan(row.key, scope.cohort) if scope.planned else None
    return int(plan) if plan is not None and not isinstance(row, Rate) else plan


def _plan_by(year: PlanYear, row: Indicator, scope: Scope, day: datetime.date) -> Decimal | int | None:
    if not scope.planned:
        return None
    if isinstance(row, Rate):
        return year.targets.by(row.key, scope.cohort, day)
    return year.targets.whole_by(row.key, scope.cohort, day)


def _plan_line(year: PlanYear, row: Indicator, scope: Scope) -> tuple[Decimal | int, ...]:
    ends = (month_end(year.calendar.year, month) for month in range(1, 13))
    line = [_plan_by(year, row, scope, day) for day in ends]
    return tuple(value for value in line if value is not None)


def _up_to(day: datetime.date, values: Sequence[int]) -> tuple[int | None, ...]:
    return tuple(value if month <= day.month else None for month, value in enumerate(values, 1))


def needed(plan: Decimal | int | None, actual: Decimal | int | None, days_left: int) -> Decimal | None:
    """What is missing over the open days left; 0 when reached, None without a plan or a day left."""
    if plan is None or actual is None:
        return None
    if actual >= plan:
        return Decimal(0)
    return Decimal(plan - actual) / days_left if days_left else None


def _share(year: PlanYear, row: Indicator, scope: Scope, actual: Decimal | int | None) -> Decimal | None:
    if isinstance(row, Rate) or scope.planned or actual is None:
        return None
    whole = sum(year.counts.months(row.key, scope.beside_ids))
    return Decimal(actual) * 100 / whole if whole else None


def _concerns(note: SourceNote, scope: Scope) -> bool:
    return scope.planned and (not scope.cohort or note.cohort == scope.cohort)
