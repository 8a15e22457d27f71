"""What the cataloguer's first page shows."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from orda.catalog.isbn import numbers_in
from orda.catalog.models import Record, Revision
from orda.network import clock
from orda.network.models import Staff

MOST_PROPOSED = 12
_LAST = "\U0010ffff"


def found(text: str) -> QuerySet[Record]:
    """Records by number (of the house, 001 or ISBN) or by the beginning of their title or author's name."""
    beginning = text[:1].upper() + text[1:]
    if number := next(numbers_in(text), ""):
        asked = Q(isbn__in=_written(number))
    elif text.isdecimal() and len(text) < 15:
        asked = Q(pk=int(text)) | Q(source_key=text)
    else:
        asked = _begins("title", beginning) | _begins("author", beginning) | Q(source_key=text)
    return Record.objects.filter(asked, merged_into=None).order_by("title", "pk")


def authors(beginning: str) -> list[str]:
    """Names of authors in the catalogue that begin so."""
    beginning = beginning[:1].upper() + beginning[1:]
    names = (
        Record.objects.filter(_begins("author", beginning))
        .order_by("author")
        .values_list("author", flat=True)
    )
    return list(names.distinct()[:MOST_PROPOSED])


def last_saved(by: Staff, most: int) -> list[Revision]:
    """What this person saved last, each record once."""
    found: dict[int, Revision] = {}
    for one in (
        Revision.objects.filter(saved_by=by).order_by("-saved_at").select_related("record")[: 4 * most]
    ):
        found.setdefault(one.record_id, one)
    return list(found.values())[:most]


@dataclass(frozen=True)
class Work:
    """Records added and edited since a day, of one database."""

    database: str
    added: int
    edited: int


def work_of_the_year() -> list[Work]:
    """What is done this year in each database, by everybody."""
    since = clock.today().replace(month=1, day=1)
    added = (
        Record.objects.filter(added_on__gte=since).order_by().values_list("database").annotate(n=Count("pk"))
    )
    counted = Revision.objects.filter(day__gte=since, counted_at__isnull=False)
    edited = counted.order_by().values_list("record__database").annotate(n=Count("pk"))
    of_added, of_edited = dict(added), dict(edited)
    return [
        Work(str(label), of_added.get(code, 0), of_edited.get(code, 0))
        for code, label in Record.Database.choices
    ]


def _begins(column: str, text: str) -> Q:
    """By a range, which an index answers on both databases."""
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})


def _written(number: str) -> list[str]:
    """An ISBN-13 as it and the ISBN-10 that it may be kept as."""
    if not number.startswith("978"):
        return [number]
    first = number[3:12]
    check = -sum(int(digit) * weight for weight, digit in zip(range(10, 1, -1), first, strict=True)) % 11
    return [number, first + ("X" if check == 10 else str(check))]
