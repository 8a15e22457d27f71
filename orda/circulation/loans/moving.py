"""Due days move with the calendar: never a day on which the library that lent is shut, and back when it is open."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, F, Q, QuerySet, When

from orda.circulation.loans.models import Loan, MovedDueDay, Place
from orda.network import clock
from orda.network import queries as network
from orda.network.models import Unit


@dataclass(frozen=True)
class Moved:
    """Loans of one library that were due on one day and are due on another now."""

    library_id: int
    before: datetime.date
    after: datetime.date
    loans: tuple[int, ...]


def settle_due_days(unit: Unit | None, first: datetime.date) -> list[Moved]:
    """Moves the due days of open loans, lent in a unit's subtree (None: everywhere), that fall on shut days, and those
    that were moved and need be no longer.

    Days before `first` stay: who is late is late. What comes back is due today at the earliest, on an open day.
    Each moves from the day that was counted by the rules, so it is the same in whatever order closings come and go.
    """
    return list(_settled(_open_loans(unit).filter(due_on__gte=first)))


def _open_loans(unit: Unit | None) -> QuerySet[Loan]:
    found = Loan.objects.filter(state=Loan.OPEN, place=Place.HOME)
    return found if unit is None else found.filter(library__path__startswith=unit.path)


def _settled(loans: QuerySet[Loan]) -> Iterator[Moved]:
    today = clock.today()
    # One that was moved, and is due on that day still, moves from the day by the rules.
    rows = loans.annotate(counted=Case(When(moved__due_on=F("due_on"), then="moved__counted_on")))
    days = rows.order_by("library_id", "due_on", "counted").values_list(
        "library_id", "library__path", "due_on", "counted"
    )
    for library, path, due_on, counted in list(days.distinct()):
        after = network.open_day_from(path, counted or due_on)
        if after < today and after != due_on:
            after = network.open_day_from(path, today)
        if after == due_on:
            continue
        same = Q(counted=counted) if counted else Q(counted__isnull=True)
        held = rows.filter(same, library=library, due_on=due_on).order_by("pk")
        ids = tuple(held.values_list("pk", flat=True))
        _move(ids, counted or due_on, after)
        yield Moved(library, due_on, after, ids)


def _move(ids: tuple[int, ...], counted: datetime.date, after: datetime.date) -> None:
    Loan.objects.filter(pk__in=ids).update(due_on=after)
    if counted == after:
        MovedDueDay.objects.filter(loan__in=ids).delete()
        return
    MovedDueDay.objects.bulk_create(
        (MovedDueDay(loan_id=pk, counted_on=counted, due_on=after) for pk in ids),
        update_conflicts=True,
        unique_fields=["loan"],
        update_fields=["counted_on", "due_on"],
        batch_size=1_000,
    )
