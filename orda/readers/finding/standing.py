"""A reader whose page may be opened."""

from django.shortcuts import get_object_or_404

from orda.readers.registering.models import Reader


def reader_or_404(reader_id: int) -> Reader:
    """A reader who is neither erased nor merged into another."""
    found = Reader.objects.select_related("library")
    return get_object_or_404(found, pk=reader_id, erased_on=None, merged_into=None)
