"""What this room says should stand in the diary: each piece says it of its own (its `audit.py`)."""

from orda.reminders.messages import audit as messages

__all__ = ["messages"]
