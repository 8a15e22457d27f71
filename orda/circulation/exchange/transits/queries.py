"""What may be asked of ways between libraries."""

from django.db.models import QuerySet

from orda.circulation.exchange.transits.models import Transit
from orda.network.models import Unit

_SHOWN = ("copy__record", "source", "target", "hold__reader", "deposit")


def to_send(library: Unit) -> QuerySet[Transit]:
    """Copies that wait for the van at a library, by where they go."""
    waiting = Transit.objects.filter(source=library, state=Transit.State.WAITING).select_related(*_SHOWN)
    return waiting.order_by("target__path", "made_at", "pk")


def coming(library: Unit) -> QuerySet[Transit]:
    """Copies that are to come to a library: under way, or waiting for the van elsewhere."""
    found = Transit.objects.filter(target=library, state__in=Transit.UNFINISHED).select_related(*_SHOWN)
    return found.order_by("state", "source__path", "made_at", "pk")


def gone(library: Unit) -> QuerySet[Transit]:
    """Copies that left a library with the van and have not been received: the longest under way first."""
    found = Transit.objects.filter(source=library, state=Transit.State.SENT).select_related(*_SHOWN)
    return found.order_by("sent_at", "pk")
