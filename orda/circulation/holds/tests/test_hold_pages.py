"""Pages of holds as staff meet them: what they show, what they do, whose they are, what they cost."""

import datetime

import pytest
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.conftest import do, scan, text
from orda.circulation.desk import views
from orda.circulation.exchange.interlibrary import services as interlibrary
from orda.circulation.exchange.requests import requests_of_reader
from orda.circulation.exchange.selections import services as selections
from orda.circulation.models import Hold, Transit
from orda.network.models import Role, Unit
from orda.readers.models import Look, Reader
from orda.stock.models import Copy
from tests.house import TODAY, YESTERDAY, a_reader, copies_in_stock, diary_of

pytestmark = pytest.mark.usefixtures("english")


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
    assert stranger.post(reverse("hold_cancel", args=[hold.pk])).status_code == 404
    assert Hold.objects.get().state == Hold.State.PICKING


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
