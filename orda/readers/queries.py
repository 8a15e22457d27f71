"""What may be asked about readers."""

from orda.readers.cards.marks import bars_svg
from orda.readers.consents.queries import agreed_to, consents_to_sign
from orda.readers.finding.doubles import Asked, possible_doubles
from orda.readers.finding.queries import Found, find_readers, reader_by_card, search, search_names
from orda.readers.registering.queries import is_reader_of, siblings_of
from orda.readers.years.queries import not_yet_registered, readers_of_year, registration_of

__all__ = [
    "Asked",
    "Found",
    "agreed_to",
    "bars_svg",
    "consents_to_sign",
    "find_readers",
    "is_reader_of",
    "not_yet_registered",
    "possible_doubles",
    "reader_by_card",
    "readers_of_year",
    "registration_of",
    "search",
    "search_names",
    "siblings_of",
]
