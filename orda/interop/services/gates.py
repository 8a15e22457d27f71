"""Gate counters: what their readings say of visits."""

import datetime
import logging

from django.db import transaction

from orda.circulation.models import VisitSource
from orda.circulation.services import count_visit
from orda.circulation.visits.services import MOST_AT_ONCE
from orda.interop import refusals
from orda.interop.models import Device, DeviceAct
from orda.interop.services.acts import note
from orda.network import clock

log = logging.getLogger(__name__)
LARGEST = 10**12
MOST_PASSES = 10_000  # between two readings; more is a new counter or a broken wire, not people
AHEAD = datetime.timedelta(minutes=5)  # by which a gate's clock may be wrong
PURPOSE = "other"  # a gate knows not why people come


@transaction.atomic
def count_reading(device: Device, counter: int, at: datetime.datetime | None = None) -> int:
    """Counts as visits what the counter has gone up since its last reading, at the reading's hour; gives their number.

    The first reading counts nothing. One that came before, or an older one that comes late, counts nothing: the
    newer has it all. A counter that stands lower than it did was set back to nought. A gate that counts those who
    leave too is halved; the odd pass is kept for the next reading. Raises BadReading.
    """
    now = clock.now()
    moment = at or now
    if not 0 <= counter <= LARGEST or moment > now + AHEAD:
        raise refusals.BadReading
    gate = Device.objects.select_for_update().get(pk=device.pk)
    if at is not None and gate.counter_at is not None and at <= gate.counter_at:
        return 0
    visits, odd = _visits(gate, counter)
    Device.objects.filter(pk=gate.pk).update(counter=counter, counter_at=moment, odd_pass=odd)
    for start in range(0, visits, MOST_AT_ONCE):
        visit = count_visit(
            library_id=gate.library_id,
            quantity=min(visits - start, MOST_AT_ONCE),
            purpose=PURPOSE,
            source=VisitSource.GATE,
            at=moment,
        )
        note(gate, "visit", visit.pk, DeviceAct.Done.COUNTED)
    return visits


def _visits(gate: Device, counter: int) -> tuple[int, bool]:
    """Visits since the last reading, and whether one pass is left over."""
    if gate.counter is None:
        return 0, False
    passes = counter - gate.counter if counter >= gate.counter else counter
    if passes > MOST_PASSES:
        log.warning("%s: from %s to %s at once is not counted", gate.login, gate.counter, counter)
        return 0, gate.odd_pass
    if not gate.both_ways:
        return passes, False
    return divmod(passes + gate.odd_pass, 2)[0], bool((passes + gate.odd_pass) % 2)
