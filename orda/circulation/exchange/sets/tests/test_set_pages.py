"""Pages of ready-made sets: what they do, whose they are."""

import pytest
from django.urls import reverse

from orda.circulation.conftest import do, text
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Deposit
from orda.network.models import Role
from tests.house import YESTERDAY, a_library, copies_in_stock, diary_of

pytestmark = pytest.mark.usefixtures("english")


def test_a_set_is_scanned_together_sent_received_and_given_back(here, there, library, other) -> None:
    first, second = copies_in_stock(other, 2, day=YESTERDAY)
    do(there, "set_new", name="Жазғы оқу", taker=library.pk)
    made = Deposit.objects.get()
    do(there, "set_scan", made.pk, barcode=first.barcode)
    do(there, "set_scan", made.pk, barcode=second.barcode)
    assert "is not free here" in do(there, "set_scan", made.pk, barcode=second.barcode)
    do(there, "set_take_out", made.pk, second.pk)
    do(there, "set_scan", made.pk, barcode=second.barcode)
    assert "The set is on its way." in do(there, "set_act", made.pk, "send")
    assert "The set stands here now." in do(here, "set_act", made.pk, "receive")
    assert "Given back: 1. Missing: 1." in do(here, "set_give_back", made.pk, barcodes=first.barcode)
    assert "missing" in text(there, "set", made.pk)
    assert "missing: 1" in text(there, "sets", over="1")
    assert there.post(reverse("set_act", args=[made.pk, "burn"])).status_code == 404
    assert diary_of()["set_lent"] == 1


def test_a_set_of_others_is_not_shown(client_as, library, other) -> None:
    made = sets.make_set("Жаз", giver=library, taker=other)
    third = client_as(Role.LIBRARIAN, a_library("b7"))
    assert third.get(reverse("set", args=[made.pk])).status_code == 404
    assert third.post(reverse("set_act", args=[made.pk, "give-up"])).status_code == 404
