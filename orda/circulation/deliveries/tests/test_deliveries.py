"""Books brought home: who is on the round, what they have, who was visited; an address few see."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.circulation.deliveries.queries import round_of
from orda.circulation.deliveries.refusals import DeliveredToday, NotBroughtHome
from orda.circulation.deliveries.services import note_delivery, undo_delivery
from orda.circulation.forgetting import forget_requests
from orda.circulation.models import Delivery, Hold
from orda.circulation.refusals import TooLateToUndo
from orda.circulation.services import lend
from orda.diary.proof import prove
from orda.network import clock, reach
from orda.network.known import asked_once
from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.models import Look, Reader
from tests.house import TODAY, YESTERDAY, a_copy, a_form, a_library, a_reader, diary_of

STREET = "Достық көшесі, 5-үй, 12-пәтер"


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def at_home(library: Unit) -> Reader:
    return a_reader(library, day=YESTERDAY, home_delivery=True, address=STREET, given_name="Дана")


@pytest.fixture
def client(client_as, library: Unit) -> Client:
    return client_as(Role.LIBRARIAN, library)


def test_the_round_says_what_they_have_and_what_waits_for_them(library: Unit, at_home: Reader) -> None:
    lent = a_copy(library)
    lend(lent.barcode, at_home.pk, library_id=library.pk)
    copy = a_copy(library)
    ready = Hold.objects.create(
        reader=at_home,
        record=copy.record,
        library=library,
        copy=copy,
        state=Hold.State.READY,
        placed_at=clock.now(),
        ready_until=TODAY,
    )
    a_reader(library)  # comes by themselves
    [stop] = round_of(library, TODAY)
    assert (stop.reader, stop.ready, [loan.copy for loan in stop.loans]) == (at_home, [ready], [lent])
    assert stop.last is None
    assert round_of(a_library("b11"), TODAY) == []


def test_a_visit_counts_once_a_day_and_is_taken_back(library: Unit, at_home: Reader) -> None:
    visit = note_delivery(at_home.pk, library_id=library.pk)
    with pytest.raises(DeliveredToday):
        note_delivery(at_home.pk, library_id=library.pk)
    assert diary_of(by="age_group") == {("home_delivery", "0-10"): 1}
    undo_delivery(visit.pk)
    assert diary_of() == {}
    note_delivery(at_home.pk, library_id=library.pk)
    assert diary_of() == {"home_delivery": 1}
    assert prove().clean
    with pytest.raises(TooLateToUndo):
        undo_delivery(visit.pk)


def test_who_is_not_brought_books_is_not_visited(library: Unit, reader: Reader) -> None:
    with pytest.raises(NotBroughtHome):
        note_delivery(reader.pk, library_id=library.pk)
    assert diary_of() == {}


def test_an_address_is_kept_only_while_books_are_brought(library: Unit, at_home: Reader) -> None:
    assert Reader.objects.get(pk=at_home.pk).address == STREET
    readers.change(at_home, a_form(home_delivery=False, address=STREET))
    assert Reader.objects.get(pk=at_home.pk).address == ""


def test_who_may_not_see_needs_changes_a_reader_and_leaves_the_address(
    library: Unit, at_home: Reader
) -> None:
    readers.change(at_home, a_form(home_delivery=True, given_name="Дара"), with_needs=False)
    assert Reader.objects.get(pk=at_home.pk).address == STREET


def test_the_page_shows_the_round_and_notes_who_looked(
    client: Client, library: Unit, at_home: Reader
) -> None:
    page = client.get(reverse("deliveries")).content.decode()
    assert STREET in page
    assert Look.objects.get().reader == at_home
    done = client.post(reverse("delivery_note", args=[at_home.pk]), follow=True).content.decode()
    assert "Delivery counted" in done
    assert f'action="{reverse("delivery_undo", args=[Delivery.objects.get().pk])}"' in done
    client.post(reverse("delivery_undo", args=[Delivery.objects.get().pk]))
    assert diary_of() == {}


def test_another_librarys_round_is_not_touched(client_as, library: Unit, at_home: Reader) -> None:
    stranger = client_as(Role.LIBRARIAN, a_library("b11"))
    visit = note_delivery(at_home.pk, library_id=library.pk)
    assert STREET not in stranger.get(reverse("deliveries")).content.decode()
    assert stranger.post(reverse("delivery_note", args=[at_home.pk])).status_code == 404
    assert stranger.post(reverse("delivery_undo", args=[visit.pk])).status_code == 404
    assert diary_of() == {"home_delivery": 1}


def test_the_round_asks_the_same_few_questions_for_many(library: Unit, django_assert_num_queries) -> None:
    for number in range(4):
        one = a_reader(library, home_delivery=True, given_name=f"Бала{number}")
        lend(a_copy(library).barcode, one.pk, library_id=library.pk)
        note_delivery(one.pk, library_id=library.pk)
    reach.network_path(library.pk)
    with (
        asked_once(),
        django_assert_num_queries(4 + 1),
    ):  # and the state of what is known, as a request reads it
        for stop in round_of(library, TODAY):
            assert stop.reader.library.name
            assert stop.loans[0].copy.record.title


def test_deliveries_are_told_merged_forgotten_and_erased(library: Unit, at_home: Reader) -> None:
    double = a_reader(library, home_delivery=True, address=STREET)
    for one in (at_home, double):
        note_delivery(one.pk, library_id=library.pk)
    told = readers.told(at_home)
    assert told["deliveries"] == [{"day": str(TODAY)}]
    assert told["reader"][0]["address"] == STREET
    readers.merge(at_home, double, chosen={})
    assert sorted(str(one.reader_id) for one in Delivery.objects.all()) == sorted([str(at_home.pk), "None"])
    forget_requests(TODAY + datetime.timedelta(days=1))
    assert not Delivery.objects.filter(reader__isnull=False).exists()
    readers.erase(Reader.objects.get(pk=at_home.pk))
    assert Reader.objects.get(pk=at_home.pk).address == ""
    assert prove().clean
