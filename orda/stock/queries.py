"""What may be asked of the stock."""

import datetime

from django.db.models import Count

from orda.network import codes
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT


def copy_by_barcode(barcode: str) -> Copy | None:
    """The copy with this barcode, however it was scanned or typed, with its record and library."""
    barcode = codes.read(barcode)
    if not barcode.isprintable():  # no barcode holds control characters, and PostgreSQL takes none
        return None
    return Copy.objects.select_related("record", "library").filter(barcode=barcode).first()


def stock_from_scratch() -> dict[int, int]:
    """Physical copies in stock now, counted one by one: library id -> copies."""
    counted = (
        Copy.objects.filter(status=Copy.Status.IN_STOCK)
        .exclude(document_kind=ELECTRONIC_DOCUMENT)
        .order_by()
        .values_list("library_id")
        .annotate(n=Count("pk"))
    )
    return dict(counted)


def taken_in_between(first: datetime.date, last: datetime.date) -> int:
    """Physical copies taken in during a period, counted on the copies themselves."""
    return (
        Copy.objects.filter(batch__day__range=(first, last))
        .exclude(document_kind=ELECTRONIC_DOCUMENT)
        .count()
    )
