"""Read the log of the house."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from orda.network.deeds.acts import ACTS, FIELDS, in_words
from orda.network.models import Deed, Staff, Unit


@dataclass(frozen=True)
class Told:
    """A deed as people read it."""

    deed: Deed
    act: str
    changes: list[str]


def deeds(
    tops: Sequence[Unit],
    *,
    whole_house: bool,
    by: Staff | None = None,
    about: str = "",
    object_of: tuple[str, int] | None = None,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> QuerySet[Deed]:
    """The deeds under the given units, newest first; with `whole_house` also those that are no unit's."""
    seen = Q(pk__in=[])
    for top in tops:
        seen |= Q(unit__path__startswith=top.path)
    if whole_house:
        seen |= Q(unit=None)
    found = Deed.objects.filter(seen).select_related("by", "unit")
    if by is not None:
        found = found.filter(by=by)
    if about:
        found = found.filter(about__icontains=about)
    if object_of is not None:
        found = found.filter(object_kind=object_of[0], object_id=object_of[1])
    if first is not None:
        found = found.filter(at__gte=_beginning(first))
    if last is not None:
        found = found.filter(at__lt=_beginning(last + datetime.timedelta(days=1)))
    return found.order_by("-at", "-id")


def told(deed: Deed) -> Told:
    said = []
    for what, before, after in deed.changes:
        name = str(FIELDS.get(what, what))
        if before in (None, "", []):
            said.append(f"{name}: {in_words(what, after)}")
        else:
            said.append(f"{name}: {in_words(what, before)} → {in_words(what, after)}")
    return Told(deed, str(ACTS.get(deed.act, deed.act)), said)


def _beginning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
