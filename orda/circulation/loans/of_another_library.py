"""What readers borrow of another library, in the diary (the within-system loan: ЖАА, ВСО).

A copy served from another library is a loan at the reader's library like any other, and stands once in the exchange
table: as issued by its giver when the van takes it, as lent to a reader when the reader takes it. Its owner stays.
"""

import datetime
from collections.abc import Mapping

from orda.diary import services as diary
from orda.network import clock
from orda.readers import services as readers
from orda.readers.models import Registration


def count_loan(
    loan_id: int,
    registration_id: int | None,
    *,
    library_id: int,
    values: Mapping[str, str],
    at: datetime.datetime,
    by_id: int | None = None,
) -> None:
    """Counts a loan of another library's copy, and its reader once a year."""
    day = clock.day_of(at)
    diary.post(
        day=day,
        library_id=library_id,
        measure="exchange_loan",
        values=values,
        act="loan",
        act_id=loan_id,
        by_id=by_id,
        at=at,
    )
    if registration_id is not None:
        registration = Registration.objects.get(pk=registration_id)
        if registration.exchange_user_on is None:
            readers.use_exchange(registration, day=day, by_id=by_id)
