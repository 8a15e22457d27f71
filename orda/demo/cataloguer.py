"""The cataloguer of the demo: doubles that stood in the catalogue, merged through the year; records edited."""

import datetime
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from orda.catalog.doubles import finding
from orda.catalog.doubles.services import fields_of, merge
from orda.catalog.marc import Field
from orda.catalog.models import Record
from orda.catalog.records import services as records
from orda.network import clock
from orda.network.models import Unit
from orda.planning.year.working_year import working_year

DOUBLES = 24  # four more than the plan asks to remove: some are always left
TO_REMOVE, TO_EDIT = 20, 100  # the plan's own numbers
_RUSSIAN = str.maketrans("әғқңөұүіһӘҒҚҢӨҰҮІҺ", "агкноууихАГКНОУУИХ")
_KEYWORD = ("653", "  \x1faбалалар әдебиеті")


def doubles_stand(library: Unit, by_id: int) -> list[tuple[int, int]]:
    """Some books stand in the catalogue twice, as they were typed on a Russian keyboard; (a record, its double)."""
    pairs = []
    for record in _spread(list(Record.objects.order_by("pk")), DOUBLES):
        again = [
            (tag, content.translate(_RUSSIAN))
            for tag, content in fields_of(record)
            if tag not in ("001", "003")
        ]
        double = records.create(
            again, family=record.format, database=record.database, library=library, by_id=by_id
        )
        pairs.append((record.pk, double.pk))
    return pairs


def keep_the_catalogue(
    year: int, last: datetime.date, library: Unit, pairs: Sequence[tuple[int, int]], by_id: int
) -> None:
    """What a year does of the plan's numbers, as far as it is over; what is left stands as pairs to be looked at."""
    days = [day for day in working_year(year, library).open_days if day <= last]
    share = len(days) / len(working_year(year, library).open_days)
    ours = {pk for pair in pairs for pk in pair}
    edited = _spread(list(Record.objects.exclude(pk__in=ours).order_by("pk")), round(TO_EDIT * share))
    for record, day in zip(edited, _spread(days, len(edited)), strict=True):
        with clock.stopped_at(_noon(day)):
            fields = _with(fields_of(record), _KEYWORD)
            records.save(record.pk, fields, version=record.version, library_id=library.pk, by_id=by_id)
    removed = pairs[: round(TO_REMOVE * share)]
    for (kept, gone), day in zip(removed, _spread(days, len(removed)), strict=True):
        with clock.stopped_at(_noon(day)):
            merge(kept, gone, by_id=by_id)
    finding.find()


def _spread(things: Sequence[Any], many: int) -> list[Any]:
    """So many of them, evenly from the first to the last; of few things some come twice."""
    return [things[at * len(things) // many] for at in range(many)]


def _with(fields: list[Field], field: Field) -> list[Field]:
    leader, *rest = fields
    return [leader, *sorted([*rest, field], key=lambda one: one[0])]


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
