"""What ways between libraries say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import F

from orda.circulation.exchange.transits.counting import GIVEN
from orda.circulation.exchange.transits.models import Transit
from orda.diary.audit import Row, audits, steps_in_order
from orda.network import clock


@audits("exchange_issue", act="transit")
def issued_by_exchange() -> Iterable[Row]:
    """Every copy that left its giver for a hold or with a set counts there; one that goes home is not issued."""
    given = Transit.objects.filter(purpose__in=GIVEN, sent_at__isnull=False)
    given = given.exclude(target=F("copy__library")).order_by("pk")
    rows = given.values_list("pk", "sent_at", "source_id")
    return ((pk, clock.day_of(at), library_id, 1) for pk, at, library_id in rows.iterator() if at)


steps_in_order("ways that went on before they began", Transit, "made_at", "sent_at", "received_at")
