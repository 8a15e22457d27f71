"""Copies go with their record when it is merged into another, and come back when the two are parted."""

from django.db import connection

from orda.catalog.doubles.moving import Moved, Mover, moves_with_a_record
from orda.stock.models import Copy


def _hold(one: int, other: int) -> None:
    if connection.features.has_select_for_update:
        list(
            Copy.objects.select_for_update(no_key=True)
            .filter(record__in=[one, other])
            .order_by("pk")
            .values("pk")
        )


def _move(gone: int, kept: int) -> Moved:
    copies = list(Copy.objects.filter(record=gone).order_by("pk").values_list("pk", flat=True))
    Copy.objects.filter(pk__in=copies).update(record=kept)
    return {"copies": copies}


def _back(moved: Moved, gone: int, kept: int) -> None:
    Copy.objects.filter(pk__in=moved["copies"], record=kept).update(record=gone)


moves_with_a_record(Mover("copies", ("stock_copy",), _move, _back, _hold))
