"""Pages of the ways between libraries: what the van brings, what stays here, what is lost on the way."""

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.conftest import do, scan, text
from orda.circulation.models import Transit
from orda.network.models import Role
from orda.readers.models import Reader
from tests.house import YESTERDAY, a_library, copies_in_stock

pytestmark = pytest.mark.usefixtures("english")


def test_the_van_is_received_by_scanning_and_a_copy_kept(here, there, reader: Reader, library, other) -> None:
    copy = copies_in_stock(other, day=YESTERDAY)[0]
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    desk.give_back(copy.barcode, library_id=library.pk)
    way = Transit.objects.get()
    assert copy.record.title in text(here, "transits")
    assert "It goes to" in do(here, "transits_receive", barcode=copy.barcode)
    assert "It stays here" in do(here, "transit_keep", way.pk)
    assert "This copy is not on its way." in do(there, "transits_receive", barcode=copy.barcode)
    assert "can&#x27;t be done any more" in do(here, "transits_send", transit=way.pk)


def test_what_the_van_lost_is_said_by_either_library_and_found_where_it_is_scanned(
    client_as, here, there, reader: Reader, library, other
) -> None:
    copies = copies_in_stock(other, 3, day=YESTERDAY)
    for copy in copies:
        desk.lend(copy.barcode, reader.pk, library_id=library.pk)
        desk.give_back(copy.barcode, library_id=library.pk)
    ways = list(Transit.objects.order_by("pk"))
    for way in ways:
        do(here, "transits_send", transit=way.pk)
    assert reverse("transit_lost", args=[ways[0].pk]) in text(here, "transits")
    assert reverse("transit_lost", args=[ways[0].pk]) in text(there, "transits")
    stranger = client_as(Role.LIBRARIAN, a_library("b7"))
    assert "Lost on the way: " not in do(stranger, "transit_lost", ways[0].pk)
    for client, way in zip((here, there, there), ways, strict=True):
        assert "Lost on the way: " in do(client, "transit_lost", way.pk)
    assert copies[0].inventory_number in text(there, "not_on_shelf")
    assert "Found again: " in do(there, "transits_receive", barcode=copies[0].barcode)
    assert "Found again: " in scan(here, copies[1].barcode)
    assert Transit.objects.filter(copy=copies[1], state="waiting", target=other).exists()
    assert "It is there" in text(there, "not_on_shelf")
    do(there, "hold_turned_up", copies[2].pk)
    assert "It is there" not in text(there, "not_on_shelf")
