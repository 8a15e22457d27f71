"""Pages of exchange as staff meet them: what they show, what they do, whose they are."""

import datetime

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.conftest import do, scan, text
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Deposit, InterlibraryLoan, Route, Selection, Transit
from orda.network.models import Role
from orda.readers.models import Reader
from tests.house import YESTERDAY, a_library, copies_in_stock, diary_of

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


def test_a_route_is_written_listed_for_the_round_and_removed(
    client_as, here, reader: Reader, library, other
) -> None:
    director = client_as(Role.DIRECTOR, library.parent)
    fields = {"name_kk": "Солтүстік", "name_ru": "Северный", "weekdays": ["1", "3"], "stop1": library.pk}
    assert director.post(reverse("route_new"), fields).status_code == 422
    do(director, "route_new", **fields, stop2=other.pk)
    route = Route.objects.get()
    assert [stop.library for stop in route.stops.all()] == [library, other]
    copy = copies_in_stock(other)[0]
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=other.pk)
    page = text(here, "route_list", route.pk, day="2024-09-16")
    assert page.count(copy.inventory_number) == 2  # taken up at one stop, laid down at the other
    assert "no round on this day" in text(here, "route_list", route.pk, day="2024-09-17")
    assert library.name in text(director, "routes")
    do(director, "route", route.pk, **{**fields, "stop1": other.pk, "stop2": library.pk})
    assert [stop.library for stop in Route.objects.get().stops.all()] == [other, library]
    do(director, "route_remove", route.pk)
    assert not Route.objects.exists()


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


def test_a_selection_is_asked_by_a_branch_and_answered_by_the_central_library(
    client_as, here, reader
) -> None:
    central = client_as(Role.LIBRARIAN, a_library("c", library_type="central"))
    do(
        here,
        "selection_new",
        asker="reader",
        card=reader.card_number,
        topic="Ғарыш",
        wanted="5",
        due_on="2024-09-20",
    )
    selection = Selection.objects.get()
    assert (selection.reader, selection.due_on) == (reader, datetime.date(2024, 9, 20))
    assert "Ғарыш" in text(central, "selections")
    answer = central.post(reverse("selection", args=[selection.pk]), {"found": "0"})
    assert answer.status_code == 422  # nothing found, and no word why
    do(central, "selection", selection.pk, found="4", answer="төртеуі табылды")
    assert diary_of(by="asker")["selection", "reader"] == 4
    assert "төртеуі табылды" in text(here, "selections", state="done")


def test_an_interlibrary_loan_goes_its_steps(here, reader) -> None:
    do(
        here,
        "interlibrary_new",
        direction="in",
        partner="Облыстық",
        document="Бөкейхан",
        card=reader.card_number,
    )
    loan = InterlibraryLoan.objects.get()
    assert "Received" in text(here, "interlibrary_loan", loan.pk)
    do(here, "interlibrary_loan", loan.pk, state="received")
    assert "16.10.2024" in text(here, "interlibrary")
    do(here, "interlibrary_loan", loan.pk, state="returned")
    assert "Бөкейхан" in text(here, "interlibrary", over="1")
    assert here.post(reverse("interlibrary_loan", args=[loan.pk]), {"state": "sent"}).status_code == 422
    assert diary_of()["interlibrary_loan"] == 1


def test_the_years_table_counts_here_and_in_the_network(here, reader, library, other) -> None:
    copy = copies_in_stock(other, day=YESTERDAY)[0]
    desk.lend(copy.barcode, reader.pk, library_id=library.pk)
    lines = {line.label: line for line in here.get(reverse("exchange_table")).context["lines"]}
    assert (lines["loans of other libraries' copies"].here, lines["copies issued by exchange"].network) == (
        1,
        0,
    )


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
