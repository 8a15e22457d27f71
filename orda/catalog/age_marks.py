"""Fill the age mark of records that were imported before marks were read off them."""

from django.db import transaction

from orda.catalog.fields import describe
from orda.catalog.models import Record

BATCH = 500  # records read and written together


def read_age_marks() -> tuple[int, int]:
    """(records without a mark that were looked at, records that have one now).

    The desk warns by the mark, so no statistic changes and the record's MARC stays untouched. A batch at a time: may
    be stopped and run again.
    """
    looked = marked = last = 0
    while True:
        unmarked = Record.objects.filter(age_mark=None, pk__gt=last).order_by("pk")
        records = list(unmarked.only("pk", "marc", "format", "encoding")[:BATCH])
        if not records:
            return looked, marked
        found = []
        for record in records:
            record.age_mark = describe(bytes(record.marc), record.format, record.encoding).age_mark
            if record.age_mark is not None:
                found.append(record)
        with transaction.atomic():
            Record.objects.bulk_update(found, ["age_mark"])
        looked, marked, last = looked + len(records), marked + len(found), records[-1].pk
