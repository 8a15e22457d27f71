"""A card at the entrance: the visit is counted, and the child is greeted by the given name alone."""

import hmac
from dataclasses import dataclass

from django.conf import settings

from orda.circulation.holds.models import Hold
from orda.circulation.visits import queries, services
from orda.circulation.visits.models import VisitSource
from orda.network import clock
from orda.readers.models import Reader
from orda.readers.queries import reader_by_card

AGAIN_AFTER = 60  # minutes: who goes out to the yard and comes back has come once


@dataclass(frozen=True)
class Hello:
    """What the entrance says. `known` False: no such card."""

    known: bool = False
    name: str = ""
    counted: int = 0  # people; 0 where the card was here a moment ago
    book_waits: bool = False
    registered: bool = True


def come_in(card_number: str, library_id: int, seen: dict[str, float], by_id: int | None) -> Hello:
    """Counts the visit of whoever holds the card, once within AGAIN_AFTER minutes.

    `seen` is the entrance's short memory, card's keyed hash -> moment; it is changed, and holds no card's number.
    """
    reader = reader_by_card(card_number, at=library_id)
    if reader is None or reader.erased_on is not None:
        return Hello()
    now, mark = clock.now().timestamp(), _mark(reader.card_number)
    for old in [one for one, at in seen.items() if now - at > AGAIN_AFTER * 60]:
        del seen[old]
    day = clock.today()
    who = queries.visitor(reader.pk, library_id, day)
    counted = 0
    if mark not in seen:
        counted = services.count_visit(
            library_id=library_id,
            quantity=who.people,
            age_group=who.age_group,
            source=VisitSource.CARD,
            by_id=by_id,
        ).quantity
        seen[mark] = now
        services.came(reader.pk, library_id, day)
    is_group = reader.category == Reader.Category.GROUP
    waits = Hold.objects.filter(reader=reader, library=library_id, state=Hold.State.READY).exists()
    name = reader.family_name if is_group else reader.given_name
    return Hello(True, name, counted, waits, is_group or bool(who.age_group))


def _mark(card_number: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"entrance:{card_number}".encode(), "sha256").hexdigest()[
        :16
    ]
