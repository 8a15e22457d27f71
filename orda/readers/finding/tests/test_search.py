"""Readers are found by anything that is known of them."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from orda.network.models import Role, Unit
from orda.readers import services as readers
from orda.readers.finding import queries
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
    assert list(find_readers(text, at=reader.library_id)) == [reader]


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "_", "\\", "'", "Айгүл Басқа", "061211600012", "13.03.2015", "7019999999", "й" * 200],
)
def test_nobody_is_found_by(reader: Reader, text: str) -> None:
    assert not find_readers(text, at=reader.library_id).exists()


def test_after_a_change_the_new_words_find_and_the_old_do_not(reader: Reader, library: Unit) -> None:
    form = a_form(family_name="Оспан", given_name="Айгүл", birth_date=reader.birth_date, school_class="3Ә")
    readers.change(reader, form)
    assert list(find_readers("оспан", at=reader.library_id)) == [reader]
    assert not find_readers("маратк", at=reader.library_id).exists()
    assert list(find_readers("150312500128", at=reader.library_id)) == [
        reader
    ]  # an empty IIN keeps the one there is


def test_a_change_without_the_right_leaves_health_data_untouched(library: Unit) -> None:
    reader = a_reader(library, disability=True, access_need="пандус")
    readers.change(reader, a_form(family_name="Оспан"), with_needs=False)
    reader.refresh_from_db()
    assert (reader.family_name, reader.disability, reader.access_need) == ("Оспан", True, "пандус")


@pytest.fixture
def class_of_six(library: Unit, monkeypatch: pytest.MonkeyPatch) -> list[Reader]:
    """Six who share a school, where no more than four of a word are looked through."""
    monkeypatch.setattr(queries, "MOST_LOOKED_THROUGH", 4)
    names = ("Жақсы", "Дос", "Бала", "Гүл", "Асыл", "Ерке")
    return [
        a_reader(library, family_name=name, given_name="Н", guardian_name="Өзге", school="Мектеп", phone="")
        for name in names
    ]


def test_of_a_word_that_too_many_have_the_first_are_looked_through(class_of_six: list[Reader]) -> None:
    found = queries.search("мектеп", at=class_of_six[0].library_id)
    assert not found.all_of_them
    assert [reader.family_name for reader in found.readers] == ["Бала", "Гүл", "Дос", "Жақсы"]


def test_a_rare_word_beside_a_common_one_finds_all(class_of_six: list[Reader]) -> None:
    found = queries.search("мектеп ерке", at=class_of_six[0].library_id)
    assert found == queries.Found(found.readers, all_of_them=True)
    assert list(found.readers) == class_of_six[-1:]


def test_two_words_that_too_many_have_promise_nothing(class_of_six: list[Reader]) -> None:
    found = queries.search("мектеп өзге", at=class_of_six[0].library_id)
    assert not found.all_of_them
    assert found.readers.count() == 4


def test_a_telephone_is_looked_up_with_the_7_and_without_it(library: Unit) -> None:
    with_7 = a_reader(library, phone="7 777 12", family_name="А")
    without = a_reader(library, phone="77712", family_name="Б")
    assert list(find_readers("777712", at=library.pk)) == [with_7, without]


def test_a_page_says_that_only_the_first_were_looked_through(
    client_as, library: Unit, class_of_six: list[Reader], settings
) -> None:
    settings.LANGUAGE_CODE = "en"
    librarian: Client = client_as(Role.LIBRARIAN, library)
    said = "Too many readers have these words"
    assert said in librarian.get(reverse("readers"), {"q": "мектеп"}).content.decode()
    assert said not in librarian.get(reverse("readers"), {"q": "ерке"}).content.decode()


@pytest.mark.parametrize("text", ["айг", "мектеп айг 3ә", "8 701 22"])
def test_a_search_reads_indexes_and_no_table(reader: Reader, text: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it would read two rows whole
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = find_readers(text, at=reader.library_id)[:30].explain()
    assert "readers_by_word" in plan
    assert ("words_of_reader" in plan) == (" " in text and text[0].isalpha())
    assert not re.search(r"SCAN (w|readers_reader)\b|Seq Scan", plan), plan
