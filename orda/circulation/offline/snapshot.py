"""What a desk takes along for the time without a connection: enough to tell a card from a copy and in from out.

No person, no number: cards and copies are fingerprints (SHA-256 of the number with a salt of this snapshot, 12 hex
digits), with how many items a card holds and whether a copy is out.
"""

import datetime
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count, Q

from orda.circulation.models import Loan
from orda.circulation.offline.seal import public_key
from orda.network.models import Staff, Unit
from orda.readers.models import Reader
from orda.stock.models import Copy

DIGITS = 12
DAYS_AHEAD = 7  # a desk may be without a connection for a week


@dataclass(frozen=True)
class Snapshot:
    """`cards`: fingerprint -> [items out, may borrow]; `copies`: fingerprint -> out."""

    library: Unit
    salt: str
    cards: dict[str, tuple[int, bool]]
    copies: dict[str, bool]
    place: str  # signed: whose desk this is

    def as_data(self) -> dict[str, Any]:
        return {
            "library": self.library.name,
            "salt": self.salt,
            "cards": {key: [out, int(may)] for key, (out, may) in self.cards.items()},
            "copies": {key: int(out) for key, out in self.copies.items()},
            "place": self.place,
            "seal": public_key(),
        }


def snapshot(library: Unit, staff: Staff, day: datetime.date) -> Snapshot:
    """The cards registered at a library this year or holding its copies, and the copies that stand or were lent there.

    Four queries however large the library.
    """
    salt = secrets.token_hex(8)
    return Snapshot(
        library,
        salt,
        {fingerprint(salt, number): known for number, known in _cards(library, day).items()},
        {fingerprint(salt, number): out for number, out in _copies(library).items()},
        signing.dumps({"library": library.pk, "staff": staff.pk}, salt=PLACE),
    )


PLACE = "desk without a connection"


def fingerprint(salt: str, number: str) -> str:
    return hashlib.sha256((salt + number).encode()).hexdigest()[:DIGITS]


def _cards(library: Unit, day: datetime.date) -> dict[str, tuple[int, bool]]:
    here = Reader.objects.filter(
        Q(registrations__library=library, registrations__year=day.year)
        | Q(loans__library=library, loans__state=Loan.OPEN)
    ).distinct()
    out = dict(
        Loan.objects.filter(state=Loan.OPEN, reader__in=here.values("pk"))
        .values_list("reader_id")
        .annotate(n=Count("pk"))
    )
    registered = set(
        here.filter(registrations__library=library, registrations__year=day.year).values_list("pk", flat=True)
    )
    rows = here.values_list("pk", "card_number", "blocked_reason", "blocked_until")
    return {
        number: (out.get(pk, 0), pk in registered and not (reason and (until is None or until >= day)))
        for pk, number, reason, until in rows
    }


def _copies(library: Unit) -> dict[str, bool]:
    standing = Copy.objects.filter(
        Q(library=library, stands_at=None) | Q(stands_at=library), status=Copy.Status.IN_STOCK
    )
    lent = Loan.objects.filter(state=Loan.OPEN)
    found = dict.fromkeys(standing.values_list("barcode", flat=True), False)
    out = lent.filter(Q(library=library) | Q(copy__library=library))
    return found | dict.fromkeys(out.values_list("copy__barcode", flat=True), True)
