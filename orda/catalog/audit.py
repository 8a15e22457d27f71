"""What the catalogue says should stand in the diary."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Value

from orda.catalog.models import Merge, Record, Revision
from orda.diary.audit import Row, audits, level


@audits("catalogue_record", act="record")
def records() -> Iterable[Row]:
    """Every record added counts one, at the library that catalogued it."""
    return Record.objects.order_by("pk").values_list("pk", "added_on", "library_id", Value(1))


@audits("catalogue_edit", act="revision")
def edits() -> Iterable[Row]:
    """A record edited counts one a day, at the library where it was done."""
    counted = Revision.objects.filter(counted_at__isnull=False).order_by("pk")
    return counted.values_list("pk", "day", "counted_at", Value(1))


@audits("catalogue_double", act="merge")
def doubles() -> Iterable[Row]:
    """A double removed counts one, at the library whose record is gone; one that was parted again counts nowhere."""
    standing = Merge.objects.filter(undone_at=None).order_by("pk")
    return standing.values_list("pk", "day", "counted_at", Value(1))


@level("catalogue_records")
def records_from_scratch(day: datetime.date) -> dict[int, int]:
    """Records in the catalogue at the end of a day, counted one by one, without those that went up in another."""
    counted = Record.objects.filter(added_on__lte=day).order_by().values_list("library_id")
    gone = Merge.objects.filter(undone_at=None, day__lte=day).values("gone")
    return dict(counted.exclude(pk__in=gone).annotate(n=Count("pk")))
