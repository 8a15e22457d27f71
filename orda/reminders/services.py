"""What may be said to families, and how it is kept from being said twice."""

from orda.reminders.campaigns.services import NewCampaign, close_over, set_campaign
from orda.reminders.letters.services import write_letters
from orda.reminders.outbox.forgetting import forget_texts
from orda.reminders.outbox.queueing import Queued, queue_due
from orda.reminders.outbox.sending import Outcome, may_be_sent_at, send_again, send_due
from orda.reminders.overdue.services import note_call
from orda.reminders.slips.services import send_slip

__all__ = [
    "NewCampaign",
    "close_over",
    "set_campaign",
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
