"""A parent sees the children whose consent they signed: confirmed at the desk, ended at 16 or by a word."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from orda.diary.proof import prove
from orda.network import clock
from orda.network.models import Role, Unit
from orda.network.tries import Place
from orda.readers import services as readers
from orda.readers.cards.pins import PinShut, WrongCardOrPin
from orda.readers.guardians import refusals, services
from orda.readers.models import Guardian, Guardianship, Reader
from tests.house import MOMENT, TODAY, a_library, a_reader

PHONE = "+7 701 555 44 33"
HERE = Place("address:10.0.0.1")


@pytest.fixture
def child(library: Unit) -> Reader:
    return a_reader(library, guardian_phone=PHONE)


@pytest.fixture
def by_id(staff_of, library: Unit) -> int:
    return staff_of(Role.LIBRARIAN, library).pk


@pytest.fixture
def guardian(child: Reader, by_id: int) -> Guardian:
    return services.confirm(child, phone="8 (701) 555-44-33", by_id=by_id).guardianship.guardian


def parents_card(library: Unit, **more: object) -> Reader:
    named = {"family_name": "Әлібек", "given_name": "Серік", "consent_by": "Серік Әлібек", **more}
    born = datetime.date(1988, 2, 1)
    return a_reader(library, birth_date=born, guardian_name="", school_class="", category="leader", **named)


def test_by_telephone_a_pin_is_drawn_once_and_opens(child: Reader, by_id: int) -> None:
    done = services.confirm(child, phone="8 (701) 555-44-33", by_id=by_id)
    assert (len(done.pin), done.pin.isdigit()) == (6, True)
    known = services.guardian_by_pin("87015554433", done.pin, HERE)
    assert services.children_of(known) == [child]
    assert done.pin not in known.pin


def test_by_their_own_card(library: Unit, child: Reader, by_id: int) -> None:
    parent = parents_card(library)
    done = services.confirm(child, card=parent, by_id=by_id)
    assert done.pin == ""
    assert services.children_of(parent.guardian) == [child]


def test_only_whom_the_signed_consent_names(library: Unit, child: Reader, by_id: int) -> None:
    stranger = parents_card(library, given_name="Бота", consent_by="Бота Әлібек")
    with pytest.raises(refusals.NotNamed):
        services.confirm(child, card=stranger, by_id=by_id)
    with pytest.raises(refusals.OtherTelephone):
        services.confirm(child, phone="+7 701 000 00 00", by_id=by_id)
    with pytest.raises(refusals.NoGuardian):
        services.confirm(child, card=a_reader(library, given_name="Дана"), by_id=by_id)
    unsigned = a_reader(library, given_name="Дара", guardian_phone=PHONE, consent_signed=False)
    with pytest.raises(refusals.NotNamed):
        services.confirm(unsigned, phone=PHONE, by_id=by_id)
    child.consents.update(doubtful=True)
    with pytest.raises(refusals.NotNamed):
        services.confirm(child, phone=PHONE, by_id=by_id)
    assert not Guardianship.objects.exists()


def test_confirmed_once(child: Reader, guardian: Guardian, by_id: int) -> None:
    with pytest.raises(refusals.ConfirmedAlready):
        services.confirm(child, phone=PHONE, by_id=by_id)


def test_what_ends_it(child: Reader, guardian: Guardian, by_id: int, monkeypatch) -> None:
    assert services.children_of(guardian) == [child]
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(days=16 * 366 - 9 * 365))
    assert services.children_of(guardian) == []
    assert services.end_of_grown() == 1
    assert services.end_of_grown() == 0
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    assert services.children_of(guardian) == []


def test_a_word_at_the_desk_ends_it(client_as, library: Unit, child: Reader, guardian: Guardian) -> None:
    librarian: Client = client_as(Role.LIBRARIAN, library)
    librarian.post(reverse("guardian_end", args=[guardian.wards.get().pk]))
    assert services.children_of(guardian) == []
    assert guardian.wards.get().ended_on == TODAY


def test_a_consent_taken_back_or_signed_by_another_hides_the_child(child: Reader, guardian: Guardian) -> None:
    readers.sign_consent(child, "Бота Сейіт")
    assert services.children_of(guardian) == []
    [finding] = prove().named
    assert finding.startswith("guardians on the site whom no signed consent names")


def test_wrong_pins_of_a_guardian_shut_no_childs_card(child: Reader, guardian: Guardian) -> None:
    readers.give_pin(child, "314159")
    for _time in range(5):
        with pytest.raises(WrongCardOrPin):
            services.guardian_by_pin(PHONE, "000000", HERE)
    with pytest.raises(PinShut):
        services.guardian_by_pin(PHONE, "000000", HERE)
    assert readers.reader_by_pin(child.card_number, "314159", HERE) == child
    assert services.guardian_by_pin(PHONE, services.new_pin(guardian), HERE) == guardian


def test_a_telephone_that_became_anothers_opens_nothing_of_the_first(
    library: Unit, child: Reader, guardian: Guardian, by_id: int
) -> None:
    more = {"guardian_name": "Бота Сейіт", "consent_by": "Бота Сейіт", "guardian_phone": PHONE}
    other = a_reader(library, given_name="Дана", **more)
    with pytest.raises(refusals.TelephoneTaken):
        services.confirm(other, phone=PHONE, by_id=by_id)
    services.end(guardian.wards.get())
    assert services.confirm(other, phone=PHONE, by_id=by_id).pin
    assert services.children_of(Guardian.objects.get()) == [other]


def test_a_merge_keeps_each_once_and_an_erasure_none(
    library: Unit, child: Reader, guardian: Guardian, by_id: int
) -> None:
    double = a_reader(library, given_name="Айгул", guardian_phone=PHONE)
    services.confirm(double, phone=PHONE, by_id=by_id)
    readers.merge(child, double, chosen={})
    assert services.children_of(guardian) == [child]
    readers.erase(child)
    assert not Guardianship.objects.exists()
    assert not Guardian.objects.exists()


def test_the_readers_page_confirms_and_shows_the_pin_once(client_as, library: Unit, child: Reader) -> None:
    librarian: Client = client_as(Role.LIBRARIAN, library)
    answer = librarian.post(reverse("guardian_confirm", args=[child.pk]), {"phone": PHONE})
    pin = answer.context["pin"]
    assert pin in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    page = librarian.get(reverse("reader", args=[child.pk])).content.decode()
    assert pin not in page
    assert PHONE in page
    ward = Guardianship.objects.get()
    assert librarian.post(reverse("guardian_pin", args=[ward.pk])).context["pin"] != pin
    assert librarian.post(reverse("guardian_confirm", args=[child.pk]), {"card": "nobody"}).status_code == 302


def test_of_another_library_the_staff_confirms_too_as_a_card_is_of_the_network(
    client_as, child: Reader
) -> None:
    elsewhere: Client = client_as(Role.LIBRARIAN, a_library("b11"))
    assert elsewhere.post(reverse("guardian_confirm", args=[child.pk]), {"phone": PHONE}).status_code == 200
