"""Points outside the walls where a library serves: opened, renamed, closed."""

import datetime

from django.db import IntegrityError, transaction

from orda.circulation.points.models import ServicePoint
from orda.circulation.points.refusals import PointExists, PointWithoutName
from orda.network import clock
from orda.network.models import Unit

LONGEST_NAME = 120


@transaction.atomic
def open_point(library: Unit, name_kk: str, name_ru: str) -> ServicePoint:
    """A library begins to serve at a school, a kindergarten, a summer reading room.

    Raises PointWithoutName and PointExists.
    """
    return _kept(ServicePoint(library=library), name_kk, name_ru)


@transaction.atomic
def rename_point(point: ServicePoint, name_kk: str, name_ru: str) -> ServicePoint:
    """Gives a point its name anew. Raises PointWithoutName and PointExists."""
    return _kept(point, name_kk, name_ru)


def close_point(point: ServicePoint, *, day: datetime.date | None = None) -> None:
    """The point is served no more; what was counted there stays."""
    ServicePoint.objects.filter(pk=point.pk, closed_on=None).update(closed_on=day or clock.today())


def reopen_point(point: ServicePoint) -> None:
    """The point is served again."""
    ServicePoint.objects.filter(pk=point.pk).update(closed_on=None)


def _kept(point: ServicePoint, name_kk: str, name_ru: str) -> ServicePoint:
    point.name_kk, point.name_ru = _clean(name_kk), _clean(name_ru)
    if not point.name_kk or not point.name_ru:
        raise PointWithoutName
    try:
        with transaction.atomic():
            point.save()
    except IntegrityError:
        raise PointExists from None
    return point


def _clean(name: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:LONGEST_NAME]
