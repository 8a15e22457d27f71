"""Selections by scanning: what was chosen is listed, counted, held for the reader or sent to the branch as a set."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation import services as desk
from orda.circulation.exchange.requests import requests_of_reader
from orda.circulation.exchange.selections import chosen
from orda.circulation.exchange.selections import services as selections
from orda.circulation.exchange.selections.refusals import BadNumberOfCopies, ChosenAlready, NoReaderToHoldFor
from orda.circulation.exchange.sets import services as sets
from orda.circulation.models import Deposit, Hold, Selection, Transit
from orda.circulation.refusals import CopyNotFree, HoldHasMoved, UnknownCopy
from orda.diary.proof import prove
from orda.network.models import Role, Unit
from orda.readers.models import Reader
from orda.search import index
from orda.search.services import index_anew
from orda.stock.models import Copy
from tests.house import TODAY, YESTERDAY, a_library, a_reader, copies_in_stock, diary_of


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def _an_index_of_its_own(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    yield
    index.forget()


@pytest.fixture
def giver(library: Unit) -> Unit:
    return a_library("b6", library_type="central")


@pytest.fixture
def books(giver: Unit) -> list[Copy]:
    return [copies_in_stock(giver, day=YESTERDAY)[0] for _ in range(3)]


@pytest.fixture
def asked(library: Unit) -> Selection:
    return selections.ask_selection("Ғарыш туралы", library=library, wanted=5)


@pytest.fixture
def for_reader(library: Unit, reader: Reader) -> Selection:
    return selections.ask_selection("Ғарыш", library=library, asker="reader", reader_id=reader.pk)


@pytest.fixture
def there(client_as, giver: Unit) -> Client:
    return client_as(Role.LIBRARIAN, giver)


def choose_all(selection: Selection, giver: Unit, books: list[Copy]) -> None:
    for copy in books:
        selections.choose(selection.pk, copy.barcode, giver=giver)


def page(client: Client, selection: Selection, **query: str) -> str:
    answer = client.get(reverse("selection", args=[selection.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def do(client: Client, name: str, *args: object, **fields: object) -> str:
    answer = client.post(reverse(name, args=args), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_scanned_is_counted_whatever_number_is_told(asked, giver, books) -> None:
    choose_all(asked, giver, books)
    assert diary_of() == {}
    selections.leave_out(asked.pk, books[2].pk)
    done = selections.selection_done(asked.pk, 40, giver=giver)
    assert done.found == 2
    assert diary_of(by="asker") == {("selection", "branch"): 2}
    assert prove().clean


def test_the_audit_names_a_selection_whose_copies_are_not_those_counted(asked, giver, books) -> None:
    choose_all(asked, giver, books)
    selections.selection_done(asked.pk, giver=giver)
    Selection.objects.get().chosen.filter(copy=books[0]).delete()
    assert not prove().clean


def test_an_answer_without_scanning_needs_its_number(asked, giver) -> None:
    with pytest.raises(BadNumberOfCopies):
        selections.selection_done(asked.pk, giver=giver)


def test_a_copy_is_chosen_once_where_it_stands_free_and_before_the_answer(
    asked, giver, library, books
) -> None:
    first, second, third = books
    selections.choose(asked.pk, first.barcode, giver=giver)
    with pytest.raises(ChosenAlready):
        selections.choose(asked.pk, first.barcode, giver=giver)
    with pytest.raises(CopyNotFree):
        selections.choose(asked.pk, second.barcode, giver=library)
    with pytest.raises(UnknownCopy):
        selections.choose(asked.pk, "no such copy", giver=giver)
    desk.lend(second.barcode, a_reader(giver, day=YESTERDAY).pk, library_id=giver.pk)
    with pytest.raises(CopyNotFree):
        selections.choose(asked.pk, second.barcode, giver=giver)
    selections.selection_done(asked.pk, giver=giver)
    with pytest.raises(HoldHasMoved):
        selections.choose(asked.pk, third.barcode, giver=giver)
    with pytest.raises(HoldHasMoved):
        selections.leave_out(asked.pk, first.pk)
    assert [copy.pk for copy in chosen.copies_of(asked.pk)] == [first.pk]


def test_the_copies_go_to_the_branch_as_a_set_and_one_that_was_lent_stays(
    asked, giver, library, books
) -> None:
    choose_all(asked, giver, books)
    with pytest.raises(HoldHasMoved):  # not answered yet
        chosen.put_into_a_set(asked.pk)
    selections.selection_done(asked.pk, giver=giver)
    desk.lend(books[0].barcode, a_reader(giver, day=YESTERDAY).pk, library_id=giver.pk)
    made, onward = chosen.put_into_a_set(asked.pk, due_on=TODAY + datetime.timedelta(days=30))
    assert (onward.copies, [title for title, _why in onward.left]) == (2, [books[0].record.title])
    desk.give_back(books[0].barcode, library_id=giver.pk)
    again, onward = chosen.put_into_a_set(asked.pk)
    assert (again, onward.copies, onward.left) == (made, 1, [])
    sets.send_set(made.pk)
    with pytest.raises(HoldHasMoved):
        chosen.put_into_a_set(asked.pk)
    sets.receive_set(made.pk, library_id=library.pk)
    counted = diary_of()
    assert (counted["selection"], counted["set_lent"], counted["exchange_issue"]) == (3, 1, 3)
    assert prove().clean


def test_a_set_that_was_given_up_is_begun_anew(asked, giver, books) -> None:
    choose_all(asked, giver, books)
    selections.selection_done(asked.pk, giver=giver)
    first, _onward = chosen.put_into_a_set(asked.pk)
    sets.give_up(first.pk)
    second, onward = chosen.put_into_a_set(asked.pk)
    assert (second != first, onward.copies) == (True, 3)


def test_the_copies_are_held_for_the_reader_and_wait_for_the_van_once(
    for_reader, giver, reader, books
) -> None:
    choose_all(for_reader, giver, books)
    selections.selection_done(for_reader.pk, giver=giver)
    assert chosen.hold_for_the_reader(for_reader.pk).copies == 3
    assert set(Hold.objects.values_list("state", "reader")) == {(Hold.State.TRANSIT, reader.pk)}
    assert Transit.objects.filter(source=giver, target=for_reader.library).count() == 3
    assert chosen.hold_for_the_reader(for_reader.pk) == chosen.Onward(0, [])
    assert diary_of()["hold"] == 3
    assert prove().clean


def test_who_waited_longer_gets_the_copy_that_was_chosen_for_another(
    for_reader, giver, library, books
) -> None:
    choose_all(for_reader, giver, books[:1])
    selections.selection_done(for_reader.pk, giver=giver)
    first = desk.place_hold(books[0].record_id, a_reader(library, day=YESTERDAY).pk, library_id=library.pk)
    chosen.hold_for_the_reader(for_reader.pk)
    mine = Hold.objects.get(reader=for_reader.reader_id)
    first.refresh_from_db()
    assert (first.state, first.copy_id, mine.state) == (Hold.State.PICKING, books[0].pk, Hold.State.WAITING)


def test_nothing_is_held_where_no_reader_asked(asked, giver, books) -> None:
    choose_all(asked, giver, books)
    selections.selection_done(asked.pk, giver=giver)
    with pytest.raises(NoReaderToHoldFor):
        chosen.hold_for_the_reader(asked.pk)


def test_a_branch_asks_the_central_library_scans_answers_and_makes_the_set(
    client_as, asked, there, giver, library, books
) -> None:
    here = client_as(Role.LIBRARIAN, library)
    for copy in books:
        do(there, "selection_choose", asked.pk, scan=copy.barcode)
    said = do(there, "selection_leave_out", asked.pk, books[2].pk)
    assert "2 copies chosen" in said
    assert books[0].inventory_number in said
    assert 'name="found"' not in said
    assert "data-print" in said
    assert "is in this selection already" in do(there, "selection_choose", asked.pk, scan=books[0].barcode)
    said = do(there, "selection", asked.pk, answer="екеуі табылды")
    assert "Put into a set for the branch" in said
    assert "Put into a set" not in page(here, asked)  # the copies are in the hands of who chose them
    assert books[1].record.title in page(here, asked)
    said = do(there, "selection_set", asked.pk, due_on="2024-10-16")
    assert "Put into the set: 2" in said
    assert "Send the set" in said
    assert "set: being put together" in page(here, asked)
    do(there, "set_act", Deposit.objects.get().pk, "send")
    assert "on its way" in page(here, asked)
    assert "Put into a set" not in page(there, asked)
    assert diary_of()["selection"] == 2


def test_a_readers_selection_is_held_and_both_see_how_far_it_is(
    client_as, for_reader, there, giver, library, reader, books
) -> None:
    for copy in books[:2]:
        do(there, "selection_choose", for_reader.pk, scan=copy.barcode)
    do(there, "selection", for_reader.pk, answer="")
    [request] = requests_of_reader(reader.pk, TODAY)
    assert request.titles == tuple(copy.record.title for copy in books[:2])
    assert not request.here  # they stand at another library still
    assert "Held for the reader: 2" in do(there, "selection_hold", for_reader.pk)
    assert "All of them go on already." in do(there, "selection_hold", for_reader.pk)
    assert library.name in page(client_as(Role.LIBRARIAN, library), for_reader)


@pytest.mark.usefixtures("_an_index_of_its_own")
def test_titles_are_found_by_words_and_only_copies_that_stand_free_here_are_offered(
    asked, there, giver, library, books
) -> None:
    double = copies_in_stock(giver, record=books[0].record, day=YESTERDAY)[0]
    away = copies_in_stock(library, record=books[0].record, day=YESTERDAY)[0]
    index_anew()
    words = books[0].record.title
    said = do(there, "selection_choose", asked.pk, scan=words)
    assert books[0].inventory_number in said
    assert double.inventory_number not in said  # a title is offered by one copy
    assert away.inventory_number not in said
    said = do(there, "selection_choose", asked.pk, scan=books[0].barcode, q=words)
    assert "1 copy chosen" in said
    assert double.inventory_number in said
    said = do(there, "selection_choose", asked.pk, scan=double.barcode, q=words)
    assert "No copy with this number or these words stands free here." in said


def test_a_selection_of_others_is_neither_chosen_for_nor_sent_on(client_as, asked, giver, books) -> None:
    choose_all(asked, giver, books)
    selections.selection_done(asked.pk, giver=giver)
    third = client_as(Role.LIBRARIAN, a_library("b7"))
    mine = client_as(Role.LIBRARIAN, asked.library)
    for name in ("selection_choose", "selection_set", "selection_hold"):
        assert third.post(reverse(name, args=[asked.pk])).status_code == 404
    for name in ("selection_set", "selection_hold"):
        assert mine.post(reverse(name, args=[asked.pk])).status_code == 404
    assert not Deposit.objects.exists()


def test_a_long_selection_costs_as_many_questions_as_a_short_one(
    asked, there, giver, books, django_assert_max_num_queries
) -> None:
    choose_all(asked, giver, [*books, *copies_in_stock(giver, 9, day=YESTERDAY)])
    with django_assert_max_num_queries(20):
        page(there, asked)
