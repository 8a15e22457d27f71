"""One name however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.network.folding import KAZAKH_ALPHABET
from orda.readers.spelling import digits_of, name_key, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгүл", "Айгуль"),
        ("Айгүл", "Aigul"),
        ("Айгүл", "Aygül"),
        ("Қуаныш", "Куаныш"),
        ("Қуаныш", "Quanysh"),
        ("Қуаныш", "Kuanış"),
        ("Жанна", "Zhanna"),
        ("Жанна", "Janna"),
        ("Әсел", "Асель"),
        ("Мария", "Mariya"),
        ("Мария", "Maria"),
        ("Ксения", "Kseniya"),
        ("Юлия", "Yuliya"),
        ("Ғалымжан", "Galymzhan"),
        ("Нұрлан  АСҚАР", "nurlan askar"),
        ("Серікқызы", "Серикызы"),
        ("Асхат", "Askhat"),
    ],
)
def test_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Айгүл", "Айгерім"), ("Дана", "Дина"), ("Марат", "Мурат")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(alphabet=KAZAKH_ALPHABET + KAZAKH_ALPHABET.upper() + " -'", max_size=60))
def test_a_name_is_plain_letters_whatever_the_capitals(text: str) -> None:
    key = name_key(text)
    assert all(sign == " " or "a" <= sign <= "z" for sign in key)
    assert name_key(text.upper()) == key


def test_digits_keep_their_repetitions() -> None:
    assert words_of("№ 11 мектеп, 3Ә") == ["11", "mektep", "3a"]


def test_a_telephone_is_the_same_with_8_and_with_7() -> None:
    assert digits_of("8 (700) 000-00-11") == digits_of("+7 700 000 00 11") == "7000000011"
