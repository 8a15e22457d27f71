"""What a library gives to another, in the diary (the within-system loan: ЖАА, ВСО).

A copy served from another library is a loan at the reader's library like any other, and stands once in the exchange
table: as issued by its giver when the van takes it, as lent to a reader when the reader takes it. Its owner stays.
"""

from orda.circulation.exchange.transits.models import Transit
from orda.diary import services as diary
from orda.network import clock
from orda.network.models import Unit

GIVEN = (Transit.Purpose.HOLD, Transit.Purpose.DEPOSIT)


def count_issue(transit: Transit, by_id: int | None) -> None:
    """Counts a copy that leaves its giver for a reader's hold or with a set; one that goes home is not issued."""
    if transit.purpose not in GIVEN or transit.target_id == transit.copy.library_id:
        return
    assert transit.sent_at is not None
    copy = transit.copy
    from_stock = transit.source.library_type == Unit.LibraryType.CENTRAL
    diary.post(
        day=clock.day_of(transit.sent_at),
        library_id=transit.source_id,
        measure="exchange_issue",
        values={
            "subject_field": copy.subject_field,
            "language": copy.language,
            "document_kind": copy.document_kind,
            "giver": "stock_department" if from_stock else "unit",
        },
        act="transit",
        act_id=transit.pk,
        by_id=by_id,
        at=transit.sent_at,
    )
