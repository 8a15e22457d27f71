"""Of a reader's family and libraries."""

from django.db.models import Q

from orda.network.models import Unit
from orda.readers.registering.models import Reader


def siblings_of(reader: Reader) -> list[Reader]:
    """The other readers of the family."""
    if reader.family_id is None:
        return []
    family = Reader.objects.filter(family=reader.family_id, erased_on=None, merged_into=None)
    return list(family.exclude(pk=reader.pk).order_by("birth_date", "pk"))


def is_reader_of(reader: Reader, unit: Unit) -> bool:
    """True where a unit's subtree holds the reader's own library, or one at which they were ever registered."""
    here = Q(library__path__startswith=unit.path) | Q(registrations__library__path__startswith=unit.path)
    return Reader.objects.filter(here, pk=reader.pk).exists()
