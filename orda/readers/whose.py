"""Whose reader it is: held by the network of their library; known in another by consent alone (decisions/0044)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from orda.network import house_settings, reach
from orda.network.models import Unit
from orda.network.rights import StaffRequest, owned, reaches, units_where
from orda.readers.consents.models import Consent
from orda.readers.registering.models import Reader

# Of a view whose address names a reader.
KEPT = owned(Reader, "library")


def CHANGED(request: StaffRequest, right: str, reader_id: int) -> None:  # noqa: N802
    """`KEPT`, of a view that changes the reader: where a branch changes its own readers alone, theirs."""
    KEPT(request, right, reader_id)
    reader = Reader.objects.filter(pk=reader_id).first()
    if reader is not None and not may_change(request, right, reader):
        raise PermissionDenied


CHANGED.model = Reader  # type: ignore[attr-defined]


def may_change(request: StaffRequest, right: str, reader: Reader) -> bool:
    """True where the person may change a reader of the network: any, or (as the house is set) one of their own
    libraries, where the reader's card was given or where they were ever registered."""
    if not reaches(request.user, right, reader.library_id):
        return False
    if house_settings.value("CHANGE_ANY_READER"):
        return True
    return any(is_reader_of(reader, top) for top in units_where(request.user, right))


def is_reader_of(reader: Reader, unit: Unit) -> bool:
    """True where a unit's subtree holds the reader's own library, or one at which they were ever registered."""
    here = Q(library__path__startswith=unit.path) | Q(registrations__library__path__startswith=unit.path)
    return Reader.objects.filter(here, pk=reader.pk).exists()


def is_served(reader_id: int, library_id: int, here: int) -> bool:
    """True where the reader, whose library is `library_id`, is served at the unit `here`: in their own network, or in
    one that they agreed to be known in. Asks the database nothing but of a stranger."""
    return reach.reaches(here, library_id) or is_known_by_consent(reader_id, here)


def is_known_by_consent(reader_id: int, here: int) -> bool:
    """True where the reader, of another network, agreed to be known in that of the unit `here`."""
    return shared(reach.network_id(here)).filter(reader=reader_id).exists()


def served_at(here: int) -> Q:
    """The condition on readers that they are found at the desk of a unit."""
    own = reach.within(here)
    return own | Q(pk__in=shared(reach.network_id(here)).values("reader")) if own else own


def shared(network_id: int) -> QuerySet[Consent]:
    """Standing consents to be known in a network."""
    return Consent.sharing.filter(network=network_id, revoked_on=None)


def served_without_consent(acts: "QuerySet[Any, Any]") -> Iterator[str]:
    """For `orda check`: acts that stand open for readers whom their network may not know any more, or never might."""
    if not reach.is_parted():
        return
    rows = acts.filter(reader__isnull=False).order_by("pk")
    columns = ("pk", "reader", "reader__library", "library", "library__code")
    for pk, reader, home, here, code in rows.values_list(*columns).iterator():
        if not is_served(reader, home, here):
            yield f"{acts.model._meta.model_name} {pk} at {code}: reader {reader}"
