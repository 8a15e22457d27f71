"""What machines may do, and what may be done with machines. Each act is one transaction."""

from orda.interop.services.acts import cancel_loan, cancel_return, give_back, lend, renew
from orda.interop.services.devices import add_device, disable_device, new_secret, seen, signed_in

__all__ = [
    "add_device",
    "cancel_loan",
    "cancel_return",
    "disable_device",
    "give_back",
    "lend",
    "new_secret",
    "renew",
    "seen",
    "signed_in",
]
