"""A card and a PIN open a reader's own page; guessing shuts the card for a while."""

import datetime

import pytest

from orda.network import clock
from orda.readers.cards.pins import (
    MOST_WRONG,
    PinShut,
    WrongCardOrPin,
    forget_wrong_pins,
    give_pin,
    reader_by_pin,
)
from orda.readers.models import Reader, WrongPin
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
    assert forget_wrong_pins() == MOST_WRONG
    if somebodys:
        assert reader_by_pin(card, "314159") == reader


def test_a_new_pin_opens_a_shut_card(reader: Reader) -> None:
    for _time in range(MOST_WRONG):
        with pytest.raises(WrongCardOrPin):
            reader_by_pin(reader.card_number, "271828")
    assert reader_by_pin(reader.card_number, give_pin(reader)) == reader
    assert not WrongPin.objects.exists()


def test_the_same_pin_of_two_readers_looks_different(reader: Reader) -> None:
    other = a_reader(reader.library)
    for one in (reader, other):
        give_pin(one, "314159")
    assert len(set(Reader.objects.values_list("pin", flat=True))) == 2


def test_a_new_secret_still_knows_the_old_pins(reader: Reader, settings) -> None:
    give_pin(reader, "314159")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new secret", [settings.SECRET_KEY]
    assert reader_by_pin(reader.card_number, "314159") == reader
