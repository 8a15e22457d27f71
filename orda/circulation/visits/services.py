"""Count people who came, and take a count back."""

import datetime

from django.db import transaction

from orda.circulation.points.models import ServicePoint
from orda.circulation.refusals import TooLateToUndo
from orda.circulation.visits.models import Visit, VisitSource
from orda.circulation.visits.refusals import BadVisit, NoSuchPoint
from orda.diary import services as diary
from orda.diary.measures import PURPOSE
from orda.network import clock

MOST_AT_ONCE = 1000


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
    if not 1 <= quantity <= MOST_AT_ONCE or purpose not in (PURPOSE.values or {}):
        raise BadVisit
    if point_id is not None:
        if not ServicePoint.objects.filter(pk=point_id, library=library_id, closed_on=None).exists():
            raise NoSuchPoint
        source = VisitSource.POINT
    at = at or clock.now()
    day = clock.day_of(at)
    visit = Visit.objects.create(
        library_id=library_id,
        day=day,
        at=at,
        quantity=quantity,
        purpose=purpose,
        age_group=age_group,
        source=source,
        point_id=point_id,
        by_id=by_id,
    )
    told = {"purpose": purpose, "age_group": age_group, "point": "outside" if point_id else ""}
    values = {name: value for name, value in told.items() if value}
    diary.post(
        day=day,
        library_id=library_id,
        measure="visit",
        quantity=quantity,
        values=values,
        act="visit",
        act_id=visit.pk,
        by_id=by_id,
        at=at,
    )
    return visit


@transaction.atomic
def undo_visit(visit_id: int, *, by_id: int | None = None) -> None:
    """The people did not come after all. Raises TooLateToUndo on another day."""
    if not Visit.objects.filter(pk=visit_id, voided=False, day=clock.today()).update(voided=True):
        raise TooLateToUndo
    diary.reverse_act("visit", visit_id, by_id=by_id)
