"""Whom messages speak of."""

from collections import defaultdict
from collections.abc import Collection

from orda.reminders.messages.models import Message, MessageItem


def spoken_of(message_ids: Collection[int]) -> dict[int, set[int]]:
    """Message -> the readers whose loans or holds it speaks of."""
    found: dict[int, set[int]] = defaultdict(set)
    items = MessageItem.objects.filter(message__in=message_ids)
    for message, of_loan, of_hold in items.values_list("message_id", "loan__reader_id", "hold__reader_id"):
        found[message] |= {one for one in (of_loan, of_hold) if one is not None}
    # The news of a closing speaks of books on the hold shelf without items: a hold has one item, of when it came.
    closings = Message.objects.filter(pk__in=message_ids, kind=Message.Kind.CLOSING)
    for message, reader, of_family in closings.values_list("pk", "reader", "family__readers"):
        found[message] |= {one for one in (reader, of_family) if one is not None}
    return found
