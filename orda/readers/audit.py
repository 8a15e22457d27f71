"""What the acts of readers say should stand in the diary: each piece says it of its own (its `audit.py`)."""

from orda.readers.years import audit as years

__all__ = ["years"]
