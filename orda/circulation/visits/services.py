"""Count people who came, and take a count back."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.db import transaction

from orda.circulation.points.models import ServicePoint
from orda.circulation.refusals import TooLateToUndo
from orda.circulation.visits.models import CameToday, Visit, VisitSource
from orda.circulation.visits.refusals import BadVisit, NoSuchPoint
from orda.diary import services as diary
from orda.diary.measures import PURPOSE
from orda.network import clock

MOST_AT_ONCE = 1000
AT_ONCE = 500  # visits in one statement


@transaction.atomic
def count_visit(
    *,
    library_id: int,
    quantity: int = 1,
    purpose: str = "borrow",
    age_group: str = "",
    source: str = VisitSource.DESK,
    point_id: int | None = None,
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Visit:
    """Counts visits (people, not persons: a child who comes twice counts twice). Raises BadVisit and NoSuchPoint.

    `source`: how they were counted (desk, card at the entrance, gate). `point_id`: they were served at a point of
    this library outside its walls. Source: GOST 7.20-2000, section 8: a network's visits are the sum over its units.
    """
    came = Came(library_id, at or clock.now(), quantity, purpose, age_group, source, point_id)
    visit = _visit(came, by_id, _is_open)
    visit.save(force_insert=True)
    diary.post_many([_line(visit)], by_id=by_id)
    return visit


@dataclass(frozen=True, slots=True)
class Came:
    """What `count_visit` is told."""

    library_id: int
    at: datetime.datetime
    quantity: int = 1
    purpose: str = "borrow"
    age_group: str = ""
    source: str = VisitSource.DESK
    point_id: int | None = None


@transaction.atomic
def count_visits(many: Iterable[Came], *, by_id: int | None = None) -> int:
    """`count_visit` for many at once, in their order: all of them, or none; how many. A history is loaded so."""
    is_open = cache(_is_open)
    visits = [_visit(came, by_id, is_open) for came in many]
    Visit.objects.bulk_create(visits, batch_size=AT_ONCE)
    diary.post_many(map(_line, visits), by_id=by_id)
    return len(visits)


def _visit(came: Came, by_id: int | None, is_open: Callable[[int, int], bool]) -> Visit:
    """The visit, checked and not yet kept."""
    if not 1 <= came.quantity <= MOST_AT_ONCE or came.purpose not in (PURPOSE.values or {}):
        raise BadVisit
    if came.point_id is not None and not is_open(came.point_id, came.library_id):
        raise NoSuchPoint
    return Visit(
        library_id=came.library_id,
        day=clock.day_of(came.at),
        at=came.at,
        quantity=came.quantity,
        purpose=came.purpose,
        age_group=came.age_group,
        source=came.source if came.point_id is None else VisitSource.POINT,
        point_id=came.point_id,
        by_id=by_id,
    )


def _is_open(point_id: int, library_id: int) -> bool:
    return ServicePoint.objects.filter(pk=point_id, library=library_id, closed_on=None).exists()


def _line(visit: Visit) -> diary.Line:
    told = {
        "purpose": visit.purpose,
        "age_group": visit.age_group,
        "point": "outside" if visit.point_id else "",
    }
    values = {name: value for name, value in told.items() if value}
    return diary.Line(
        visit.day, visit.library_id, "visit", "visit", visit.pk, visit.quantity, values, visit.at
    )


@transaction.atomic
def undo_visit(visit_id: int, *, by_id: int | None = None) -> None:
    """The people did not come after all. Raises TooLateToUndo on another day."""
    if not Visit.objects.filter(pk=visit_id, voided=False, day=clock.today()).update(voided=True):
        raise TooLateToUndo
    diary.reverse_act("visit", visit_id, by_id=by_id)


def came(reader_id: int, library_id: int, day: datetime.date) -> bool:
    """Notes that a reader's visit of the day is counted here; False where it was already, at whichever desk."""
    _noted, new = CameToday.objects.get_or_create(reader_id=reader_id, library_id=library_id, day=day)
    return new


def did_not_come(reader_id: int, library_id: int, day: datetime.date) -> None:
    """The visit was taken back: it may be offered again."""
    CameToday.objects.filter(reader=reader_id, library=library_id, day=day).delete()


def forget_who_came(before: datetime.date) -> int:
    """Who came is known for the day alone. Source: law № 94-V (data are kept no longer than their purpose needs)."""
    return CameToday.objects.filter(day__lt=before).delete()[0]
