"""What may be asked of exchange: sets, selections, interlibrary loans, the year's table of the within-system loan."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from orda.circulation.models import Deposit, DepositCopy, InterlibraryLoan, Loan, Selection
from orda.diary.measures import ASKER, GIVER, MEASURES, WAY, Dimension, Text
from orda.diary.queries import totals
from orda.network.models import Unit
from orda.network.queries import libraries

_OVER = (Deposit.State.RETURNED, Deposit.State.GIVEN_UP)


def sets_of(unit: Unit, *, over: bool | None = None) -> QuerySet[Deposit]:
    """Sets that libraries of a unit's subtree give or take; over or not, or all of them."""
    ours = Q(giver__path__startswith=unit.path) | Q(taker__path__startswith=unit.path)
    found = (
        Deposit.objects.filter(ours)
        .select_related("giver", "taker")
        .annotate(copies=Count("items"), there=Count("items", filter=Q(items__back_on=None)))
    )
    if over is not None:
        found = found.filter(state__in=_OVER) if over else found.exclude(state__in=_OVER)
    return found.order_by("-day", "-pk")


def items_of(deposit: Deposit) -> QuerySet[DepositCopy]:
    """The copies of a set, with whether each is on loan (`out`)."""
    out = Exists(Loan.objects.filter(copy=OuterRef("copy"), state=Loan.OPEN))
    found = deposit.items.select_related("copy__record").annotate(out=out)
    return found.order_by("back_on", "copy__record__title", "pk")


def selections_of(unit: Unit, state: str = "") -> QuerySet[Selection]:
    """Selections that the unit's network is asked for: those due first at the top. A branch sees its own."""
    central = unit.kind != Unit.Kind.LIBRARY or unit.library_type == Unit.LibraryType.CENTRAL
    top = unit.parent if central and unit.kind == Unit.Kind.LIBRARY and unit.parent else unit
    found = Selection.objects.filter(library__path__startswith=top.path)
    found = found.filter(state=state) if state else found
    order = ("due_on", "asked_on", "pk") if state == Selection.State.ASKED else ("-done_on", "-pk")
    return found.select_related("library", "reader", "giver", "deposit").order_by(*order)


def interlibrary_of(unit: Unit, *, over: bool | None = False) -> QuerySet[InterlibraryLoan]:
    """Interlibrary loans of a unit's subtree; over or not, or all of them."""
    ended = (InterlibraryLoan.State.RETURNED, InterlibraryLoan.State.REFUSED)
    found = InterlibraryLoan.objects.filter(library__path__startswith=unit.path)
    if over is not None:
        found = found.filter(state__in=ended) if over else found.exclude(state__in=ended)
    return found.select_related("library", "reader", "copy").order_by("due_on", "-asked_on", "-pk")


# The plan's targets for exchange in a year, by measure and by the value of its dimension ("" for all of it).
Planned = Callable[[int], dict[tuple[str, str], int]]
_told: list[Planned] = []


def tells_plan(said: Planned) -> Planned:
    """Registers the room that knows the plan; it stands above and is found at the start (`exchange_plan.py`)."""
    _told.append(said)
    return said


@dataclass(frozen=True)
class Line:
    """A line of the year's table: what was counted here, in the network, and the network's target."""

    label: Text
    here: int
    network: int
    plan: int | None
    part: bool  # of which


_LINES: tuple[tuple[str, Dimension | None], ...] = (
    ("exchange_reader", None),
    ("exchange_issue", GIVER),
    ("exchange_loan", None),
    ("selection", ASKER),
    ("set_lent", None),
    ("interlibrary_loan", WAY),
)


def table(year: int, unit: Unit) -> list[Line]:
    """The within-system loan (ЖАА, ВСО) of a year as the diary has it, against the plan."""
    here = _counted(year, libraries(unit).values_list("pk", flat=True))
    everywhere = _counted(year, libraries(unit.parent or unit).values_list("pk", flat=True))
    plan = {key: target for said in _told for key, target in said(year).items()}
    lines = []
    for measure, of_which in _LINES:
        rows = [("", MEASURES[measure].label), *((of_which.values or {}).items() if of_which else ())]
        for code, label in rows:
            key = (measure, code)
            lines.append(Line(label, here.get(key, 0), everywhere.get(key, 0), plan.get(key), bool(code)))
    return lines


def _counted(year: int, library_ids: Collection[int]) -> dict[tuple[str, str], int]:
    """(measure, dimension value or "") -> quantity of the year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    wanted = [measure for measure, _of_which in _LINES]
    counted: dict[tuple[str, str], int] = {}
    for one in totals(first, last, library_ids=list(library_ids), measures=wanted, by=("dimensions",)):
        for code in {"", *(one.values or {}).values()}:
            counted[one.measure, code] = counted.get((one.measure, code), 0) + one.quantity
    return counted
