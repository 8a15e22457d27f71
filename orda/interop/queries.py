"""What may be asked about machines."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from orda.circulation.models import Hold, Loan, LossCase, Renewal, Visit
from orda.interop.models import Device, DeviceAct
from orda.network import clock
from orda.network.models import Unit

MOST_ACTS = 100


@dataclass(frozen=True)
class Done:
    """An act of a machine as its page shows it: what was done with which copy, never for whom."""

    at: datetime.datetime
    done: str
    title: str
    barcode: str

    @property
    def label(self) -> str:
        return str(DeviceAct.Done(self.done).label)


def devices_under(unit: Unit) -> QuerySet[Device]:
    """Machines of a unit and everything under it, those in use first, with `acts_today`."""
    midnight = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    found = Device.objects.select_related("library").filter(library__path__startswith=unit.path)
    today = Count("acts", filter=Q(acts__at__gte=midnight))
    return found.annotate(acts_today=today).order_by("-active", "library__path", "kind", "name")


def last_acts(device: Device) -> list[Done]:
    """The machine's last acts, the latest first, in a query for each kind however many."""
    acts = list(DeviceAct.objects.filter(device=device).order_by("-at", "-pk")[:MOST_ACTS])
    told = _told(acts)
    return [Done(act.at, act.done, *told.get((act.act, act.act_id), ("", ""))) for act in acts]


def _told(acts: list[DeviceAct]) -> dict[tuple[str, int], tuple[str, str]]:
    """Title and barcode (of visits their number) by act."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for act, (rows, title, barcode) in _WORDS.items():
        ids = [one.act_id for one in acts if one.act == act]
        if ids:
            told = rows.filter(pk__in=ids).values_list("pk", title, barcode)
            found |= {(act, pk): (str(title), str(barcode)) for pk, title, barcode in told}
    return found


_WORDS: dict[str, tuple[QuerySet[Any], F | Value, F | Value]] = {
    "loan": (Loan.objects.all(), F("copy__record__title"), F("copy__barcode")),
    "renewal": (Renewal.objects.all(), F("loan__copy__record__title"), F("loan__copy__barcode")),
    "hold": (Hold.objects.all(), F("record__title"), Value("")),
    "loss": (LossCase.objects.all(), F("copy__record__title"), F("copy__barcode")),
    "visit": (Visit.objects.all(), F("quantity"), Value("")),
}
