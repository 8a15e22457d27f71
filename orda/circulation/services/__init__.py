"""What may be done at the desk. Each act is one transaction and leaves its lines in the diary."""

from orda.circulation.services import rules
from orda.circulation.services.acts import Lent, Next, Returned
from orda.circulation.services.at_the_desk import promised_to_other, release_copy
from orda.circulation.services.history import Act, Aside, Borrowed, BroughtBack, Renewed, enter_history
from orda.circulation.services.holds import (
    cancel_hold,
    place_hold,
    resume_hold,
    suspend_hold,
    undo_cancel,
    undo_hold,
)
from orda.circulation.services.loans import SET_ASIDE, give_back, lend, printable, renew
from orda.circulation.services.privacy import detach_history, forget_offline_cards
from orda.circulation.services.shelf import (
    expire_holds,
    found,
    found_after_all,
    not_on_shelf,
    serve_queues,
    shelved,
)
from orda.circulation.services.transits import Received, keep_here, lost_on_the_way, receive, send, turn_up
from orda.circulation.services.undo import undo_loan, undo_renewal, undo_return, undo_visit
from orda.circulation.services.visits import Came, count_visit, count_visits

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
    "enter_history",
    "forget_offline_cards",
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
