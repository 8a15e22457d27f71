"""What is kept of loans, visits, holds, exchange, losses, and of desks that work without a connection."""

from orda.circulation.deliveries.models import Delivery
from orda.circulation.exchange.interlibrary.models import InterlibraryLoan
from orda.circulation.exchange.routes.models import Route, Stop
from orda.circulation.exchange.selections.models import Selection, SelectionCopy
from orda.circulation.exchange.sets.models import Deposit, DepositCopy
from orda.circulation.exchange.transits.models import Transit
from orda.circulation.holds.models import Hold, NotOnShelf
from orda.circulation.loans.models import Channel, Loan, MovedDueDay, Place, Renewal
from orda.circulation.losses.models import LossCase
from orda.circulation.notes.models import Note
from orda.circulation.offline.models import OfflineAct
from orda.circulation.points.models import ServicePoint
from orda.circulation.rules.models import LoanRule
from orda.circulation.visits.models import CameToday, Visit, VisitSource

__all__ = [
    "CameToday",
    "Channel",
    "Delivery",
    "Deposit",
    "DepositCopy",
    "Hold",
    "InterlibraryLoan",
    "Loan",
    "LoanRule",
    "LossCase",
    "MovedDueDay",
    "NotOnShelf",
    "Note",
    "OfflineAct",
    "Place",
    "Renewal",
    "Route",
    "Selection",
    "SelectionCopy",
    "ServicePoint",
    "Stop",
    "Transit",
    "Visit",
    "VisitSource",
]
