"""What the acts of readers say should stand in the diary, and what is true of them: each piece says it of its own."""

from orda.readers.consents import audit as consents
from orda.readers.guardians import audit as guardians
from orda.readers.registering import audit as registering
from orda.readers.years import audit as years

__all__ = ["consents", "guardians", "registering", "years"]
