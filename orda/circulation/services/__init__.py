"""What may be done at the desk. Each act is one transaction and leaves its lines in the diary."""

from orda.circulation.services import rules
from orda.circulation.services.acts import Lent, Next, Returned
from orda.circulation.services.loans import SET_ASIDE, give_back, lend, printable, renew
from orda.circulation.services.privacy import detach_history, forget_offline_cards
from orda.circulation.services.undo import undo_loan, undo_renewal, undo_return, undo_visit
from orda.circulation.services.visits import count_visit

__all__ = [
    "SET_ASIDE",
    "Lent",
    "Next",
    "Returned",
    "count_visit",
    "detach_history",
    "forget_offline_cards",
    "give_back",
    "lend",
    "printable",
    "renew",
    "rules",
    "undo_loan",
    "undo_renewal",
    "undo_return",
    "undo_visit",
]
