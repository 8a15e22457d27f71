"""The slip with the due days that goes home with the books."""

import datetime
from dataclasses import dataclass

from orda.circulation.loans.models import Place
from orda.circulation.loans.queries import LoanAtDesk, open_loans
from orda.network.calendar.words import Stretch, stretches
from orda.network.models import Unit
from orda.network.queries import calendar_of
from orda.readers.models import Reader


@dataclass(frozen=True)
class Slip:
    """What a slip or a message with the due days says. `language`: that of the family, empty where it has none.

    It names the child by the given name alone: a slip is left lying about.
    """

    library: Unit
    card_number: str
    given_name: str
    language: str
    day: datetime.date
    loans: list[LoanAtDesk]
    shut: list[
        Stretch
    ]  # days before the last of them is due on which the doors are shut, weekly rest left out


def slip(reader_id: int, library: Unit, day: datetime.date) -> Slip | None:
    """The due days of what a reader has at home; None for an unknown reader."""
    reader = Reader.objects.select_related("family").filter(pk=reader_id).first()
    if reader is None:
        return None
    at_home = [loan for loan in open_loans(reader_id, day, at=library.pk) if loan.place == Place.HOME]
    language = reader.family.language if reader.family else ""
    name = reader.given_name or reader.family_name
    until = max((loan.due_on for loan in at_home), default=day)
    shut = stretches(calendar_of(library), day, until)
    return Slip(library, reader.card_number, name, language, day, at_home, shut)
