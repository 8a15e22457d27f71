"""What may be asked about readers."""

import datetime

from django.db import connection
from django.db.models import QuerySet

from orda.network.folding import fold_name
from orda.readers.models import Reader, Registration


def reader_by_card(card_number: str) -> Reader | None:
    """The reader who holds this card."""
    if not card_number.isprintable():  # no card holds control characters, and PostgreSQL takes none
        return None
    return Reader.objects.filter(card_number=card_number).first()


def readers_by_name(text: str) -> QuerySet[Reader]:
    """Readers whose name begins with the text, typed in any spelling and on a Russian keyboard, by name."""
    start = fold_name(text)
    if not start:
        return Reader.objects.none()
    if connection.vendor == "sqlite":  # its LIKE reads no index; its order is by code point, so a range does
        found = Reader.objects.filter(folded_name__gte=start, folded_name__lt=start + "\U0010ffff")
    else:
        found = Reader.objects.filter(folded_name__startswith=start)
    return found.order_by("folded_name")


def registration_of(reader: Reader, library_id: int, year: int) -> Registration | None:
    """The reader's registration at a library for a year."""
    return Registration.objects.filter(reader=reader, library_id=library_id, year=year).first()


def readers_of_year(
    year: int, library_ids: list[int] | None = None, *, until: datetime.date | None = None
) -> dict[str, int]:
    """Two numbers of a year, or of it up to a day: "registrations" (a person counts at each library) and "persons"
    (once in the network)."""
    found = Registration.objects.filter(year=year)
    if until is not None:
        found = found.filter(day__lte=until)
    if library_ids is not None:
        found = found.filter(library_id__in=library_ids)
    return {
        "registrations": found.count(),
        "persons": found.values("reader_id").distinct().count(),
    }
