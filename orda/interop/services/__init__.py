"""What machines may do, and what may be done with machines. Each act is one transaction."""

from orda.interop.services.acts import cancel_loan, cancel_return, give_back, lend, renew
from orda.interop.services.claims import cancel_hold, pay_loss, place_hold, tell_the_desk
from orda.interop.services.devices import add_device, disable_device, new_secret, seen, signed_in
from orda.interop.services.gates import count_reading
from orda.interop.services.pairing import draw_code, pair

__all__ = [
    "add_device",
    "cancel_hold",
    "cancel_loan",
    "cancel_return",
    "count_reading",
    "disable_device",
    "draw_code",
    "give_back",
    "lend",
    "new_secret",
    "pair",
    "pay_loss",
    "place_hold",
    "renew",
    "seen",
    "signed_in",
    "tell_the_desk",
]
