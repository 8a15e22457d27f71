"""What may be done at the desk. Each act is one transaction and leaves its lines in the diary."""

from orda.circulation.services.loans import Lent, Returned, give_back, lend, printable, renew
from orda.circulation.services.privacy import detach_history
from orda.circulation.services.undo import undo_loan, undo_renewal, undo_return, undo_visit
from orda.circulation.services.visits import count_visit

__all__ = [
    "Lent",
    "Returned",
    "count_visit",
    "detach_history",
    "give_back",
    "lend",
    "printable",
    "renew",
    "undo_loan",
    "undo_renewal",
    "undo_return",
    "undo_visit",
]
