"""What reminders say should stand in the diary."""

from collections.abc import Iterable

from django.db.models import Value

from orda.diary.audit import Row, audits
from orda.reminders.messages.models import Message


@audits("reminder", act="reminder")
def reminders() -> Iterable[Row]:
    """Every message that was sent, call that was made and letter that was written counts one; a slip counts nothing."""
    sent = Message.objects.filter(state=Message.State.SENT, kind__in=Message.REMINDERS)
    return sent.order_by("pk").values_list("pk", "settled_on", "library_id", Value(1))
