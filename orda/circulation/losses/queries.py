"""What may be asked of cases of loss and damage."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from orda.circulation.losses.models import LossCase
from orda.circulation.losses.services import to_write_off
from orda.network.models import Unit

OPEN, SETTLED, DONE = "open", "settled", "done"


def cases(unit: Unit, state: str = "") -> QuerySet[LossCase]:
    """Cases of a unit and its subtree: open, settled and to be written off, done with, or all of them."""
    found = LossCase.objects.filter(library__path__startswith=unit.path)
    if state == OPEN:
        found = found.filter(state=LossCase.State.OPEN)
    elif state == SETTLED:
        found = found.filter(pk__in=to_write_off().values("pk"))
    elif state == DONE:
        found = found.exclude(state=LossCase.State.OPEN).exclude(pk__in=to_write_off().values("pk"))
    known = ("copy__record", "reader", "library", "replacement__record", "withdrawal", "intake")
    return found.select_related(*known).order_by("-opened_on", "-pk")


@dataclass(frozen=True)
class Numbers:
    """How many cases stand where."""

    open: int
    settled: int
    done: int


def numbers(unit: Unit) -> Numbers:
    """The cases of a unit's subtree, counted by where they stand: one query."""
    ended = ~Q(state=LossCase.State.OPEN)
    waits = ended & LossCase.KEEPS_AWAY & Q(withdrawal=None)
    found = LossCase.objects.filter(library__path__startswith=unit.path).aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state=LossCase.State.OPEN)),
        settled=Count("pk", filter=waits),
    )
    return Numbers(found["open"], found["settled"], found["all"] - found["open"] - found["settled"])


def notebook(unit: Unit, year: int) -> QuerySet[LossCase]:
    """The notebook of replacements of a year: what was accepted in place of what, in the order of the days.

    Source: reader, lost inventory number, accepted author, title and price, signatures; both acts.
    """
    accepted = cases(unit).filter(state=LossCase.State.REPLACED, closed_on__year=year)
    return accepted.order_by("closed_on", "pk")


def notebook_years(unit: Unit) -> list[int]:
    """The years that have a notebook, the newest first."""
    kept = cases(unit).filter(state=LossCase.State.REPLACED).order_by()
    return sorted({day.year for day in kept.dates("closed_on", "year")}, reverse=True)
