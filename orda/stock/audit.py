"""What the stock says should stand in the diary."""

import datetime
from collections.abc import Iterable

from django.db.models import Count, Q

from orda.diary.audit import Row, audits, level
from orda.stock.models import Copy
from orda.stock.services import ELECTRONIC_DOCUMENT

_NETWORKED = Q(document_kind=ELECTRONIC_DOCUMENT)


@audits("intake", act="intake")
def intake() -> Iterable[Row]:
    """A batch counts its physical copies."""
    return _of_batches(~_NETWORKED)


@audits("electronic_intake", act="intake")
def electronic_intake() -> Iterable[Row]:
    """A batch counts its networked documents apart from the physical stock."""
    return _of_batches(_NETWORKED)


@audits("withdrawal", act="withdrawal")
def withdrawal() -> Iterable[Row]:
    """An act counts the physical copies it wrote off, at the library that held them."""
    return _of_acts(~_NETWORKED)


@audits("electronic_withdrawal", act="withdrawal")
def electronic_withdrawal() -> Iterable[Row]:
    """An act counts the networked documents it wrote off apart."""
    return _of_acts(_NETWORKED)


def _of_batches(kind: Q) -> Iterable[Row]:
    taken = Copy.objects.filter(kind).order_by("batch_id")
    return taken.values_list("batch_id", "batch__day", "batch__library_id").annotate(n=Count("pk"))


def _of_acts(kind: Q) -> Iterable[Row]:
    held = Copy.objects.filter(kind, withdrawal__isnull=False).order_by("withdrawal_id", "library_id")
    return held.values_list("withdrawal_id", "withdrawal__day", "library_id").annotate(n=Count("pk"))


@level("stock")
def stock_from_scratch(day: datetime.date) -> dict[int, int]:
    """Physical copies in stock at the end of a day, counted one by one: library id -> copies."""
    standing = (
        Copy.objects.exclude(_NETWORKED)
        .filter(batch__day__lte=day)
        .filter(Q(withdrawal=None) | Q(withdrawal__day__gt=day))
        .order_by()
        .values_list("library_id")
    )
    return dict(standing.annotate(n=Count("pk")))
