"""Pages of holds and exchange as staff meet them: what they show, what they do, whose they are, what they cost."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.desk import views
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.requests import requests_of_reader
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Deposit, Hold, InterlibraryLoan, Route, Selection, Transit
from orda.network.models import Role, Unit
from orda.readers.models import Look, Reader
from orda.stock.models import Copy
from tests.house import TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def here(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


@pytest.fixture
def other(library: Unit) -> Unit:
    return a_library("b6")


@pytest.fixture
def there(client_as, other: Unit) -> Client:
    return client_as(Role.LIBRARIAN, other)


def text(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, page: str, /, *args: object, **fields: object) -> str:
    answer = client.post(reverse(page, args=args), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def scan(client: Client, barcode: str) -> str:
    return client.post(
        reverse("desk_scan"), {"scan": barcode}, headers={"hx-request": "true"}
    ).content.decode()


def test_from_the_catalogue_to_the_queue_and_back_by_undo(here, copy: Copy, reader: Reader, library) -> None:
    record = text(here, "record", copy.record_id)
    assert reverse("hold_place") in record
    answer = do(here, "hold_place", record=copy.record_id, card=reader.card_number, library=library.pk)
    assert "a copy was found and is asked for" in answer
    assert "to be taken off the shelf" in answer  # the reader stands at the desk, with what they wait for
    assert "1 reader waits" in text(here, "record", copy.record_id)
    assert reader.full_name in text(here, "hold_queue", copy.record_id)
    assert Look.objects.filter(reader=reader).exists()
    do(here, "desk_undo")
    assert not Hold.objects.exists()
    assert diary_of() == {}


def test_a_refused_hold_says_why(here, copy: Copy, reader: Reader, library) -> None:
    asked = {"record": copy.record_id, "library": library.pk}
    answer = here.post(reverse("hold_place"), {**asked, "card": "nobody"})
    assert answer.status_code == 422
    assert "No reader has this card." in answer.content.decode()
    do(here, "hold_place", **asked, card=reader.card_number)
    answer = here.post(reverse("hold_place"), {**asked, "card": reader.card_number})
    assert "waits for this title already" in answer.content.decode()
    assert here.get(reverse("hold_place"), {"record": "x"}).status_code == 404


def test_the_public_sees_how_many_wait_and_never_who(client, copy: Copy, reader: Reader, library) -> None:
    desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    page = client.get(reverse("record", args=[copy.record_id])).content.decode()
    assert "1 reader waits" in page
    assert "put by or on its way" in page
    assert reader.family_name not in page
    assert reverse("hold_place") not in page


def test_the_pick_list_is_in_the_order_of_the_shelves_and_names_no_reader(
    here, reader: Reader, library
) -> None:
    for author, bbk in (("Әуезов М.", "84"), ("Абай", "84"), ("Марғұлан Ә.", "63")):
        copy = copies_in_stock(library)[0]
        type(copy.record).objects.filter(pk=copy.record_id).update(author=author, bbk=bbk)
        desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    page = text(here, "pick_list")
    assert "data-print" in page
    assert page.index("Марғұлан") < page.index("Абай") < page.index("Әуезов")
    assert reader.family_name not in page


def test_found_and_not_there_are_pressed_on_the_pick_list(here, reader: Reader, library, other) -> None:
    near, far = copies_in_stock(library, 1), None
    far = copies_in_stock(other, record=near[0].record)[0]
    hold = desk.place_hold(far.record_id, reader.pk, library_id=library.pk)
    assert "The next copy is asked for" in do(here, "hold_not_there", hold.pk)
    assert "It goes to" in do(here, "hold_found", hold.pk)  # the other library's shelf
    assert near[0].inventory_number in text(here, "not_on_shelf")
    do(here, "hold_turned_up", near[0].pk)
    assert not near[0].misses.filter(found_at=None).exists()


def test_the_desk_finds_receives_lends_and_sends_by_scanning_alone(
    here, there, reader: Reader, library, other, monkeypatch
) -> None:
    monkeypatch.setattr(views, "ECHO_SECONDS", 0)
    copy = copies_in_stock(other, day=YESTERDAY)[0]
    desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    assert f"Goes to: {library.name}" in scan(there, copy.barcode)
    assert "lay it by for the van" in scan(there, copy.barcode)
    assert "Gone with the van: 1" in do(there, "transits_send", transit=Transit.objects.get().pk)
    assert f"Put it by for {reader}" in scan(here, copy.barcode)
    assert f"waits for {reader}" in scan(here, copy.barcode)
    assert reader.full_name in text(here, "hold_shelf")
    scan(here, reader.card_number)
    assert "Lent until" in scan(here, copy.barcode)
    assert Hold.objects.get().state == Hold.State.LENT
    assert f"Goes to: {other.name}" in scan(here, copy.barcode)
    said = diary_of()
    assert (said["loan"], said["exchange_loan"], said["exchange_issue"]) == (1, 1, 1)


def test_a_hold_is_suspended_resumed_and_cancelled_on_its_page(
    here, copy: Copy, reader: Reader, library
) -> None:
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    until = TODAY + datetime.timedelta(days=3)
    assert "Away until 19.09.2024" in do(here, "hold_suspend", hold.pk, until=until.isoformat())
    assert "Say until which day" in do(here, "hold_suspend", hold.pk, until="")
    assert "In the queue again" in do(here, "hold_resume", hold.pk)
    assert "The hold is cancelled" in do(here, "hold_cancel", hold.pk)
    assert "cancelled" in text(here, "holds", state="cancelled")
    assert "No hold stands here." in text(here, "holds")


def test_what_nobody_fetched_is_put_back(here, copy: Copy, reader: Reader, library) -> None:
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    desk.found(hold.pk, library_id=library.pk)
    desk.cancel_hold(hold.pk)
    assert "Not fetched" in text(here, "hold_shelf")
    assert "Back among the books" in do(here, "hold_shelved", hold.pk)
    assert "Not fetched" not in text(here, "hold_shelf")


def test_a_hold_of_another_network_is_nobodys_business(
    here, copy: Copy, reader: Reader, library, client_as
) -> None:
    from orda.network.services import add_unit

    town = add_unit(kind="network", code="town", name_kk="қ", name_ru="г", name_en="t")
    abroad = add_unit(kind="library", code="t1", name_kk="к", name_ru="б", name_en="l", parent=town)
    hold = desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    stranger = client_as(Role.LIBRARIAN, abroad)
    assert stranger.post(reverse("hold_cancel", args=[hold.pk])).status_code == 403
    assert Hold.objects.get().state == Hold.State.PICKING


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


@pytest.mark.parametrize("name", ["holds", "hold_shelf", "pick_list", "transits"])
def test_a_list_of_many_costs_as_many_questions_as_a_list_of_one(
    here, reader, library, other, name, django_assert_max_num_queries
) -> None:
    for number in range(6):
        copy = copies_in_stock(library if number % 2 else other)[0]
        hold = desk.place_hold(copy.record_id, a_reader(library).pk, library_id=library.pk)
        if number > 1:
            desk.found(hold.pk, library_id=copy.library_id)
    with django_assert_max_num_queries(12):
        text(here, name)


def test_a_readers_panel_asks_twice_for_any_number_of_holds(
    reader, library, django_assert_num_queries
) -> None:
    from orda.circulation.holds.queries import holds_of_reader

    for _ in range(3):
        copy = copies_in_stock(library)[0]
        desk.lend(copy.barcode, a_reader(library).pk, library_id=library.pk)
        desk.place_hold(copy.record_id, a_reader(library).pk, library_id=library.pk)
        desk.place_hold(copy.record_id, reader.pk, library_id=library.pk)
    with django_assert_num_queries(2):
        assert [hold.place for hold in holds_of_reader(reader.pk)] == [2, 2, 2]


def test_what_a_reader_asked_for_is_told_when_their_card_is_scanned(
    here, library, reader: Reader, other: Unit
) -> None:
    asked = selections.ask_selection("Ғарыш туралы", library=library, asker="reader", reader_id=reader.pk)
    loan = interlibrary.ask_in("Бөкейхан Ә.", "Облыстық кітапхана", library=library, reader_id=reader.pk)
    assert "Ғарыш туралы" not in scan(here, reader.card_number)
    selections.selection_done(asked.pk, 3, giver=other)
    interlibrary.move_on(loan.pk, "received")
    said = scan(here, reader.card_number)
    assert "Asked for, and here:" in said
    assert "Ғарыш туралы" in said
    assert "Бөкейхан Ә." in said
    interlibrary.move_on(loan.pk, "returned")
    assert "Бөкейхан Ә." not in scan(here, reader.card_number)
    later = TODAY + datetime.timedelta(days=15)
    assert requests_of_reader(reader.pk, later) == []


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
