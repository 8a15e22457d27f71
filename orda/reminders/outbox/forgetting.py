"""Forget what was said; that it was said stays."""

import datetime

from django.db.models import Q

from orda.reminders.messages.models import Message


def forget_texts(settled_before: datetime.date) -> int:
    """Empties words and addresses of messages settled before a day, and at once of those whose person was erased.

    Returns how many were forgotten. Source: law № 94-V (data are kept no longer than their purpose needs).
    """
    nobodys = Q(family=None, reader=None)
    old = Q(settled_on__lt=settled_before)
    return (
        Message.objects.filter(nobodys | old)
        .exclude(text="", address="", subject="")
        .update(text="", subject="", address="")
    )
