"""What people type into one field: each finds what its writer meant, and a near hit is named as one."""

import pytest

from orda.search.nearness import distance, nearest
from orda.search.queries import Found, search
from orda.search.services import index_anew


def titles(text: str, **more) -> list[str]:
    return [hit.record.title for hit in search(text, **more).hits]


@pytest.fixture
def shelf(a_book) -> None:
    a_book("Абай жолы", "Әуезов, Мұхтар", year=1942, isbns=("9785389062566",))
    a_book("Қараш-Қараш оқиғасы", "Әуезов, Мұхтар", year=1927, isbns=("5020138509",))
    a_book("Алғашқы өлеңдер", "Әуезов, Серік", year=2001)
    a_book("Сказка о рыбаке", "Пушкин, Александр Сергеевич", year=1835, language="rus")
    a_book("Лингвистика", "Пушкин, Василий", year=1999, language="rus")
    a_book("Повесть о войне", "Быков, Василь", year=1970, language="rus", subjects=("Война",))
    a_book("Балалар әлемі", "Қабанбай", year=2010, keywords=("балаларға арналған",))
    a_book("Ақ кеме", "Айтматов, Шыңғыс", year=1970)
    a_book("Жолы Абай", "Белгісіз", year=1950)


@pytest.mark.parametrize(
    "typed", ["978-5-389-06256-6", "978 5 389 06256 6", "9785389062566", "5-389-06256-6", "isbn:5389062566"]
)
def test_a_book_is_found_by_its_number_however_written(shelf, typed: str) -> None:
    assert titles(typed) == ["Абай жолы"]


@pytest.mark.parametrize("typed", ["5-02-013850-9", "9785020138506", "978-5-02-013850-6"])
def test_a_record_with_ten_digits_is_found_by_thirteen(shelf, typed: str) -> None:
    assert titles(typed) == ["Қараш-Қараш оқиғасы"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("М. Әуезов", {"Абай жолы", "Қараш-Қараш оқиғасы"}),
        ("әуезов м", {"Абай жолы", "Қараш-Қараш оқиғасы"}),
        ("С. Ауезов", {"Алғашқы өлеңдер"}),
        ("А. С. Пушкин", {"Сказка о рыбаке"}),
        ("А.С.Пушкин сказка", {"Сказка о рыбаке"}),
        ("В. Пушкин", {"Лингвистика"}),
        ("автор:А. Пушкин", {"Сказка о рыбаке"}),
    ],
)
def test_initials_choose_among_namesakes(shelf, typed: str, first: set[str]) -> None:
    assert set(titles(typed)[: len(first)]) == first


def test_a_year_is_found_alone_beside_a_title_and_in_its_field(shelf) -> None:
    assert titles("1942") == ["Абай жолы"]
    assert titles("абай 1942") == ["Абай жолы"]
    assert set(titles("год:1970")) == {"Повесть о войне", "Ақ кеме"}
    assert titles("жыл:1920-1930 әуезов") == ["Қараш-Қараш оқиғасы"]
    assert set(titles("жылы: 2001-")) == {"Алғашқы өлеңдер", "Балалар әлемі"}


def test_a_phrase_stands_in_a_row_on_any_keyboard_and_ends_with_its_field(shelf) -> None:
    assert set(titles("абай жолы")) == {"Абай жолы", "Жолы Абай"}
    assert titles('"абай жолы"') == ["Абай жолы"]
    assert titles('"караш-караш окигасы"') == ["Қараш-Қараш оқиғасы"]
    assert titles('"жолы әуезов"') == []  # a title's end and an author's beginning
    assert titles('"абайлар жолы"') == []  # another form


