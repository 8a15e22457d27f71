"""Tells the stock which quarters' books are sealed: no document is dated into them any more."""

import datetime
from collections.abc import Collection

from orda.network import clock
from orda.network.models import Unit
from orda.reports.ledgers.sealing import BOOK, quarter_of
from orda.reports.models import Submission
from orda.stock.services import tells_sealed


@tells_sealed
def is_sealed(library_ids: Collection[int], day: datetime.date) -> bool:
    """Whether the book of one of these libraries, or of a unit above it, is sealed for the quarter of a day.

    The running quarter is sealed by nobody: the desk's documents of today ask nothing of the database.
    """
    today = clock.today()
    if (day.year, quarter_of(day)) >= (today.year, quarter_of(today)):
        return False
    paths = Unit.objects.filter(pk__in=library_ids).values_list("path", flat=True)
    standing = {int(pk) for path in paths for pk in path.strip("/").split("/")}
    sealed = Submission.objects.filter(kind=BOOK, year=day.year, number=quarter_of(day), library__in=standing)
    return sealed.exists()
