"""What may be said to families, and how it is kept from being said twice."""

from orda.reminders.services.calls import note_call
from orda.reminders.services.forgetting import forget_texts
from orda.reminders.services.letters import write_letters
from orda.reminders.services.queueing import Queued, queue_due
from orda.reminders.services.sending import Outcome, may_be_sent_at, send_again, send_due
from orda.reminders.services.slips import send_slip

__all__ = [
    "Outcome",
    "Queued",
    "forget_texts",
    "may_be_sent_at",
    "note_call",
    "queue_due",
    "send_again",
    "send_due",
    "send_slip",
    "write_letters",
]