def test_a_phrase_that_is_nowhere_offers_its_words(shelf) -> None:
    found = search('"жолы әуезов"')
    assert (found.count, found.instead) == (0, "жолы әуезов")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Пушкин NOT сказка", {"Лингвистика"}),
        ("пушкин -сказка", {"Лингвистика"}),
        ("пушкин НЕ сказка", {"Лингвистика"}),
        ("әуезов ЕМЕС абай", {"Қараш-Қараш оқиғасы", "Алғашқы өлеңдер"}),
        ("сказка ИЛИ лингвистика", {"Сказка о рыбаке", "Лингвистика"}),
        ("сказка НЕМЕСЕ әлемі", {"Сказка о рыбаке", "Балалар әлемі"}),
        ("сказка AND пушкин", {"Сказка о рыбаке"}),
        ("абай ЖӘНЕ әуезов", {"Абай жолы"}),
        ("(сказка OR повесть) NOT пушкин", {"Повесть о войне"}),
        ("автор:пушкин", {"Сказка о рыбаке", "Лингвистика"}),
        ("автор:абай", set()),
        ("атауы:абай", {"Абай жолы", "Жолы Абай"}),
        ("название: сказка автор: Пушкин", {"Сказка о рыбаке"}),
    ],
)
def test_operators_and_fields_mean_what_they_say(shelf, typed: str, found: set[str]) -> None:
    assert set(titles(typed)) == found


def test_a_minus_alone_is_the_catalogue_without(shelf) -> None:
    assert search("-пушкин").count == 7


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("книги про войну", "Повесть о войне"),
        ("что почитать о войне", "Повесть о войне"),
        ("балаларға арналған кітаптар", "Балалар әлемі"),
        ("сказка и рыбак о любви", "Сказка о рыбаке"),
        ("сказка о рыбаке и рыбке пушкин", "Сказка о рыбаке"),
        ("книга Быков", "Повесть о войне"),
    ],
)
def test_a_question_or_a_word_too_many_finds_what_most_words_say(shelf, typed: str, first: str) -> None:
    assert titles(typed)[:1] == [first]


def test_of_two_words_both_are_meant(shelf) -> None:
    assert search("абай достоевский").count == 0


def test_fewer_words_are_named_and_the_more_meet_the_better(a_book) -> None:
    a_book("Тайна старого замка", language="rus")
    a_book("Тайна старого леса", language="rus")
    a_book("Замок", language="rus")
    a_book("Замок драконов", "Гном", language="rus")
    found = search("тайна старого замка драконов домовой")
    assert (found.fewer, found.similar) == (True, False)
    assert [hit.record.title for hit in found.hits] == ["Тайна старого замка"]
    # Common words, but more of them, go before rarer ones.
    for number in range(20):
        a_book(f"Старая тайна, {number}", language="rus")
    assert titles("старая тайна леса гном")[0] == "Тайна старого леса"


def test_half_typed_words_go_by_the_letters_typed_and_are_named(shelf) -> None:
    found = search("әке")
    assert "Ақ кеме" not in [hit.record.title for hit in found.hits]
    assert search("линг").begun == "линг"
    assert search("лингвистика").begun == ""
    assert titles("lingv") == ["Лингвистика"]  # Latin letters of it


def test_a_near_hit_is_named_and_what_was_meant_is_said(shelf) -> None:
    found = search("лингвестека")
    assert (found.similar, found.near, found.count) == (True, "лингвистика", 1)
    assert search('"лингвестека"').count == 0
    assert search("сказка рыбоке").near == "сказка рыбаке"


def test_two_slips_in_a_long_word_find_it(a_book) -> None:
    a_book("Путешествие к центру Земли", language="rus")
    a_book("Энциклопедия животных", language="rus")
    a_book("Шытырманды оқиғалар")
    for typed in ("путишествее", "птуешетсвие", "энцеклопидия", "жевотнйх", "шытрмандв", "шитырмонды"):
        assert search(typed).count == 1, typed


def test_a_few_letters_are_not_guessed_at(shelf) -> None:
    assert search("әбв").count == 0


def said(found: Found) -> dict:
    return {name: getattr(found, name) for name in ("meant", "similar", "near", "fewer", "begun", "instead")}


def test_what_is_there_as_typed_is_shown_without_a_word(shelf) -> None:
    assert not any(said(search("абай жолы")).values())


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("кітап", "кітап", 0), ("китап", "китпа", 1), ("", "аб", 2), ("абв", "бвг", 2), ("книга", "книги", 1)],
)
def test_words_are_so_many_letters_apart(one: str, other: str, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


def test_the_nearest_word_is_chosen_or_none() -> None:
    assert nearest("кітапп", ["кітаптар", "кітап", "кісі"]) == "кітап"
    assert nearest("кітап", ["математика"]) == ""


def test_the_new_shape_is_made_from_the_database(shelf) -> None:
    assert index_anew() == 9
    assert titles('"абай жолы"') == ["Абай жолы"]
