"""What is said to families: messages, calls and letters, the campaigns they belong to."""

from orda.reminders.campaigns.models import Campaign, CampaignResult
from orda.reminders.letters.models import ClaimLetter
from orda.reminders.messages.models import Message, MessageItem

__all__ = [
    "Campaign",
    "CampaignResult",
    "ClaimLetter",
    "Message",
    "MessageItem",
]
