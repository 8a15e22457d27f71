"""What rooms above may do here: each act is one transaction and leaves its lines in the diary."""

from orda.circulation.copies.onward import Next
from orda.circulation.exchange.transits.services import (
    Received,
    keep_here,
    lost_on_the_way,
    receive,
    send,
    turn_up,
)
from orda.circulation.forgetting import detach_history, forget_offline_cards
from orda.circulation.holds.consequences import promised_to_other, release_copy
from orda.circulation.holds.services import (
    cancel_hold,
    place_hold,
    resume_hold,
    suspend_hold,
    undo_cancel,
    undo_hold,
)
from orda.circulation.holds.shelf import (
    expire_holds,
    found,
    found_after_all,
    not_on_shelf,
    serve_queues,
    shelved,
)
from orda.circulation.loans.acts import Lent, Returned
from orda.circulation.loans.checks import SET_ASIDE
from orda.circulation.loans.history import enter_history
from orda.circulation.loans.history_acts import Act, Aside, Borrowed, BroughtBack, Renewed
from orda.circulation.loans.renewing import renew
from orda.circulation.loans.services import give_back, lend
from orda.circulation.loans.undo import undo_loan, undo_renewal, undo_return
from orda.circulation.rules import rule as rules
from orda.circulation.visits.services import Came, count_visit, count_visits, undo_visit
from orda.network.refusals import printable

__all__ = [
    "SET_ASIDE",
    "Act",
    "Aside",
    "Borrowed",
    "BroughtBack",
    "Came",
    "Lent",
    "Next",
    "Received",
    "Renewed",
    "Returned",
    "cancel_hold",
    "count_visit",
    "count_visits",
    "detach_history",
    "forget_offline_cards",
    "enter_history",
    "expire_holds",
    "found",
    "found_after_all",
    "give_back",
    "keep_here",
    "lend",
    "lost_on_the_way",
    "not_on_shelf",
    "place_hold",
    "printable",
    "promised_to_other",
    "receive",
    "release_copy",
    "renew",
    "resume_hold",
    "rules",
    "send",
    "serve_queues",
    "shelved",
    "suspend_hold",
    "turn_up",
    "undo_cancel",
    "undo_hold",
    "undo_loan",
    "undo_renewal",
    "undo_return",
    "undo_visit",
]
