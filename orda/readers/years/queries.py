"""Who is registered for which year, and how many."""

import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from orda.network import reach
from orda.readers.registering.models import Reader
from orda.readers.whose import served_at
from orda.readers.years.models import Registration


def registration_of(reader: Reader, library_id: int, year: int) -> Registration | None:
    """The reader's registration at a library for a year."""
    return Registration.objects.filter(reader=reader, library_id=library_id, year=year).first()


def not_yet_registered(library_id: int, year: int) -> QuerySet[Reader]:
    """Readers of the year before at a library who have not been entered for this one, by name."""
    this_year = Registration.objects.filter(reader=OuterRef("pk"), library_id=library_id, year=year)
    last_year = Registration.objects.filter(library_id=library_id, year=year - 1)
    found = Reader.objects.filter(served_at(library_id), pk__in=last_year.values("reader"))
    found = found.filter(merged_into=None, erased_on=None)
    return found.filter(~Exists(this_year)).order_by("folded_name", "pk")


def readers_of_year(
    year: int,
    library_ids: list[int] | None = None,
    *,
    until: datetime.date | None = None,
    at: int | None = None,
) -> dict[str, int]:
    """Two numbers of a year, or of it up to a day: "registrations" (a person counts at each library) and "persons"
    (once in the network). Groups are no readers. `at`: of what is reached from that unit."""
    # Groups are few and have an index of their own: joined, every reader of the year would be looked at.
    groups = Reader.objects.filter(category=Reader.Category.GROUP)
    found = Registration.objects.filter(year=year).exclude(reader__in=groups.values("pk"))
    if until is not None:
        found = found.filter(day__lte=until)
    if at is not None:
        found = found.filter(reach.within(at))
    if library_ids is not None:
        found = found.filter(library_id__in=library_ids)
    return found.aggregate(registrations=Count("pk"), persons=Count("reader", distinct=True))
