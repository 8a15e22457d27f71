"""What is typed in Latin letters or in the wrong layout finds the same."""

import pytest

from orda.search.queries import search
from orda.search.typed import MOST_READINGS, in_cyrillic, other_readings
from orda.search.words import asked_stems, stems


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("кітаптар", "kitap kıtap kitaptar"),
        ("қазақтың", "qazaq kazak qazaqtıñ qazaqtyń qazaqtyŋ"),
        ("әліппе", "älippe álippe alippe aelippe"),
        ("ғылымның", "ğylym ǵylym gylym ghylym ğılım"),
        ("шаңырақ", "şañıraq shańyraq shangyrak"),
        ("уақыты", "uaqyt ýaqyt waqıt"),
        ("дүниенің", "dünie dúnıe dunie"),
        ("өнер", "öner óner oner"),
        ("жүрегі", "jürek júrek zhurek"),
        ("һикая", "hikaya"),
        ("Әуезов", "Auezov Äuezov"),
        ("Пушкина", "Pushkin"),
        ("сказки", "skazka skazki"),
    ],
)
def test_latin_letters_of_any_alphabet_are_read(written: str, typed: str) -> None:
    kept = stems(written.lower())
    for word in typed.lower().split():
        assert any(asked_stems(other) & kept for other in in_cyrillic(word)), word


@pytest.mark.parametrize("word", ["кітап", "2024", "", "mp3", "a" * 60, "yiecxjyiecxjyiecxj"])
def test_readings_are_few(word: str) -> None:
    assert len(in_cyrillic(word)) <= MOST_READINGS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rbnfg", "китап"),
        ("crfprb 2024", "сказки 2024"),
        ("0fpf0", "қазақ"),
        ("qazaq a'li'ppesi", "qazaq alippesi"),
    ],
)
def test_keys_of_the_wrong_layout_are_read(typed: str, meant: str) -> None:
    assert meant in other_readings(typed)


def test_what_is_in_cyrillic_is_left_as_it_is() -> None:
    assert other_readings("Абай жолы 1942") == []


@pytest.fixture
def shelf(a_book) -> None:
    a_book("Қазақ балаларының кітабы", "Әуезов, Мұхтар")
    a_book("Сказки", "Пушкин, Александр", language="rus")
    a_book("The kitap of English", language="eng")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("qazaq", "Қазақ балаларының кітабы"),
        ("kazak balasy", "Қазақ балаларының кітабы"),
        ("Auezov", "Қазақ балаларының кітабы"),
        ("skazka pushkin", "Сказки"),
        ("казакт", "Қазақ балаларының кітабы"),  # half-typed, without Kazakh letters
        ("qazaqtyn kıtaby", "Қазақ балаларының кітабы"),
    ],
)
def test_a_title_is_found_by_latin_letters(shelf, typed: str, first: str) -> None:
    found = search(typed)
    assert found.hits[0].record.title == first
    assert not found.similar


def test_the_very_spelling_goes_before_its_readings(shelf) -> None:
    assert [hit.record.title for hit in search("kitap").hits] == [
        "The kitap of English",
        "Қазақ балаларының кітабы",
    ]


def test_the_wrong_layout_is_found_and_said(shelf, client) -> None:
    found = search("crfprb")
    assert [hit.record.title for hit in found.hits] == ["Сказки"]
    assert found.meant == "сказки"
    assert "сказки" in client.get("/catalogue/", {"q": "crfprb"}).content.decode()


def test_two_slips_in_a_long_word_find_what_is_near(a_book) -> None:
    a_book("Энциклопедия", language="rus")
    assert search("инцеклопедия").similar
