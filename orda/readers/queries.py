"""What may be asked about readers."""

from orda.readers.cards.marks import bars_svg
from orda.readers.consents.queries import agreed_to, consents_to_sign
from orda.readers.finding.doubles import Asked, possible_doubles
from orda.readers.finding.queries import (
    Found,
    find_readers,
    holder_of,
    own_by_card,
    reader_by_card,
    search,
    search_names,
)
from orda.readers.registering.queries import siblings_of
from orda.readers.whose import (
    KEPT,
    is_known_by_consent,
    is_reader_of,
    is_served,
    served_at,
    served_without_consent,
)
from orda.readers.years.queries import not_yet_registered, readers_of_year, registration_of

__all__ = [
    "KEPT",
    "Asked",
    "Found",
    "agreed_to",
    "bars_svg",
    "consents_to_sign",
    "find_readers",
    "holder_of",
    "is_known_by_consent",
    "is_reader_of",
    "is_served",
    "not_yet_registered",
    "own_by_card",
    "possible_doubles",
    "reader_by_card",
    "readers_of_year",
    "registration_of",
    "search",
    "search_names",
    "served_at",
    "served_without_consent",
    "siblings_of",
]
