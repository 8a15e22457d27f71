"""What a desk takes along for the time without a connection: enough to tell a card from a copy and in from out.

No person, no number: cards and copies are fingerprints (SHA-256 of the number with a salt of this snapshot, 12 hex
digits), with how many items a card holds and how many wait for it, whether a copy is out, put by or wanted.
"""

import datetime
import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import Count, Q

from orda.circulation.holds.models import Hold
from orda.circulation.loans.models import Loan
from orda.circulation.offline.seal import public_key
from orda.network import reach
from orda.network.models import Staff, Unit
from orda.readers.models import Reader
from orda.readers.queries import served_at
from orda.stock.models import Copy

DIGITS = 12
OUT, PUT_BY, WANTED = 1, 2, 4  # what is known of a copy: lent, promised to a reader, its title waited for
READY = Hold.State.READY


@dataclass(frozen=True)
class Snapshot:
    """`cards`: fingerprint -> (items out, may borrow, books on the hold shelf); `copies`: fingerprint -> OUT, PUT_BY
    and WANTED added up; `promised`: fingerprints of a copy with the card for which it is put by."""

    library: Unit
    salt: str
    cards: dict[str, tuple[int, bool, int]]
    copies: dict[str, int]
    promised: list[str]
    place: str  # signed: whose desk this is

    def as_data(self) -> dict[str, Any]:
        return {
            "library": self.library.name,
            "salt": self.salt,
            "cards": {key: [out, int(may), ready] for key, (out, may, ready) in self.cards.items()},
            "copies": self.copies,
            "promised": self.promised,
            "place": self.place,
            "seal": public_key(),
        }


def snapshot(library: Unit, staff: Staff, day: datetime.date) -> Snapshot:
    """The cards registered at a library this year or holding its copies, and the copies that stand or were lent there.

    Seven queries however large the library.
    """
    salt = secrets.token_hex(8)
    promised = _promised(library)
    ready = Counter(card for _copy, card, state, there in promised if state == READY and there == library.pk)
    return Snapshot(
        library,
        salt,
        {
            fingerprint(salt, number): (*known, ready[number])
            for number, known in _cards(library, day).items()
        },
        {fingerprint(salt, number): state for number, state in _copies(library, promised).items()},
        [fingerprint(salt, f"{copy} {card}") for copy, card, _state, _there in promised],
        signing.dumps({"library": library.pk, "staff": staff.pk}, salt=PLACE),
    )


PLACE = "desk without a connection"


def fingerprint(salt: str, number: str) -> str:
    return hashlib.sha256((salt + number).encode()).hexdigest()[:DIGITS]


def _cards(library: Unit, day: datetime.date) -> dict[str, tuple[int, bool]]:
    here = Reader.objects.filter(
        Q(registrations__library=library, registrations__year=day.year)
        | Q(loans__library=library, loans__state=Loan.OPEN),
        served_at(library.pk),
    ).distinct()
    out = dict(
        Loan.objects.filter(reach.within(library.pk), state=Loan.OPEN, reader__in=here.values("pk"))
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


def _promised(library: Unit) -> list[tuple[str, str, str, int]]:
    """Copies put by for readers that stand here: barcode, card, state of the hold, where it is fetched."""
    here = Q(copy__library=library, copy__stands_at=None) | Q(copy__stands_at=library)
    holds = Hold.objects.filter(here, state__in=Hold.WITH_A_COPY).order_by("pk")
    return list(holds.values_list("copy__barcode", "reader__card_number", "state", "library_id"))


def _copies(library: Unit, promised: list[tuple[str, str, str, int]]) -> dict[str, int]:
    standing = Copy.objects.filter(
        Q(library=library, stands_at=None) | Q(stands_at=library), status=Copy.Status.IN_STOCK
    )
    lent = Loan.objects.filter(state=Loan.OPEN)
    found = dict.fromkeys(standing.values_list("barcode", flat=True), 0)
    out = lent.filter(Q(library=library) | Q(copy__library=library))
    found |= dict.fromkeys(out.values_list("copy__barcode", flat=True), OUT)
    for barcode, *_who in promised:
        found[barcode] = found.get(barcode, 0) | PUT_BY
    waiting = Hold.objects.filter(state=Hold.State.WAITING).values("record")
    for barcode in out.filter(copy__record__in=waiting).values_list("copy__barcode", flat=True):
        found[barcode] |= WANTED
    return found
