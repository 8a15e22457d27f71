"""Who sees health data and addresses."""

from orda.network.rights import SEE_NEEDS, StaffRequest, may
from orda.readers.registering.models import Reader
from orda.readers.whose import is_reader_of


def sees_needs(request: StaffRequest, reader: Reader | None = None) -> bool:
    """Health data and addresses are shown to librarians of the reader's own libraries alone."""
    if not may(request.user, SEE_NEEDS, request.workplace):
        return False
    return reader is None or is_reader_of(reader, request.workplace)
