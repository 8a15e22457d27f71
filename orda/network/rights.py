"""Who may do what, and where: a role carries rights over a unit and its subtree."""

import datetime
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from orda.network import clock, reach
from orda.network.known import known
from orda.network.models import Appointment, Leave, Role, Staff, Unit
from orda.network.queries import UnitRow, row_of, unit_of
from orda.network.sign_in import to_sign_in

LEND = "lend"  # desk: loans, returns, visits
REGISTER = "register"  # readers' personal data
SEE_NEEDS = "see_needs"  # readers' health and access needs
IMPORT_READERS = "import_readers"  # class lists
MERGE_READERS = "merge_readers"
ERASE_READERS = "erase_readers"  # a person's data, given out and erased on request
SEE_LOOKS = "see_looks"  # who looked at whose record
SET_RULES = "set_rules"  # loan rules, consent texts, service points
EXCHANGE = "exchange"  # pick lists, transits, sets, selections, interlibrary loans
REMIND = "remind"  # reminders, calls, campaigns, claim letters
STUDY_READERS = "study_readers"  # what is read, in groups too large to tell anybody
RUN_MACHINES = "run_machines"  # self-check machines, gates, self-service screens
SEE_BOARD = "see_board"  # plan board and its drill-down
EDIT_PLAN = "edit_plan"  # the plan as a document, while it is a draft
APPROVE_PLAN = "approve_plan"
SUBMIT_REPORT = "submit_report"
BUILD_REPORTS = "build_reports"  # kept reports that go by e-mail
EXPERT_SQL = "expert_sql"  # questions in SQL over tables that hold no person
SEE_DIARY = "see_diary"
WRITE_DIARY = "write_diary"  # manual lines
CLOSE_DAY = "close_day"
HOLD_EVENT = "hold_event"
CATALOGUE = "catalogue"
ADMINISTER = "administer"  # staff, the tree, settings, the state of the house
SEE_DEEDS = "see_deeds"  # who did what to the house
PROPOSE_CALENDAR = "propose_calendar"  # one's own hours and closings, for somebody to accept
SET_CALENDAR = "set_calendar"  # hours, closings, holidays

RIGHTS: dict[str, frozenset[str]] = {
    Role.DIRECTOR: frozenset(
        {
            SEE_BOARD,
            APPROVE_PLAN,
            BUILD_REPORTS,
            EXPERT_SQL,
            SEE_DIARY,
            CLOSE_DAY,
            SET_RULES,
            SEE_LOOKS,
            SEE_DEEDS,
            ERASE_READERS,
            STUDY_READERS,
            PROPOSE_CALENDAR,
            SET_CALENDAR,
        }
    ),
    Role.METHODOLOGIST: frozenset(
        {
            SEE_BOARD,
            EDIT_PLAN,
            SUBMIT_REPORT,
            BUILD_REPORTS,
            EXPERT_SQL,
            SEE_DIARY,
            WRITE_DIARY,
            CLOSE_DAY,
            HOLD_EVENT,
            SET_RULES,
            STUDY_READERS,
            REMIND,
            PROPOSE_CALENDAR,
        }
    ),
    Role.LIBRARIAN: frozenset(
        {
            LEND,
            REGISTER,
            SEE_NEEDS,
            IMPORT_READERS,
            MERGE_READERS,
            EXCHANGE,
            REMIND,
            STUDY_READERS,
            SEE_BOARD,
            SEE_DIARY,
            WRITE_DIARY,
            CLOSE_DAY,
            HOLD_EVENT,
            PROPOSE_CALENDAR,
        }
    ),
    Role.CATALOGUER: frozenset({CATALOGUE, SEE_DIARY}),
    Role.ACQUISITION: frozenset({SEE_BOARD, BUILD_REPORTS, SEE_DIARY}),
    Role.ADMINISTRATOR: frozenset(
        {ADMINISTER, RUN_MACHINES, SEE_LOOKS, SEE_DEEDS, ERASE_READERS, PROPOSE_CALENDAR, SET_CALENDAR}
    ),
}


def may(staff: Staff, right: str, unit: Unit) -> bool:
    """True where one of the person's appointments stands at or above `unit` with a role that has `right`."""
    return right in granted(staff, unit)


def granted(staff: Staff, unit: Unit) -> set[str]:
    """Every right that the person has at a unit."""
    standing = (a for a in appointments(staff) if unit.path.startswith(a.unit.path))
    return {right for appointment in standing for right in RIGHTS[appointment.role]}


