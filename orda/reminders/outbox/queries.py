"""What may be asked of the outbox."""

from django.db.models import Count, QuerySet

from orda.network.models import Unit
from orda.reminders.messages.models import Message


def messages(unit: Unit, state: str = "") -> QuerySet[Message]:
    """The outbox of a unit's subtree, the latest first."""
    found = Message.objects.filter(library__path__startswith=unit.path)
    if state:
        found = found.filter(state=state)
    return found.select_related("library", "family", "reader").order_by("-queued_at", "-pk")


def messages_by_state(unit: Unit) -> dict[str, int]:
    """How many messages of a unit's subtree stand in each state."""
    found = Message.objects.filter(library__path__startswith=unit.path).order_by()
    return dict(found.values_list("state").annotate(n=Count("pk")))
