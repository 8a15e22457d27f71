"""Whom messages speak of."""

from collections import defaultdict
from collections.abc import Collection

from orda.reminders.messages.models import MessageItem


def spoken_of(message_ids: Collection[int]) -> dict[int, set[int]]:
    """Message -> the readers whose loans or holds it speaks of."""
    found: dict[int, set[int]] = defaultdict(set)
    items = MessageItem.objects.filter(message__in=message_ids)
    for message, of_loan, of_hold in items.values_list("message_id", "loan__reader_id", "hold__reader_id"):
        found[message] |= {one for one in (of_loan, of_hold) if one is not None}
    return found
