"""The lines that loans, returns and renewals leave in the diary."""

import datetime

from orda.circulation.copies.at_hand import CopyAtDesk
from orda.circulation.loans.models import Place
from orda.circulation.loans.reader_at_hand import ReaderAtDesk
from orda.diary import services as diary


def of_reader(reader: ReaderAtDesk) -> dict[str, str]:
    return {"age_group": reader.age_group or ""}


def of_loan(reader: ReaderAtDesk, place: str) -> dict[str, str]:
    """At home is the usual and stays unsaid."""
    return of_reader(reader) | ({"place": place} if place == Place.READING_ROOM else {})


def post(
    copy: CopyAtDesk,
    measure: str,
    act: str,
    act_id: int,
    library_id: int,
    day: datetime.date,
    at: datetime.datetime,
    by_id: int | None,
    more: dict[str, str] | None = None,
) -> None:
    diary.post(
        day=day,
        library_id=library_id,
        measure=measure,
        values=copy.kind | (more or {}),
        act=act,
        act_id=act_id,
        by_id=by_id,
        at=at,
    )
