"""What of a record stands in columns of its own, read off its MARC."""

from collections.abc import Iterable

from orda.catalog.description import Description
from orda.catalog.fields import clean
from orda.catalog.marc import MARC21, Field
from orda.catalog.subject_fields import subject_field_of

LONGEST_KEY = 120


def columns_of(said: Description) -> dict[str, object]:
    return {
        "title": said.shown_title[:500],
        "author": said.author[:200],
        "year": said.year,
        "language": said.language,
        "isbn": said.isbn,
        "udc": said.udc[:60],
        "bbk": said.bbk[:60],
        "searched": said.searched,
        "age_mark": said.age_mark,
        "subject_field": subject_field_of(bbk=said.bbk, udc=said.udc),
    }


def key_of(fields: Iterable[Field], family: str) -> str:
    """The control number with whose it is (MARC 21: 003), for two libraries may give one number; "" without one."""
    told = dict(reversed([(tag, clean(content)) for tag, content in fields if tag in ("001", "003")]))
    number, whose = told.get("001", ""), told.get("003", "") if family == MARC21 else ""
    key = f"{whose}:{number}" if whose else number
    return key if number and len(key) <= LONGEST_KEY else ""
