"""Count people who came."""

import datetime

from django.db import transaction

from orda.circulation import refusals
from orda.circulation.models import Visit, VisitSource
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
    by_id: int | None = None,
    at: datetime.datetime | None = None,
) -> Visit:
    """Counts visits (people, not persons: a child who comes twice counts twice). Raises BadVisit.

    Source: GOST 7.20-2000, section 8: a network's visits are the sum over its units.
    """
    if not 1 <= quantity <= MOST_AT_ONCE or purpose not in (PURPOSE.values or {}):
        raise refusals.BadVisit
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
        by_id=by_id,
    )
    values = {"purpose": purpose, "age_group": age_group} if age_group else {"purpose": purpose}
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
