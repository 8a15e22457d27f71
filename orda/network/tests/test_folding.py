"""Kazakh letters typed on a Russian keyboard, and the order of the alphabet."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orda.network.folding import KAZAKH_ALPHABET, alphabetical, fold, fold_letters, fold_name


@pytest.mark.parametrize(
    ("kazakh", "typed"),
    [
        ("Менің атым Қожа", "Менин атым Кожа"),
        ("Әуезов", "Ауезов"),
        ("ғылым", "гылым"),
        ("өлең", "олен"),
        ("Ұлы Үміт", "Улы Умит"),
        ("қаһарман", "кахарман"),
        ("Серікқызы", "Сериккызы"),
        ("ёлка", "елка"),
        ("ИЫ", "иы"),
    ],
)
def test_kazakh_letters_fold_to_what_a_russian_keyboard_types(kazakh: str, typed: str) -> None:
    assert fold(kazakh) == fold(typed)


def test_letters_that_are_no_pair_stay_apart() -> None:
    assert fold("ы") != fold("и")
    assert fold("й") != fold("и")
    assert fold("э") != fold("е")


def test_decomposed_letters_fold_like_composed_ones() -> None:
    assert fold("е\u0308лка") == "елка"
    assert fold("и\u0306од") == "йод"


def test_a_capital_i_with_a_dot_leaves_no_dot_behind() -> None:
    assert fold("İlim") == "ilim"


def test_a_name_is_squeezed() -> None:
    assert fold_name("  Серікқызы \t\u00a0 Айгүл\u200b \n") == "сериккызы айгул"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_name(fold_name(text)) == fold_name(text)


def test_the_alphabet_has_its_42_letters_in_order() -> None:
    letters = list(KAZAKH_ALPHABET)
    random.Random(1).shuffle(letters)
    assert "".join(sorted(letters, key=alphabetical)) == "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    assert len(set(letters)) == 42


def test_words_sort_by_the_kazakh_alphabet() -> None:
    words = ["Ұлан", "Уран", "Үміт", "Қала", "Кітап", "Іңкәр", "Ыбырай", "Яблоко", "Әже", "Ата", "Hobbit"]
    assert sorted(words, key=alphabetical) == [
        "Hobbit", "Ата", "Әже", "Кітап", "Қала", "Уран", "Ұлан", "Үміт", "Ыбырай", "Іңкәр", "Яблоко",
    ]  # fmt: skip


def test_a_word_is_folded_as_a_text_is() -> None:
    assert fold_letters(KAZAKH_ALPHABET) == fold(KAZAKH_ALPHABET)