def appointments(staff: Staff) -> list[Appointment]:
    """The person's appointments that hold today, with their units, looked up once per request; none on leave."""
    kept: list[Appointment] | None = getattr(staff, "_kept_appointments", None)
    if kept is None:
        today = clock.today()
        away, rows = _standing(staff.pk)
        kept = (
            []
            if any(_holds(since, until, today) for since, until in away)
            else [_appointment(staff, *row) for since, until, *row in rows if _holds(since, until, today)]
        )
        staff._kept_appointments = kept  # type: ignore[attr-defined]
    return kept


def units_where(staff: Staff, right: str) -> list[Unit]:
    """The units over which the person holds `right` today, each with its subtree."""
    return [one.unit for one in appointments(staff) if right in RIGHTS[one.role]]


def over_the_whole_house(staff: Staff, right: str) -> bool:
    """True where no network, library or department lies outside the units over which the person holds `right`."""
    return _holds_all(tuple(sorted(unit.path for unit in units_where(staff, right))))


@known(Unit)
def _holds_all(paths: tuple[str, ...]) -> bool:
    left = Unit.objects.exclude(kind__in=[Unit.Kind.REPUBLIC, Unit.Kind.REGION])
    for path in paths:
        left = left.exclude(path__startswith=path)
    return bool(paths) and not left.exists()


def _holds(since: datetime.date | None, until: datetime.date | None, day: datetime.date) -> bool:
    return (since is None or since <= day) and (until is None or day < until)


@known(Appointment, Leave, Unit)
def _standing(staff_id: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """(days of leave, appointments with their days), by one statement: what has no leave is asked no more of it."""
    found = Appointment.objects.filter(staff=staff_id).select_related("unit")
    away = Leave.objects.filter(staff=OuterRef("staff")).order_by().values("staff")
    rows = list(found.annotate(has_leave=Exists(away)))
    leaves = Leave.objects.filter(staff=staff_id) if any(one.has_leave for one in rows) else ()
    return [(one.since, one.until) for one in leaves], [
        (one.since, one.until, one.pk, one.role, row_of(one.unit)) for one in rows
    ]


def _appointment(staff: Staff, pk: int, role: str, unit: UnitRow) -> Appointment:
    made = Appointment(pk=pk, staff=staff, role=role, unit=unit_of(unit))
    made._state.adding, made._state.db = False, "default"
    return made


class StaffRequest(HttpRequest):
    """What a view behind `needs` is given: who works, and in which library. A name for the types alone."""

    user: Staff
    workplace: Unit
    htmx: HtmxDetails


# What a number in an address names: refuses by Http404 or PermissionDenied what is not for this person.
Named = Callable[[StaffRequest, str, int], None]


def owned(model: type[Model], *ways: str) -> Named:
    """A row that its network holds: each way leads to a unit (`library`, `loan__library`, `pk` of a unit itself).

    A row whose units don't all lie within the networks over which the person holds the right is not found; nor is it
    said that there is one.
    """
    columns = [way if way == "pk" else f"{way}__pk" for way in ways]

    def look(request: StaffRequest, right: str, pk: int) -> None:
        if not reach.is_parted():
            return
        for row in model._base_manager.filter(pk=pk).values_list(*columns):
            if not all(unit is None or reaches(request.user, right, unit) for unit in row):
                raise Http404

    look.model = model  # type: ignore[attr-defined]
    return look


def reaches(staff: Staff, right: str, unit_id: int) -> bool:
    """True where a unit lies in a network over some of which the person holds the right."""
    return any(reach.reaches(top.pk, unit_id) for top in units_where(staff, right))


def everybodys(_request: StaffRequest, _right: str, _pk: int) -> None:
    """A year, a number in a row, a title of the common catalogue: nothing that a network holds."""


def asked_inside(_request: StaffRequest, _right: str, _pk: int) -> None:
    """The view asks whose it is by itself, by a rule of its own."""


def needs(right: str, **named: Named) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for signed-in staff who hold `right` at the library they work in today (request.workplace).

    `named`: of each number in its address whose it is; a view that doesn't say it is not taken.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        parameters = inspect.signature(view, follow_wrapped=False).parameters.values()
        numbers = {one.name for one in parameters if one.annotation in (int, "int")}
        if numbers != set(named):
            raise TypeError(f"{view.__module__}.{view.__name__}: say whose they are: {numbers ^ set(named)}")

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            workplace = request.workplace  # type: ignore[attr-defined]
            if workplace is None or not may(request.user, right, workplace):
                raise PermissionDenied
            for name, look in named.items():
                look(request, right, kwargs[name])  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        guarded.needed_right = right  # type: ignore[attr-defined]
        guarded.named = named  # type: ignore[attr-defined]
        return guarded

    return decorate
