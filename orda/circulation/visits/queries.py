"""The visits of a library's day: by the hour, by purpose, and the acts that counted them; whom a visit counts."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from orda.circulation.visits.models import Visit, VisitSource
from orda.network.models import Unit
from orda.readers.models import Reader, Registration
from orda.readers.services import group_of_grade

PURPOSES = ("borrow", "event", "other")


FIRST_HOUR, LAST_HOUR = 9, 18  # shown even when nobody came


LAST_ACTS = 20


@dataclass(frozen=True)
class Hour:
    """People who came within an hour of the library's clock, by purpose."""

    hour: int
    borrow: int
    event: int
    other: int

    @property
    def people(self) -> int:
        return self.borrow + self.event + self.other


@dataclass(frozen=True)
class DayOfVisits:
    """`by_purpose`: in the order of PURPOSES. `outside`: of all, at points outside the library."""

    day: datetime.date
    hours: list[Hour]
    by_purpose: dict[str, int]
    people: int
    outside: int
    acts: list[Visit]  # the last of them, the newest first


def visits_of_day(library: Unit, day: datetime.date) -> DayOfVisits:
    """The visits of a day: two queries."""
    found = Visit.objects.filter(library=library, day=day, voided=False)
    counted: Counter[tuple[int, str]] = Counter()
    outside = 0
    for at, quantity, purpose, point in found.values_list("at", "quantity", "purpose", "point_id"):
        counted[timezone.localtime(at).hour, purpose] += quantity
        outside += quantity if point else 0
    known = [hour for hour, _purpose in counted]
    first, last = min([FIRST_HOUR, *known]), max([LAST_HOUR, *known])
    hours = [Hour(hour, *(counted[hour, one] for one in PURPOSES)) for hour in range(first, last + 1)]
    by_purpose = {one: sum(getattr(hour, one) for hour in hours) for one in PURPOSES}
    acts = list(found.select_related("point", "by").order_by("-at", "-pk")[:LAST_ACTS])
    return DayOfVisits(day, hours, by_purpose, sum(by_purpose.values()), outside, acts)


def visits_like(
    library_id: int, day: datetime.date, quantity: int, purpose: str, point_id: int | None
) -> list[Visit]:
    """Counts of so many people that a desk has made on the day: the same class may have been counted twice. One child
    after another is no sign of it."""
    if quantity == 1:
        return []
    same = Visit.objects.filter(
        library=library_id, day=day, quantity=quantity, purpose=purpose, point=point_id
    )
    same = same.filter(voided=False).exclude(source=VisitSource.GATE)
    return list(same.select_related("by").order_by("at", "pk"))


@dataclass(frozen=True)
class Visitor:
    """Whom a visit of the reader at the desk counts."""

    people: int
    age_group: str


def visits_on(library: Unit, day: datetime.date) -> int:
    """People counted at a library on a day."""
    counted = Visit.objects.filter(library=library, day=day, voided=False).aggregate(n=Sum("quantity"))
    return counted["n"] or 0


def visitor(reader_id: int, library_id: int, day: datetime.date) -> Visitor:
    """Whom the reader's visit counts: a class with all its members; a person, by the age group of their year here."""
    reader = Reader.objects.only("category", "members", "grade").filter(pk=reader_id).first()
    if reader is not None and reader.category == Reader.Category.GROUP:
        return Visitor(max(reader.members, 1), group_of_grade(reader.grade))
    registered = Registration.objects.filter(reader=reader_id, library=library_id, year=day.year).first()
    return Visitor(1, registered.age_group if registered else "")
