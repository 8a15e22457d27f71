"""Of a reader's family and libraries."""

from orda.readers.registering.models import Reader


def siblings_of(reader: Reader) -> list[Reader]:
    """The other readers of the family."""
    if reader.family_id is None:
        return []
    family = Reader.objects.filter(family=reader.family_id, erased_on=None, merged_into=None)
    return list(family.exclude(pk=reader.pk).order_by("birth_date", "pk"))
