"""Readers are found by anything that is known of them."""

import datetime

import pytest

from orda.network.models import Unit
from orda.readers import services as readers
from orda.readers.models import Reader
from orda.readers.queries import find_readers
from tests.house import a_form, a_reader


@pytest.fixture
def reader(library: Unit) -> Reader:
    a_reader(library, family_name="Басқа", given_name="Біреу", guardian_name="Өзге", school_class="7В")
    return a_reader(
        library,
        patronymic="Маратқызы",
        birth_date=datetime.date(2015, 3, 12),
        iin="150312500128",
        sex="m",
        school="№ 17 мектеп",
        phone="+7 701 222 33 44",
        guardian_phone="8 (702) 555-66-77",
    )


@pytest.mark.parametrize(
    "text",
    [
        *("Серікқызы", "серик", "айгул серик", "Aigul Serik", "маратк айг", "АЙГҮЛ"),
        *("150312500128", "12.03.2015", "2015-03-12", "7012223344", "8 701 222", "702 555-66-77"),
        *("Әлібек", "alibek aigul", "17 мектеп", "3ә айгул", "мектеп 17 3ә"),
    ],
)
def test_a_reader_is_found_by(reader: Reader, text: str) -> None:
    assert list(find_readers(text)) == [reader]


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "_", "\\", "'", "Айгүл Басқа", "061211600012", "13.03.2015", "7019999999", "й" * 200],
)
def test_nobody_is_found_by(reader: Reader, text: str) -> None:
    assert not find_readers(text).exists()


def test_after_a_change_the_new_words_find_and_the_old_do_not(reader: Reader, library: Unit) -> None:
    form = a_form(family_name="Оспан", given_name="Айгүл", birth_date=reader.birth_date, school_class="3Ә")
    readers.change(reader, form)
    assert list(find_readers("оспан")) == [reader]
    assert not find_readers("маратк").exists()
    assert list(find_readers("150312500128")) == [reader]  # an empty IIN keeps the one there is


def test_a_change_without_the_right_leaves_health_data_untouched(library: Unit) -> None:
    reader = a_reader(library, disability=True, access_need="пандус")
    readers.change(reader, a_form(family_name="Оспан"), with_needs=False)
    reader.refresh_from_db()
    assert (reader.family_name, reader.disability, reader.access_need) == ("Оспан", True, "пандус")
