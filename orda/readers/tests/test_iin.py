"""IIN: the check digit, whose it could be, and that nobody reads it from the database."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.network.models import Unit
from orda.readers import iin
from orda.readers import services as readers
from orda.readers.models import Reader
from tests.house import a_form, a_library

BOY, BORN = "150312500128", datetime.date(2015, 3, 12)


@pytest.mark.parametrize("number", ["061211600012", "150312500128", "150312501807"])
def test_a_number_with_its_check_digit_is_an_iin(number: str) -> None:
    assert iin.is_valid(number)


@pytest.mark.parametrize("number", ["061211600013", *(f"15031250187{last}" for last in range(10))])
def test_a_number_with_another_check_digit_is_none(number: str) -> None:
    assert not iin.is_valid(number)


@pytest.mark.parametrize(
    "number", ["", "15031250012", "1503125001288", "15031250012x", "１５０３１２５００１２８"]
)
def test_what_is_not_twelve_digits_is_no_iin(number: str) -> None:
    assert not iin.is_valid(number)


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_at_most_one_check_digit_is_right(start: str) -> None:
    right = [last for last in "0123456789" if iin.is_valid(start + last)]
    assert len(right) <= 1


def test_it_says_the_sex() -> None:
    assert (iin.sex_of("061211600012"), iin.sex_of(BOY), iin.sex_of("150312000000")) == ("f", "m", "")


@pytest.mark.parametrize(
    ("born", "sex"),
    [(BORN + datetime.timedelta(days=1), "m"), (BORN, "f"), (datetime.date(1915, 3, 12), "m")],
    ids=["another day", "another sex", "another century"],
)
def test_an_iin_of_somebody_else_is_refused_at_its_field(
    library: Unit, born: datetime.date, sex: str
) -> None:
    with pytest.raises(readers.BadReaderField) as refusal:
        readers.register(a_form(iin=BOY, birth_date=born, sex=sex), library=library)
    assert refusal.value.field == "iin"
    assert not Reader.objects.exists()


def test_it_is_kept_enciphered_found_by_its_hash_and_shown_masked(library: Unit) -> None:
    reader = readers.register(a_form(iin=BOY, birth_date=BORN), library=library)
    assert BOY not in " ".join(str(value) for value in Reader.objects.filter(pk=reader.pk).values_list()[0])
    assert iin.unseal(reader.iin_sealed) == BOY
    assert iin.masked(reader.iin_sealed) == "••••••••0128"
    assert reader.iin_hash == iin.digest(BOY)
    assert reader.sex == "m"


def test_with_another_key_it_can_neither_be_read_nor_found(library: Unit, settings) -> None:
    reader = readers.register(a_form(iin=BOY, birth_date=BORN), library=library)
    settings.PERSONAL_KEY = "another"
    assert iin.unseal(reader.iin_sealed) is None
    assert iin.masked(reader.iin_sealed) == "•" * 12
    assert reader.iin_hash != iin.digest(BOY)


def test_two_readers_with_one_iin_are_refused_across_libraries(library: Unit) -> None:
    first = readers.register(a_form(iin=BOY, birth_date=BORN), library=library)
    with pytest.raises(readers.IinTaken, match=first.card_number):
        readers.register(a_form(iin=BOY, birth_date=BORN, given_name="Ерлан"), library=a_library("b11"))
    assert Reader.objects.count() == 1
