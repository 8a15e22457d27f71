"""What is kept of loans, visits, holds, exchange, losses, and of desks that work without a connection."""

from orda.circulation.models.exchange import Deposit, DepositCopy, InterlibraryLoan, Selection, SelectionCopy
from orda.circulation.models.holds import Hold, NotOnShelf
from orda.circulation.models.loans import Channel, Loan, LoanRule, Place, Renewal
from orda.circulation.models.losses import LossCase
from orda.circulation.models.notes import Note
from orda.circulation.models.offline import OfflineAct
from orda.circulation.models.transits import Route, Stop, Transit
from orda.circulation.models.visits import Delivery, ServicePoint, Visit, VisitSource

__all__ = [
    "Channel",
    "Delivery",
    "Deposit",
    "DepositCopy",
    "Hold",
    "InterlibraryLoan",
    "Loan",
    "LoanRule",
    "LossCase",
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
