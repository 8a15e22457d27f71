"""What the acts of circulation say should stand in the diary: each piece says it of its own (its `audit.py`)."""

from orda.circulation.deliveries import audit as deliveries
from orda.circulation.exchange.interlibrary import audit as interlibrary
from orda.circulation.exchange.selections import audit as selections
from orda.circulation.exchange.sets import audit as sets
from orda.circulation.exchange.transits import audit as transits
from orda.circulation.holds import audit as holds
from orda.circulation.loans import audit as loans
from orda.circulation.losses import audit as losses
from orda.circulation.visits import audit as visits

__all__ = [
    "deliveries",
    "holds",
    "interlibrary",
    "loans",
    "losses",
    "selections",
    "sets",
    "transits",
    "visits",
]
