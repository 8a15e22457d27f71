"""A card and a PIN open a reader's own page; guessing shuts the card for a while."""

import datetime

import pytest
from django.core.management import call_command

from orda.network import clock, tries
from orda.network.models import Try
from orda.network.tries import Place
from orda.readers.cards.pins import (
    MOST_WRONG,
    PinShut,
    WrongCardOrPin,
    give_pin,
    reader_by_pin,
)
from orda.readers.models import Reader
from tests.house import MOMENT, a_library, a_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Reader:
    return a_reader(a_library())


def test_the_right_pin_opens_and_is_kept_nowhere(reader: Reader) -> None:
    pin = give_pin(reader)
    assert (len(pin), pin.isdigit()) == (6, True)
    assert reader_by_pin(reader.card_number, pin) == reader
    reader.refresh_from_db()
    assert pin not in reader.pin


@pytest.mark.parametrize("wrong", ["", "000000", "1234567", "\0", "кілт"])
def test_a_wrong_pin_is_refused(reader: Reader, wrong: str) -> None:
    give_pin(reader, "314159")
    with pytest.raises(WrongCardOrPin):
        reader_by_pin(reader.card_number, wrong)


@pytest.mark.parametrize("pin", ["", "000000"])
def test_a_reader_without_a_pin_is_opened_by_none(reader: Reader, pin: str) -> None:
    with pytest.raises(WrongCardOrPin):
        reader_by_pin(reader.card_number, pin)


@pytest.mark.parametrize("somebodys", [True, False])
def test_five_wrong_ones_shut_a_card_whether_somebody_has_it_or_not(
    reader: Reader, somebodys: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_pin(reader, "314159")
    monkeypatch.setattr(clock, "now", lambda: MOMENT)
    card = reader.card_number if somebodys else "R000000001"
    for _time in range(MOST_WRONG):
        with pytest.raises(WrongCardOrPin):
            reader_by_pin(card, "271828")
    with pytest.raises(PinShut):
        reader_by_pin(card, "314159")
    later = MOMENT + datetime.timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tries.forget() == MOST_WRONG
    if somebodys:
        assert reader_by_pin(card, "314159") == reader


def test_a_new_pin_opens_a_shut_card(reader: Reader) -> None:
    for _time in range(MOST_WRONG):
        with pytest.raises(WrongCardOrPin):
            reader_by_pin(reader.card_number, "271828")
    assert reader_by_pin(reader.card_number, give_pin(reader)) == reader
    assert not Try.objects.exists()


def test_the_same_pin_of_two_readers_looks_different(reader: Reader) -> None:
    other = a_reader(reader.library)
    for one in (reader, other):
        give_pin(one, "314159")
    assert len(set(Reader.objects.values_list("pin", flat=True))) == 2


def test_a_new_secret_still_knows_the_old_pins(reader: Reader, settings) -> None:
    give_pin(reader, "314159")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new secret", [settings.SECRET_KEY]
    assert reader_by_pin(reader.card_number, "314159") == reader


STRANGER = Place("address:203.0.113.9")


def tried(card: str, place: Place, times: int) -> list[str]:
    """What so many wrong PINs are answered."""
    said = []
    for _time in range(times):
        try:
            reader_by_pin(card, "271828", place)
        except (WrongCardOrPin, PinShut) as refusal:
            said.append(refusal.code)
    return said


def test_a_stranger_shuts_a_card_for_themselves_alone(reader: Reader) -> None:
    give_pin(reader, "314159")
    assert tried(reader.card_number, STRANGER, 7) == ["wrong_card_or_pin"] * 5 + ["pin_shut"] * 2
    for place in (
        Place("address:198.51.100.1"),
        Place("browser:x", known=True),
        Place("tablet-1", known=True),
    ):
        assert reader_by_pin(reader.card_number, "314159", place) == reader


def test_from_one_address_not_many_cards_are_tried(reader: Reader) -> None:
    said = [tried(f"R{number:09d}", STRANGER, 1)[0] for number in range(25)]
    assert said == ["wrong_card_or_pin"] * 20 + ["pin_shut"] * 5
    assert Try.objects.count() == 20  # what was not judged prolongs nothing


def test_many_addresses_shut_a_card_for_strangers_and_its_reader_still_gets_in(reader: Reader) -> None:
    give_pin(reader, "314159")
    strangers = [Place(f"address:203.0.113.{number}") for number in range(10)]
    said = [code for one in strangers for code in tried(reader.card_number, one, 4)]
    assert said.count("wrong_card_or_pin") == 20
    with pytest.raises(PinShut):
        reader_by_pin(reader.card_number, "314159", Place("address:198.51.100.1"))
    assert reader_by_pin(reader.card_number, "314159", Place("browser:x", known=True)) == reader
    assert reader_by_pin(reader.card_number, "314159", Place("tablet-1", known=True)) == reader


def test_the_whole_house_is_guessed_at_no_faster_than_its_limit(reader: Reader) -> None:
    strangers = [Place(f"address:203.0.113.{number}") for number in range(15)]
    said = [tried(f"R{card:09d}", one, 1)[0] for card, one in enumerate(strangers * 20)]
    assert said.count("wrong_card_or_pin") == 200


def test_what_was_tried_is_kept_as_hashes_for_a_quarter_of_an_hour(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried(reader.card_number, STRANGER, 1)
    kept = Try.objects.get()
    assert reader.card_number not in f"{kept.whom}{kept.place}"
    assert "203.0.113.9" not in kept.place
    monkeypatch.setattr(clock, "now", lambda: MOMENT + datetime.timedelta(minutes=16))
    call_command("nightly", verbosity=0)
    assert not Try.objects.exists()
